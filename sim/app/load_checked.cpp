#include "app/load_checked.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "base/text.hpp"
#include "txpath/model.hpp"

namespace txpath::app {

std::vector<Override> overrides_of(const Invocation& invocation)
{
    struct Short {
        std::string_view flag, path;
    };
    static constexpr std::array shorts{Short{"population", "population.size"},
                                       Short{"replicates", "run.replicates"}, Short{"seed", "run.seed"}};
    std::vector<Override> overrides;
    for (const auto& assignment : invocation.texts("set")) {
        const auto equals = assignment.find('=');
        overrides.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
    }
    for (const auto& [flag, path] : shorts)
        if (auto value = invocation.text(flag)) overrides.push_back({std::string{path}, std::move(*value)});
    return overrides;
}

std::vector<Override> overrides_for(const Invocation& invocation)
{
    std::vector<Override> overrides = overrides_of(invocation);
    if (!invocation.has("replicates")) return overrides;
    std::vector<Override> others = overrides;
    std::erase_if(others, [](const Override& one) { return one.path == "run.replicates"; });
    const auto as_written = load_scenario(invocation.argument(), others);
    if (as_written && as_written.value().run.stop) overrides.push_back({"run.stop", "null"});
    return overrides;
}

void leave_rule_aside(const Scenario& scenario, const Terminal& terminal)
{
    if (!scenario.run.stop) return;
    terminal.talk(fmt::format("'run.stop' is left aside, as only 'txpath run' adds replicates: {} are done",
                              scenario.run.replicates));
}

void leave_rules_aside(const DecisionStudy& study, std::uint32_t replicates, const Terminal& terminal)
{
    std::vector<std::string_view> names;
    for (const Strategy& strategy : study.strategies)
        if (strategy.scenario.run.stop) names.push_back(strategy.name);
    if (names.empty()) return;
    terminal.talk(
        fmt::format("'run.stop' of {} is left aside, as only 'txpath run' adds replicates: {} {} done",
                    joined(names, ", "), replicates, replicates == 1 ? "is" : "are"));
}

Checked<Scenario> load_checked(const Invocation& invocation)
{
    const std::vector<Override> overrides = overrides_for(invocation);
    auto loaded = load_scenario(invocation.argument(), overrides);
    if (!loaded) return loaded;
    const auto found = check_pathways(loaded.value());
    if (found.has_errors()) return found;
    loaded.value().warnings.append(found);
    if (invocation.has("replicates") && overrides.back().path == "run.stop") {
        Diagnostic overridden;
        overridden.severity = Severity::warning;
        overridden.message = "--replicates overrides the scenario's 'run.stop'";
        loaded.value().warnings.add(std::move(overridden));
    }
    return loaded;
}

ExitCode refuse(const Diagnostics& why, const Terminal& terminal)
{
    terminal.show(why);
    const auto count = why.error_count();
    terminal.talk(fmt::format("{} error{}; nothing was run", count, count == 1 ? "" : "s"));
    return code_of(why);
}

}  // namespace txpath::app
