// check_command.cpp -- `txpath check`: every mistake at once, or where each value comes from.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/load_checked.hpp"
#include "txpath/model.hpp"

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
    return loaded;
}

}  // namespace

ExitCode check(const Invocation& invocation, const Terminal& terminal)
{
    const auto loaded = load_and_compile(invocation);
    const Diagnostics& found = loaded ? loaded.value().warnings : loaded.why_not();
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
