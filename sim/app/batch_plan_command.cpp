// batch_plan_command.cpp -- `txpath batch plan` and `batch expand`: a folder that says what is to be done.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>

#include "app/batch_folder.hpp"
#include "app/batch_inputs.hpp"
#include "app/batch_plan.hpp"
#include "app/batch_script.hpp"
#include "app/batch_study.hpp"
#include "app/build_facts.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "base/files.hpp"

namespace txpath::app {

namespace {

namespace fs = std::filesystem;

constexpr double usual_minutes = 30.0;
constexpr std::string_view readme = R"(A batch planned by txpath

  plan.json      what the units are, and which shard has which
  inputs         copies of the files that were planned with; edit the originals and plan anew instead
  shards         answers: NNNNNN.shard is done, NNNNNN.shard.part is under way
  array.sbatch   the batch as an array job for Slurm

  txpath batch run DIR       do what is left, here; several at once, or --shard I/N, share the work
  txpath batch status DIR    how far it is
  txpath batch merge DIR     check every shard, then write the tables that one plain run would have written

Whatever stops a task, the next one goes on from the last answer that was finished.
)";

BatchKind kind_wanted(const Invocation& invocation)
{
    if (const auto wish = invocation.text("as"))
        for (const BatchKind kind : {BatchKind::run, BatchKind::compare, BatchKind::uncertainty})
            if (word_for(kind) == *wish) return kind;
    return kind_of_file(invocation.argument());
}

BatchWishes wishes_of(const Invocation& invocation, BatchKind kind)
{
    BatchWishes wishes;
    wishes.reference = invocation.text("reference");
    if (kind != BatchKind::uncertainty) {
        wishes.set = kind == BatchKind::run ? overrides_for(invocation) : overrides_of(invocation);
        return wishes;
    }
    wishes.set = draw_overrides_of(invocation).set;
    const DrawWishes draws = draw_wishes_of(invocation);
    wishes.samples = draws.samples;
    wishes.replicates = draws.replicates;
    wishes.population = draws.population;
    wishes.sampling = invocation.text("sampling");
    return wishes;
}

/// Absolute, since an array job may be submitted from anywhere.
std::string absolute(const std::string& path)
{
    return fs::absolute(path).lexically_normal().string();
}

std::string program_path()
{
    std::error_code error;
    const auto path = fs::read_symlink("/proc/self/exe", error);
    return error ? "txpath" : path.string();
}

int threads_of_task(const Invocation& invocation)
{
    return invocation.has("threads") ? threads_of(invocation) : 1;
}

void write_plan(const OpenBatch& batch, const std::string& final_folder, const ArrayJob& job)
{
    write_file((fs::path(batch.folder) / "array.sbatch").string(),
               slurm_script(batch.plan, job, absolute(final_folder), program_path()));
    write_file(plan_file(batch.folder), text_of(batch.plan));
}

double core_hours(const BatchPlan& plan)
{
    return static_cast<double>(plan.units()) * plan.unit.seconds / 3600.0;
}

void say_plan(const BatchPlan& plan, const ArrayJob& job, const std::string& folder,
              const Invocation& invocation, const Terminal& terminal)
{
    const double years = static_cast<double>(plan.units()) * static_cast<double>(plan.people) * plan.years;
    const double bytes = static_cast<double>(plan.units() * plan.unit.answer_bytes);
    if (invocation.has("json")) {
        const nlohmann::ordered_json json{{"folder", folder},
                                          {"kind", word_for(plan.kind)},
                                          {"identity", fmt::format("{:016x}", plan.identity)},
                                          {"units", plan.units()},
                                          {"unit", unit_word(plan.kind)},
                                          {"shards", plan.shards()},
                                          {"person_years", years},
                                          {"core_hours", core_hours(plan)},
                                          {"unit_seconds", plan.unit.seconds},
                                          {"memory_bytes_per_thread", plan.memory_bytes},
                                          {"shard_bytes", bytes},
                                          {"array_tasks", job.tasks},
                                          {"array_threads", job.threads},
                                          {"task_seconds", job.task_seconds}};
        terminal.data(json.dump(2) + "\n");
        return;
    }
    terminal.data(
        fmt::format("{}: nothing was run\n"
                    "units   {}, each a {}; {:.4g} person-years\n"
                    "shards  {}, of up to {} units\n"
                    "time    about {} on one core, {:.3g} core-hours, from a pilot; {} a unit\n"
                    "memory  about {} for each thread\n"
                    "disk    about {} in shards\n"
                    "array   {} task{} of {} thread{}, about {} each: sbatch {}/array.sbatch\n"
                    "batch: {}\n",
                    plan.name, plan.units(), unit_word(plan.kind), years, plan.shards(),
                    plan.head_of(0).end - plan.head_of(0).first,
                    spoken_seconds(static_cast<double>(plan.units()) * plan.unit.seconds), core_hours(plan),
                    spoken_seconds(plan.unit.seconds), spoken_bytes(static_cast<double>(plan.memory_bytes)),
                    spoken_bytes(bytes), job.tasks, job.tasks == 1 ? "" : "s", job.threads,
                    job.threads == 1 ? "" : "s", spoken_seconds(job.task_seconds), folder, folder));
}

ExitCode plan_into(const std::string& folder, OpenBatch batch, const BatchStudy& study,
                   const Invocation& invocation, const Terminal& terminal)
{
    const int threads = threads_of_task(invocation);
    const double minutes = static_cast<double>(
        invocation.number("target-minutes").value_or(static_cast<std::uint64_t>(usual_minutes)));
    const std::uint64_t units = study.work().units();
    add_shards(batch.plan, units,
               invocation.number("shards").value_or(shards_for(units, batch.plan.unit, threads, minutes)));
    const ArrayJob job = array_of(batch.plan, threads);

    PendingFolder pending(folder, invocation.has("force") ? IfPresent::replace : IfPresent::refuse);
    batch.folder = pending.temporary();
    batch.plan.study = copy_inputs(study.files(), (fs::path(batch.folder) / "inputs").string());
    fs::create_directory(shard_folder(batch.folder));
    write_file((fs::path(batch.folder) / "README.txt").string(), readme);
    write_plan(batch, folder, job);
    // Do the copies mean the same?
    const auto copied = study_of(batch, terminal);
    if (const auto* code = std::get_if<ExitCode>(&copied)) return *code;
    pending.commit();
    say_plan(batch.plan, job, folder, invocation, terminal);
    return ExitCode::ok;
}

}  // namespace

ExitCode batch_plan(const Invocation& invocation, const Terminal& terminal)
{
    OpenBatch batch;
    BatchPlan& plan = batch.plan;
    plan.version = version();
    plan.kind = kind_wanted(invocation);
    plan.wishes = wishes_of(invocation, plan.kind);
    const auto loaded = load_batch_study(plan.kind, invocation.argument(), plan.wishes);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const BatchStudy& study = *loaded.value();
    study.announce(terminal);
    plan.name = study.name();
    plan.identity = study.work().identity();
    const UnitSize size = study.size();
    plan.people = size.people;
    plan.years = size.years;
    plan.memory_bytes = size.memory_bytes;

    const std::string folder = invocation.text("out").value_or(
        (fs::path("output") / fmt::format("{}-{:08x}.batch", study.name(), plan.identity >> 32)).string());
    std::error_code error;
    if (fs::exists(folder, error) && !invocation.has("force")) {
        terminal.error(
            fmt::format("{} is there already; 'batch run' goes on with it, 'batch expand' adds to it, "
                        "--out DIR plans elsewhere, --force throws it away",
                        folder));
        return ExitCode::cannot_create;
    }
    plan.unit = study.pilot();
    return plan_into(folder, std::move(batch), study, invocation, terminal);
}

ExitCode batch_expand(const Invocation& invocation, const Terminal& terminal)
{
    auto opened = open_batch(std::string(invocation.argument()), terminal);
    if (const auto* code = std::get_if<ExitCode>(&opened)) return *code;
    auto& batch = std::get<OpenBatch>(opened);
    BatchPlan& plan = batch.plan;
    const bool draws = plan.kind == BatchKind::uncertainty;
    const std::string_view flag = draws ? "samples" : "replicates", other = draws ? "replicates" : "samples";
    const auto wanted = invocation.number(flag);
    if (!wanted || invocation.has(other)) {
        terminal.error(fmt::format("this batch grows by --{} N, the number there is to be in all", flag));
        return ExitCode::usage;
    }
    if (*wanted <= plan.units()) {
        terminal.error(fmt::format("the batch has {} already; --{} is the number there is to be in all",
                                   plan.units(), flag));
        return ExitCode::usage;
    }
    const std::uint64_t before = plan.units(), shard_size = plan.head_of(0).end;
    want_units(plan, *wanted);
    const auto loaded = load_batch_study(plan.kind, study_file(batch.folder, plan), plan.wishes);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    if (const std::string why = loaded.value()->why_fixed();
        !why.empty() || loaded.value()->work().identity() != plan.identity) {
        terminal.error(why.empty()
                           ? "answers that are there would not be those of the larger batch: a single "
                             "replicate is divided into batches of people; plan anew"
                           : why);
        return ExitCode::usage;
    }
    const std::uint64_t more = loaded.value()->work().units() - before;
    add_shards(plan, more, (more + shard_size - 1) / shard_size);
    const ArrayJob job = array_of(plan, threads_of_task(invocation));
    write_plan(batch, batch.folder, job);
    say_plan(plan, job, batch.folder, invocation, terminal);
    return ExitCode::ok;
}

}  // namespace txpath::app
