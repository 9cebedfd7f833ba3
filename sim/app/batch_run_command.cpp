// batch_run_command.cpp -- `txpath batch run`: do the units that are left, whoever else does others.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "app/batch_run.hpp"
#include "app/batch_worker.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "base/files.hpp"

namespace txpath::app {

namespace {

/// `--shard I/N`.
struct Part {
    std::uint64_t part = 1, parts = 1;
};

std::optional<Part> part_from(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto number = [](std::string_view digits) -> std::optional<std::uint64_t> {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size() || value == 0) return std::nullopt;
        return value;
    };
    const auto part = number(text.substr(0, slash)), parts = number(text.substr(slash + 1));
    if (!part || !parts || *part > *parts) return std::nullopt;
    return Part{*part, *parts};
}

/// What the machine cannot give to all threads of this job on it; it has been said.
std::optional<ExitCode> obstacle(const OpenBatch& batch, int threads, const Terminal& terminal)
{
    const std::uint64_t memory = batch.plan.memory_bytes * static_cast<std::uint64_t>(threads);
    if (memory > memory_allowed()) {
        terminal.error(fmt::format(
            "{} threads need about {} of memory and may have {}; fewer --threads need less", threads,
            spoken_bytes(static_cast<double>(memory)), spoken_bytes(static_cast<double>(memory_allowed()))));
        return ExitCode::bug;
    }
    return std::nullopt;
}

/// Bytes of the answers of all units that these shards are to have.
std::uint64_t bytes_of(const BatchPlan& plan, const std::vector<std::size_t>& shards)
{
    std::uint64_t units = 0;
    for (const std::size_t shard : shards) units += plan.head_of(shard).end - plan.head_of(shard).first;
    return units * plan.unit.answer_bytes;
}

}  // namespace

std::variant<ReadyBatch, ExitCode> ready_batch(const Invocation& invocation, int processes_here,
                                               const Terminal& terminal)
{
    Part part;
    if (const auto text = invocation.text("shard")) {
        const auto found = part_from(*text);
        if (!found) {
            terminal.error(
                fmt::format("'--shard' is '{}', but takes I/N: the I-th of N parts, counted from 1", *text));
            return ExitCode::usage;
        }
        part = *found;
    }
    auto opened = open_batch(std::string(invocation.argument()), terminal);
    if (const auto* code = std::get_if<ExitCode>(&opened)) return *code;
    ReadyBatch ready;
    ready.batch = std::move(std::get<OpenBatch>(opened));
    auto loaded = study_of(ready.batch, terminal);
    if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
    ready.study = std::move(std::get<std::unique_ptr<BatchStudy>>(loaded));
    ready.threads = threads_of(invocation);
    if (const auto code = obstacle(ready.batch, ready.threads * processes_here, terminal)) return *code;
    for (std::size_t shard = part.part - 1; shard < ready.batch.plan.shards(); shard += part.parts)
        ready.shards.push_back(shard);
    return ready;
}

ExitCode do_batch(const ReadyBatch& ready, const UnitWork& work, int threads, const Grouping& grouping,
                  const Invocation& invocation, const Terminal& terminal)
{
    const BatchPlan& plan = ready.batch.plan;
    Progress progress{manner_of(invocation, terminal)};
    UnitSpec spec;
    spec.threads = threads;
    spec.rest = &stop_flag();
    spec.progress = [&progress](double share) { progress.tell(share); };
    const Stopwatch watch;
    BatchWorker worker(ready.batch, work, grouping, terminal);
    WorkDone done;
    try {
        done = worker.work(ready.shards, spec);
    } catch (const WriteError& error) {
        return say(error, {bytes_of(plan, ready.shards), "shards"}, terminal);
    }
    const std::string what = fmt::format("{} unit{} done in {}", done.units, done.units == 1 ? "" : "s",
                                         spoken_seconds(watch.wall_seconds()));
    if (done.is_stopped) {
        terminal.talk(fmt::format("stopped; {}; the same command goes on from there", what));
        return stop_code() == ExitCode::interrupted ? ExitCode::interrupted : ExitCode::resumable;
    }
    if (!done.busy.empty()) {
        terminal.talk(fmt::format("{}; {} shard{} left to the other processes that are at {}", what,
                                  done.busy.size(), done.busy.size() == 1 ? " is" : "s are",
                                  done.busy.size() == 1 ? "it" : "them"));
        return ExitCode::resumable;
    }
    terminal.talk(fmt::format("{}; {} of {} shards are this task's, and all of these are there", what,
                              ready.shards.size(), plan.shards()));
    return ExitCode::ok;
}

ExitCode batch_run(const Invocation& invocation, const Terminal& terminal)
{
    const auto found = ready_batch(invocation, 1, terminal);
    if (const auto* code = std::get_if<ExitCode>(&found)) return *code;
    const auto& ready = std::get<ReadyBatch>(found);
    return do_batch(ready, ready.study->work(), ready.threads, Grouping{}, invocation, terminal);
}

}  // namespace txpath::app
