// generate_people.cpp -- the population and the levels of a random scenario.
//
// Owns      population_of, levels_of.
#include <fmt/format.h>

#include <array>

#include "support/generate_world.hpp"

namespace txpath::tests {

namespace {

std::string three_shares(World& world)
{
    const std::size_t none = 10 + world.dice.below(40), own = 10 + world.dice.below(30);
    return fmt::format("none: {} %, private: {} %, public: {} %", none, own, 100 - none - own);
}

/// A law of a number around 1, with its limits.
std::string number_law(World& world)
{
    constexpr std::array families = {"normal", "beta", "gamma", "lognormal", "uniform", "pert", "triangular"};
    const std::array laws = {
        fmt::format("normal: {{mean: 1, sd: {}}}, min: 0.05", world.number(0.2, 0.5)),
        fmt::format("beta: {{alpha: {}, beta: {}}}", world.number(0.8, 4.0), world.number(0.8, 4.0)),
        fmt::format("gamma: {{mean: 1, sd: {}}}", world.number(0.3, 0.9)),
        fmt::format("lognormal: {{median: 0.9, sigma: {}}}", world.number(0.2, 0.7)),
        fmt::format("uniform: {{min: 0.2, max: {}}}", world.number(0.5, 2.0)),
        fmt::format("pert: {{min: 0.1, mode: 0.8, max: {}}}", world.number(1.0, 2.5)),
        fmt::format("triangular: {{min: 0.1, mode: 0.8, max: {}}}", world.number(1.0, 2.5)),
    };
    const std::size_t chosen = world.dice.below(laws.size());
    world.use(families[chosen]);
    const bool is_cut = chosen != 0 && world.uses("truncation", 0.3);
    return laws[chosen] +
           (is_cut ? fmt::format(", min: {}, max: {}", world.number(0.2, 0.3), world.number(0.4, 0.9))
                   : std::string());
}

std::string given_of(World& world)
{
    if (world.has_age && world.uses("given number", 0.4))
        return fmt::format("given: {{coverage: {{age: {{40.123 years: {{{}}}, 65 years: {{{}}}}}}}}}",
                           three_shares(world), three_shares(world));
    if (world.uses("given category", 0.4))
        return fmt::format("given: {{coverage: {{sex: {{female: {{{}}}}}}}}}", three_shares(world));
    return {};
}

std::string correlations_of(World& world)
{
    std::vector<std::string> among = world.numbers;
    if (world.has_age) among.emplace_back("age");
    if (among.size() < 2 || !world.uses("correlation", 0.6)) return {};
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i + 1 < among.size(); ++i)
        pairs.push_back(
            fmt::format("{{between: [{}, {}], rho: {}}}", among[i], among[i + 1], world.number(-0.5, 0.5)));
    return fmt::format("correlations: [{}]", fmt::join(pairs, ", "));
}

std::string target_of(World& world)
{
    if (world.uses("level towards always", 0.25)) return "toward: " + world.number(0.2, 1.2);
    std::set<std::string> states;
    for (int i = 0; i < 3; ++i) states.insert(world.any_state());
    std::vector<std::string> targets;
    for (const std::string& state : states) targets.push_back(state + ": " + world.number(0.2, 1.2));
    world.use("level towards states");
    return "toward: " + world.mapping(targets);
}

}  // namespace

std::string population_of(World& world)
{
    std::vector<std::string> attributes = {
        "sex: {categories: {male: 0.37, female: 0.63}}",
        fmt::format("coverage: {{categories: {{{}}}}}", three_shares(world)),
    };
    if (world.has_age)
        attributes.emplace_back(
            "age: {normal: {mean: 44 years, sd: 14 years}, min: 18 years, max: 90 years, ages: true}");
    for (const char* name : {"frailty", "severity"})
        if (world.dice.with_chance(0.7)) {
            attributes.push_back(fmt::format("{}: {{{}}}", name, number_law(world)));
            world.numbers.emplace_back(name);
        }
    std::vector<std::string> entries = {"attributes: " + world.mapping(attributes)};
    const bool has_arrivals = world.uses("arrivals", 0.3);
    const bool has_scale = world.uses("scale", 0.3);
    if (world.is_together)
        entries.emplace_back(has_arrivals ? "size: 30" : "size: 60");
    else
        entries.emplace_back(has_arrivals ? "size: 100" : "size: 200");
    if (has_scale) entries.emplace_back("scale: 28");
    world.scale = has_scale ? 28.0 : 1.0;
    if (has_arrivals)
        entries.push_back(fmt::format(
            "arrivals: {{rate: {} per day, until: {} days}}",
            has_scale ? world.number(3.0, 30.0) : world.number(0.1, world.is_together ? 0.3 : 1.0),
            world.number(200.0, 300.0)));
    for (std::string entry : {given_of(world), correlations_of(world)})
        if (!entry.empty()) entries.push_back(std::move(entry));
    return world.mapping(entries);
}

std::string levels_of(World& world)
{
    std::vector<std::string> levels;
    for (const std::string& name : world.levels) {
        std::vector<std::string> entries = {"start: " + world.number(0.0, 1.0), target_of(world)};
        if (world.uses("two half-lives", 0.5))
            entries.push_back(fmt::format("half_life: {{rising: {} days, falling: {} days}}",
                                          world.number(5.0, 200.0), world.number(5.0, 200.0)));
        else
            entries.push_back(fmt::format("half_life: {} days", world.number(3.0, 200.0)));
        if (world.is_together && entries.back().find('{') == std::string::npos)
            world.held.emplace_back("levels." + name + ".half_life", world.number(3.0, 200.0) + " days");
        if (world.is_together && entries[1].find('{') == std::string::npos)
            world.held.emplace_back("levels." + name + ".toward", world.number(0.2, 1.2));
        entries.push_back("max: " + world.number(1.0, 2.5));
        world.use("level bound above");
        if (world.uses("level bound below", 0.4)) entries.push_back("min: 0");
        levels.push_back(name + ": " + world.mapping(entries));
    }
    return world.mapping(levels);
}

}  // namespace txpath::tests
