// check_command.cpp -- `txpath check`: every mistake of a scenario or a study at once, where each value comes
// from, or what sync_every does.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/json_number.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "txpath/decision.hpp"
#include "txpath/explore.hpp"
#include "txpath/model.hpp"
#include "txpath/refine.hpp"
#include "txpath/study.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

std::string_view word_for(Severity severity)
{
    if (severity == Severity::error) return "error";
    return severity == Severity::warning ? "warning" : "note";
}

Json as_json(const Diagnostic& found)
{
    return {{"severity", word_for(found.severity)},
            {"file", found.at.file},
            {"line", found.at.line},
            {"column", found.at.column},
            {"length", found.at.length},
            {"message", found.message},
            {"advice", found.advice},
            {"help", found.help}};
}

std::string as_json(const Diagnostics& found)
{
    Json list = Json::array();
    for (const Diagnostic& each : found.all()) list.push_back(as_json(each));
    return Json{{"ok", !found.has_errors()}, {"errors", found.error_count()}, {"diagnostics", list}}.dump(2) +
           "\n";
}

std::string counted(std::size_t count, std::string_view one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string verdict(const Scenario& scenario)
{
    return fmt::format("{} is in order: {}, {}, {}, {}; {} without a source\n", scenario.name,
                       counted(scenario.tracks.size(), "track"), counted(scenario.states.size(), "state"),
                       counted(scenario.transitions.size(), "transition"),
                       counted(scenario.parameters.size(), "uncertain value"),
                       counted(scenario.unsourced, "number"));
}

/// A scenario is in order only if it compiles.
Checked<Scenario> load_and_compile(const Invocation& invocation)
{
    auto loaded = load_checked(invocation);
    if (!loaded) return loaded;
    const auto model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) return model.why_not();
    if (overrides_of(invocation).empty())  // a setting may lie beyond the end of a slider
        if (const auto page = load_explore(invocation.argument(), {}); !page) return page.why_not();
    return loaded;
}

std::string shown(double number)
{
    return std::isnan(number) ? "-" : fmt::format("{:.5g}", number);
}

std::string table_of(const Scenario& scenario, const Refinement& refinement)
{
    if (!refinement.has_sync_points)
        return fmt::format("{}: people share nothing, so sync_every has no effect\n", scenario.name);
    std::string text = fmt::format(
        "{}: sync_every as written ({:.5g} days) and halved, {} replicate{} on the same luck\n{:40} {:>11} "
        "{:>11} "
        "{:>11} {:>10} {:>10}\n",
        scenario.name, refinement.sync_every, scenario.run.replicates,
        scenario.run.replicates == 1 ? "" : "s", "", "as written", "halved", "moved", "error", "bound");
    for (const RefinedFigure& figure : refinement.figures)
        text += fmt::format("{:40} {:>11} {:>11} {:>11} {:>10} {:>10}{}\n",
                            fmt::format("{} ({})", figure.name, figure.unit), shown(figure.written),
                            shown(figure.halved), shown(figure.moved), shown(figure.error),
                            shown(figure.bound), is_within_bound(figure) ? "" : "  beyond its bound");
    text +=
        "The effect of sync_every is of the first order: about as much again is left after halving. 'error' "
        "is the "
        "standard error of 'moved'.\n";
    return text;
}

std::string as_json(const Scenario& scenario, const Refinement& refinement)
{
    Json figures = Json::array();
    for (const RefinedFigure& figure : refinement.figures)
        figures.push_back({{"name", figure.name},
                           {"unit", figure.unit},
                           {"written", number_or_null(figure.written)},
                           {"halved", number_or_null(figure.halved)},
                           {"moved", number_or_null(figure.moved)},
                           {"error", number_or_null(figure.error)},
                           {"bound", number_or_null(figure.bound)},
                           {"is_within_bound", is_within_bound(figure)}});
    return Json{{"ok", true},
                {"scenario", scenario.name},
                {"sync_every_days", refinement.sync_every},
                {"has_sync_points", refinement.has_sync_points},
                {"figures", figures}}
               .dump(2) +
           "\n";
}

ExitCode check_refined(const Invocation& invocation, const Terminal& terminal, const Scenario& scenario)
{
    Progress progress{manner_of(invocation, terminal)};
    leave_rule_aside(scenario, terminal);
    RefineSpec spec;
    spec.threads = threads_of(invocation);
    spec.progress = [&progress](double share) { progress.tell(share); };
    spec.stop = &stop_flag();
    const auto refinement = refine(scenario, spec);
    if (!refinement) return refuse(refinement.why_not(), terminal);
    if (const auto code = stop_code(); code || !refinement.value().is_complete) {
        terminal.talk("stopped");
        return code.value_or(ExitCode::interrupted);
    }
    terminal.data(invocation.has("json") ? as_json(scenario, refinement.value())
                                         : table_of(scenario, refinement.value()));
    return ExitCode::ok;
}

/// The first flag of a command line that says nothing about a study.
std::optional<std::string_view> flag_of_scenarios(const Invocation& invocation, const StudyKind& kind)
{
    for (const std::string_view flag : {"explain", "refine"})
        if (invocation.has(flag)) return flag;
    if (!kind.fits) return std::nullopt;
    for (const std::string_view flag : {"population", "replicates", "seed"})
        if (invocation.text(flag)) return flag;
    if (!invocation.texts("set").empty()) return "set";
    return std::nullopt;
}

/// Every strategy must compile, as a scenario must.
Checked<DecisionStudy> load_and_compile_decision(const Invocation& invocation)
{
    auto loaded = load_decision(invocation.argument(), {overrides_of(invocation), std::nullopt});
    if (!loaded) return loaded;
    Diagnostics found;
    for (const Strategy& strategy : loaded.value().strategies) {
        found.append(check_pathways(strategy.scenario));
        if (found.has_errors()) continue;
        const auto model = compile(strategy.scenario, base_case(strategy.scenario));
        if (!model) found.append(model.why_not());
    }
    found.sort();
    if (found.has_errors()) return found;
    loaded.value().warnings.append(found);
    return loaded;
}

/// What each part of a study is found to be; mistakes and warnings go to `found`.
std::string judged(const Invocation& invocation, const StudyKind& kind, Diagnostics& found)
{
    std::string text;
    if (kind.fits) {
        const auto loaded = load_study(invocation.argument());
        found.append(loaded ? loaded.value().warnings : loaded.why_not());
        if (loaded)
            text += fmt::format("{} is in order: fits {} to {}\n", loaded.value().name,
                                counted(loaded.value().values.size(), "value"),
                                counted(loaded.value().targets.size(), "target"));
    }
    if (kind.compares) {
        const auto loaded = load_and_compile_decision(invocation);
        found.append(loaded ? loaded.value().warnings : loaded.why_not());
        if (loaded) {
            const DecisionStudy& study = loaded.value();
            std::string names;
            for (const Strategy& one : study.strategies) names += (names.empty() ? "" : ", ") + one.name;
            text += fmt::format("{} is in order: compares {} with reference '{}'\n", study.name, names,
                                study.strategies[study.reference].name);
        }
    }
    found.sort();
    return text;
}

ExitCode check_study(const Invocation& invocation, const Terminal& terminal, const StudyKind& kind)
{
    if (const auto flag = flag_of_scenarios(invocation, kind)) {
        terminal.error(fmt::format("--{} is for a scenario, and {} is a study{}", *flag,
                                   invocation.argument(), kind.fits ? " with 'calibrate'" : ""));
        return ExitCode::usage;
    }
    Diagnostics found;
    const std::string text = judged(invocation, kind, found);
    if (invocation.has("json")) {
        terminal.data(as_json(found));
        return found.has_errors() ? code_of(found) : ExitCode::ok;
    }
    if (found.has_errors()) return refuse(found, terminal);
    if (!terminal.is_quiet()) terminal.show_all(found);
    terminal.data(text);
    return ExitCode::ok;
}

}  // namespace

ExitCode check(const Invocation& invocation, const Terminal& terminal)
{
    if (const auto kind = kind_of_study(invocation.argument()); kind.is_study())
        return check_study(invocation, terminal, kind);
    const auto loaded = load_and_compile(invocation);
    const Diagnostics& found = loaded ? loaded.value().warnings : loaded.why_not();
    if (loaded && invocation.has("refine")) return check_refined(invocation, terminal, loaded.value());
    if (invocation.has("json")) {
        terminal.data(as_json(found));
        return loaded ? ExitCode::ok : code_of(found);
    }
    if (!loaded) return refuse(found, terminal);
    if (!terminal.is_quiet()) terminal.show_all(found);
    terminal.data(invocation.has("explain") ? loaded.value().explained_text : verdict(loaded.value()));
    return ExitCode::ok;
}

}  // namespace txpath::app
