#include "app/checkpoint.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "app/build_facts.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"

namespace txpath::app {

namespace {

namespace fs = std::filesystem;

ExitCode say(const CheckpointError& error, const Terminal& terminal)
{
    using Kind = CheckpointError::Kind;
    const bool is_written = error.kind == Kind::cannot_create || error.kind == Kind::io;
    terminal.error(fmt::format("{}{} {}", error.path, is_written ? ":" : "", error.reason));
    switch (error.kind) {
        case Kind::missing:
            return ExitCode::missing_input;
        case Kind::cannot_create:
            return ExitCode::cannot_create;
        case Kind::io:
            return ExitCode::io;
        case Kind::damaged:
        case Kind::foreign:
            break;
    }
    return ExitCode::bad_scenario;
}

/// A moment in days, and in years where that is shorter to read.
std::string spoken_moment(double days)
{
    const double years = days / days_per_year;
    return days < days_per_year ? fmt::format("{} days", days)
                                : fmt::format("{} days ({:.4g} years)", days, years);
}

/// The moment asked for, if a checkpoint can be there; why not has been said.
std::optional<double> moment_of(const RunPlan& plan, const std::string& written, const Terminal& terminal)
{
    const auto refuse = [&](const std::string& reason) {
        terminal.error(fmt::format("--checkpoint-at is '{}', {}", written, reason));
        return std::nullopt;
    };
    const auto read = moment_in(written);
    if (const auto* reason = std::get_if<std::string>(&read)) return refuse(*reason);
    const double moment = std::get<double>(read);
    if (moment <= 0.0 || moment >= plan.scenario.time.horizon)
        return refuse(fmt::format("which is not between day 0 and the horizon, {}",
                                  spoken_moment(plan.scenario.time.horizon)));
    const auto nearest = nearest_to_checkpoint(plan.model, moment);
    if (nearest.empty()) return moment;
    return refuse(
        fmt::format("which is no sync point, and people who share something can only be written down at one; "
                    "the nearest {} {} days{}",
                    nearest.size() == 1 ? "is at" : "are at", nearest.front(),
                    nearest.size() == 1 ? "" : fmt::format(" and {} days", nearest.back())));
}

fs::path path_of(const RunPlan& plan, double moment)
{
    return fs::path(plan.destination) /
           fmt::format("{}-{}d.checkpoint", run_folder_name(plan.scenario, plan.model.fingerprint()), moment);
}

/// Why the file cannot be written there, as far as can be seen before the work.
std::optional<ExitCode> obstacle_to_file(const fs::path& path, const Invocation& invocation,
                                         const Terminal& terminal)
{
    std::error_code error;
    if (!invocation.has("force") && fs::exists(path, error)) {
        terminal.error(fmt::format("{} is there already; --force replaces it, --out DIR writes elsewhere",
                                   path.string()));
        return ExitCode::cannot_create;
    }
    fs::create_directories(path.parent_path(), error);
    if (!error) return std::nullopt;
    terminal.error(fmt::format("{}: {}", path.parent_path().string(), error.message()));
    return ExitCode::cannot_create;
}

CheckpointHead head_of(const RunPlan& plan, double moment)
{
    CheckpointHead head = checkpoint_head(plan.scenario, plan.model, moment);
    head.version = version();
    head.commit = commit();
    return head;
}

void tell(const fs::path& path, const CheckpointHead& head, std::uint64_t bytes, const Invocation& invocation,
          const Terminal& terminal)
{
    if (invocation.has("json")) {
        const nlohmann::ordered_json json{{"checkpoint", path.string()}, {"bytes", bytes},
                                          {"moment_days", head.moment},  {"replicates", head.replicates},
                                          {"people", head.people},       {"scenario", head.scenario}};
        return terminal.data(json.dump(2) + "\n");
    }
    terminal.data(
        fmt::format("{} after {}: {} replicate{} of {} people, {}\n"
                    "checkpoint: {}\n"
                    "go on: txpath run --from {} {}\n",
                    head.scenario, spoken_moment(head.moment), head.replicates,
                    head.replicates == 1 ? "" : "s", head.people, spoken_bytes(static_cast<double>(bytes)),
                    path.string(), path.string(), invocation.argument()));
}

/// What keeps this program from going on.
std::optional<std::string> obstacle_of_version(const CheckpointHead& head)
{
    if (head.version == version() && head.commit == commit()) return std::nullopt;
    return fmt::format(
        "was written by txpath {} ({}), and this is txpath {} ({}): only the same program can go on to the "
        "last bit; write it anew with --checkpoint-at",
        head.version, head.commit, version(), commit());
}

ExitCode refuse_to_go_on(const std::string& path, const CheckpointHead& head,
                         const std::vector<std::string>& obstacles, const Terminal& terminal)
{
    terminal.error(fmt::format("{} cannot go on so, after {}:", path, spoken_moment(head.moment)));
    for (const std::string& obstacle : obstacles) terminal.error("  " + obstacle);
    terminal.talk(
        "from a checkpoint on, policies that had not begun, numbers that a policy could set and the horizon "
        "may "
        "be others; anything else needs a checkpoint of its own (--checkpoint-at)");
    return ExitCode::bad_scenario;
}

/// The scenario with the changed numbers as a policy of the checkpoint's moment.
Checked<Scenario> with_policy(const GoingOn& going, const Invocation& invocation)
{
    std::vector<Override> overrides = overrides_for(invocation);
    overrides.insert(overrides.end(), going.overrides.begin(), going.overrides.end());
    return load_checked(invocation.argument(), overrides);
}

}  // namespace

ExitCode write_checkpoint_of(const RunPlan& plan, const Invocation& invocation, const Terminal& terminal)
{
    if (plan.scenario.run.stop) {
        terminal.error(
            "'run.stop' adds replicates until a figure is known, so a checkpoint would not know how many to "
            "hold; say --replicates N");
        return ExitCode::usage;
    }
    const auto moment = moment_of(plan, *invocation.text("checkpoint-at"), terminal);
    if (!moment) return ExitCode::usage;
    const fs::path path = path_of(plan, *moment);
    const auto needed = static_cast<double>(checkpoint_bytes(plan, *moment));
    if (invocation.has("dry-run")) {
        terminal.data(fmt::format("{}: nothing was run\ncheckpoint {}, about {}\n", plan.scenario.name,
                                  path.string(), spoken_bytes(needed)));
        return ExitCode::ok;
    }
    if (const auto code = obstacle_to_file(path, invocation, terminal)) return *code;
    terminal.talk(fmt::format("the checkpoint will take about {}", spoken_bytes(needed)));
    RunSpec spec;
    spec.seed = plan.scenario.run.seed;
    spec.replicates = plan.scenario.run.replicates;
    spec.threads = plan.threads;
    spec.histories = plan.scenario.outputs.people;
    spec.stop = &stop_flag();
    const CheckpointHead head = head_of(plan, *moment);
    Progress progress{manner_of(invocation, terminal)};
    spec.progress = [&progress](double share) { progress.tell(share); };
    const auto written = write_checkpoint(path.string(), head, [&](const TakeReplicate& take) {
        return simulate_to_checkpoint(plan.model, spec, *moment, take);
    });
    if (const auto* error = std::get_if<CheckpointError>(&written)) return say(*error, terminal);
    const auto& file = std::get<WrittenCheckpoint>(written);
    if (stop_code() || !file.is_complete) return stopped(terminal);
    tell(path, head, file.bytes, invocation, terminal);
    return ExitCode::ok;
}

std::variant<Continuation, ExitCode> continuation_of(const Scenario& scenario, const Invocation& invocation,
                                                     const Terminal& terminal)
{
    const std::string path = *invocation.text("from");
    auto read = read_checkpoint(path);
    if (const auto* error = std::get_if<CheckpointError>(&read)) return say(*error, terminal);
    const auto checkpoint = std::get<std::shared_ptr<const Checkpoint>>(std::move(read));
    const CheckpointHead& head = checkpoint->head;
    if (const auto reason = obstacle_of_version(head)) {
        terminal.error(fmt::format("{} {}", path, *reason));
        return ExitCode::bad_scenario;
    }
    Continuation found{scenario, {}, {}};
    GoingOn going = going_on(head, scenario);
    found.origin = {fs::path(path).filename().string(),
                    checkpoint->sha256,
                    head.scenario,
                    head.moment,
                    head.fingerprint,
                    going.differences};
    if (going.obstacles.empty() && !going.overrides.empty()) {
        auto loaded = with_policy(going, invocation);
        if (!loaded) {
            terminal.talk(
                fmt::format("numbers that differ from the checkpoint's are set by a policy from {} on:",
                            spoken_moment(head.moment)));
            return refuse(loaded.why_not(), terminal);
        }
        found.scenario = std::move(loaded.value());
        going = going_on(head, found.scenario);
    }
    if (!going.obstacles.empty() || !going.overrides.empty())
        return refuse_to_go_on(invocation.argument(), head, going.obstacles, terminal);
    found.from = resumption(checkpoint, found.scenario);
    return found;
}

}  // namespace txpath::app
