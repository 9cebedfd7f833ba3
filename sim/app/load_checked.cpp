#include "app/load_checked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "txpath/model.hpp"
#include "txpath/uncertainty_report.hpp"

namespace txpath::app {

namespace {

constexpr std::uint64_t most_samples = 10'000'000, most_replicates = 1'000'000;

std::optional<std::uint32_t> number_up_to(std::uint64_t most, const Invocation& invocation,
                                          std::string_view flag)
{
    const auto wish = invocation.number(flag);
    if (!wish) return std::nullopt;
    return static_cast<std::uint32_t>(std::min(*wish, most));
}

}  // namespace

std::vector<Override> settings_of(const Invocation& invocation)
{
    std::vector<Override> settings;
    for (const auto& assignment : invocation.texts("set")) {
        const auto equals = assignment.find('=');
        settings.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
    }
    return settings;
}

std::vector<Override> overrides_of(const Invocation& invocation)
{
    struct Short {
        std::string_view flag, path;
    };
    static constexpr std::array shorts{Short{"population", "population.size"},
                                       Short{"replicates", "run.replicates"}, Short{"seed", "run.seed"}};
    std::vector<Override> overrides = settings_of(invocation);
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

DecisionOverrides decision_overrides_of(const Invocation& invocation)
{
    return {.set = overrides_of(invocation), .reference = invocation.text("reference")};
}

DecisionOverrides draw_overrides_of(const Invocation& invocation)
{
    DecisionOverrides overrides{.set = settings_of(invocation), .reference = invocation.text("reference")};
    if (const auto seed = invocation.text("seed")) overrides.set.push_back({"run.seed", *seed});
    return overrides;
}

std::optional<Sampling> sampling_named(std::string_view word)
{
    for (const Sampling one : {Sampling::latin_hypercube, Sampling::sobol, Sampling::random})
        if (word_for(one) == word) return one;
    return std::nullopt;
}

DrawWishes draw_wishes_of(const Invocation& invocation)
{
    DrawWishes wishes{.samples = number_up_to(most_samples, invocation, "samples"),
                      .replicates = number_up_to(most_replicates, invocation, "replicates"),
                      .population = invocation.number("population"),
                      .sampling = std::nullopt};
    if (const auto sampling = invocation.text("sampling")) wishes.sampling = sampling_named(*sampling);
    return wishes;
}

void settle(const DrawWishes& wishes, UncertaintySettings& settings)
{
    settings.samples = wishes.samples.value_or(settings.samples);
    settings.replicates = wishes.replicates.value_or(settings.replicates);
    if (wishes.population) settings.population = wishes.population;
    settings.sampling = wishes.sampling.value_or(settings.sampling);
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

Checked<Scenario> load_checked(const std::string& path, const std::vector<Override>& overrides)
{
    auto loaded = load_scenario(path, overrides);
    if (!loaded) return loaded;
    const auto found = check_pathways(loaded.value());
    if (found.has_errors()) return found;
    loaded.value().warnings.append(found);
    return loaded;
}

Checked<Scenario> load_checked(const Invocation& invocation)
{
    const std::vector<Override> overrides = overrides_for(invocation);
    auto loaded = load_checked(invocation.argument(), overrides);
    if (!loaded) return loaded;
    if (invocation.has("replicates") && overrides.back().path == "run.stop") {
        Diagnostic overridden;
        overridden.severity = Severity::warning;
        overridden.message = "--replicates overrides the scenario's 'run.stop'";
        loaded.value().warnings.add(std::move(overridden));
    }
    return loaded;
}

Checked<DecisionStudy> load_checked_decision(const std::string& path, const DecisionOverrides& overrides)
{
    auto loaded = load_decision(path, overrides);
    if (!loaded) return loaded;
    Diagnostics found;
    for (const Strategy& strategy : loaded.value().strategies)
        found.append(check_pathways(strategy.scenario));
    if (found.has_errors()) return found;
    loaded.value().warnings.append(found);
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
