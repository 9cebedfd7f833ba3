// input_differences_test.cpp -- where two scenarios differ.
#include <catch2/catch.hpp>

#include "support/written.hpp"
#include "txpath/decision.hpp"

using namespace txpath;

namespace {

/// The small scenario of the mistaken studies, with what is set.
Scenario loaded_with(const std::vector<Override>& overrides)
{
    auto scenario =
        load_scenario(TXPATH_SOURCE "/tests/data/bad_studies/decisions/parts/usual.yaml", overrides);
    REQUIRE(scenario);
    return std::move(scenario.value());
}

/// A scenario of which only the text matters.
Scenario with_text(const std::string& text)
{
    Scenario scenario;
    scenario.effective_text = text;
    return scenario;
}

std::vector<std::string> differences(const Scenario& one, const Scenario& other)
{
    std::vector<std::string> lines;
    for (const InputDifference& each : input_differences(one, other))
        lines.push_back(each.path + ": " + (each.is_in_reference ? each.reference : "-") + " -> " +
                        (each.is_in_other ? each.other : "-"));
    return lines;
}

}  // namespace

TEST_CASE("a scenario differs from itself in nothing, and texts about it do not count", "[decision]")
{
    const Scenario one = loaded_with({});
    CHECK(differences(one, one).empty());
    CHECK(
        differences(one, loaded_with({{"title", "Other"},
                                      {"parameters.places.note", "other"},
                                      {"time.horizon", "24 months"},
                                      {"parameters.places", "{value: 1, source: assumption, note: other}"}}))
            .empty());
}

TEST_CASE("scenarios differ where their values do, in the order of the other's text", "[decision]")
{
    const Scenario one = with_text(
        "time: {horizon: 1 year, report_every: 1 month}\n"
        "population: {size: 10, correlations: [{between: [a, b], rho: 0.1}, {between: [a, c], rho: 0.2}]}\n"
        "parameters: {note: 1, rate: {value: 2 per year, source: x, note: y}, gone: 3}\n"
        "outputs: {by: [region]}\n"
        "references: {x: A book}\n");
    const Scenario other = with_text(
        "title: Other\n"
        "parameters: {note: 2, rate: {gamma: {mean: 2 per year, sd: 1 per year}, source: z}, share: 5 %}\n"
        "population: {correlations: [{between: [a, c], rho: 0.3}, {between: [a, b], rho: 10 %}], size: 10}\n"
        "barriers: {more: {title: More, note: more, remove: {parameters.rate: 1 per year}}}\n"
        "policies: {more: {from: 1 year, set: {parameters.rate: {value: 3 per year, source: "
        "x}}}}\n"
        "outputs: {by: [region, age]}\n"
        "time: {report_every: 1 month, horizon: 12 months}\n");
    CHECK(differences(one, other) ==
          std::vector<std::string>{
              "parameters.note: 1 -> 2",
              "parameters.rate: 2 per year -> {gamma: {mean: 2 per year, sd: 1 per year}}",
              "parameters.share: - -> 5 %",
              "parameters.gone: 3 -> -",
              "population.correlations.1.rho: 0.2 -> 0.3",
              "barriers.more.remove.parameters.rate: - -> 1 per year",
              "policies.more.from: - -> 1 year",
              "policies.more.set.parameters.rate: - -> 3 per year",
              "outputs.by: [region] -> [region, age]",
          });
}
