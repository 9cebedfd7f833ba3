#include "app/batch_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

namespace txpath::app {

namespace {

// Of time and memory, since both are estimates and a task that runs out of either is lost for nothing.
constexpr double time_margin = 2.0, memory_margin = 1.5;
constexpr double least_minutes = 10.0;
constexpr double warning_seconds = 120.0;
constexpr std::uint64_t program_bytes = 100'000'000;

/// In single quotes, whatever it holds.
std::string quoted(const std::string& text)
{
    std::string safe = "'";
    for (const char letter : text) {
        if (letter == '\'')
            safe += "'\\''";
        else
            safe += letter;
    }
    return safe + "'";
}

/// What a job may be called.
std::string plain_name(const std::string& name)
{
    std::string safe;
    for (const char letter : name)
        safe += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
    return safe;
}

std::string clock_time(double minutes)
{
    const auto whole = static_cast<std::uint64_t>(std::ceil(minutes));
    return fmt::format("{:02}:{:02}:00", whole / 60, whole % 60);
}

}  // namespace

ArrayJob array_of(const BatchPlan& plan, int threads)
{
    ArrayJob job;
    job.tasks = std::min<std::uint64_t>(plan.shards(), most_tasks);
    job.threads = threads;
    std::uint64_t most_units = 0;
    std::vector<std::uint64_t> units(job.tasks, 0);
    for (std::size_t shard = 0; shard < plan.shards(); ++shard) {
        const ShardHead head = plan.head_of(shard);
        units[shard % job.tasks] += head.end - head.first;
    }
    for (const std::uint64_t count : units) most_units = std::max(most_units, count);
    job.task_seconds = static_cast<double>(most_units) * plan.unit.seconds / threads;
    return job;
}

std::uint64_t shards_for(std::uint64_t units, const UnitCost& unit, int threads, double minutes)
{
    const double all = static_cast<double>(units) * unit.seconds / threads;
    const double wanted = std::ceil(all / (minutes * 60.0));
    const auto most = static_cast<double>(std::min(units, most_tasks));
    return static_cast<std::uint64_t>(std::clamp(wanted, 1.0, most));
}

std::string slurm_script(const BatchPlan& plan, const ArrayJob& job, const std::string& folder,
                         const std::string& program)
{
    const double minutes = std::max(least_minutes, (time_margin * job.task_seconds + warning_seconds) / 60.0);
    const double memory =
        memory_margin * (static_cast<double>(program_bytes) +
                         static_cast<double>(plan.memory_bytes) * static_cast<double>(job.threads));
    return fmt::format(R"(#!/bin/bash
# array.sbatch -- this batch as an array of {tasks} task{s} for Slurm, written by 'txpath batch plan'.
#
#   sbatch array.sbatch                    submit it; again after a failure: what is done is not done twice
#   txpath batch status {folder}
#   txpath batch merge {folder}
#
# A task is told {warning} seconds before its time is over, finishes what it is at and is queued again.
#SBATCH --job-name=txpath_{name}
#SBATCH --array=1-{tasks}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={threads}
#SBATCH --mem={memory}M
#SBATCH --time={time}
#SBATCH --signal=B:USR1@{warning}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%A_%a.log

TXPATH=${{TXPATH:-{program}}}
TXPATH_BATCH=${{TXPATH_BATCH:-{folder}}}

"$TXPATH" batch run "$TXPATH_BATCH" --shard "$SLURM_ARRAY_TASK_ID/{tasks}" --threads "${{SLURM_CPUS_PER_TASK:-{threads}}}" &
worker=$!
trap 'kill -USR1 "$worker" 2>/dev/null' USR1 TERM
# A signal ends the wait, not the worker.
while kill -0 "$worker" 2>/dev/null; do wait "$worker"; done
wait "$worker"
code=$?
# 75: stopped in good order, with work left
if [ "$code" -eq 75 ]; then
    scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_$SLURM_ARRAY_TASK_ID" && exit 0
fi
exit "$code"
)",
                       fmt::arg("tasks", job.tasks), fmt::arg("s", job.tasks == 1 ? "" : "s"),
                       fmt::arg("folder", quoted(folder)), fmt::arg("program", quoted(program)),
                       fmt::arg("warning", static_cast<int>(warning_seconds)),
                       fmt::arg("name", plain_name(plan.name)), fmt::arg("threads", job.threads),
                       fmt::arg("memory", static_cast<std::uint64_t>(std::ceil(memory / 1e6))),
                       fmt::arg("time", clock_time(minutes)));
}

}  // namespace txpath::app
