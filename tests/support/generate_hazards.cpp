// generate_hazards.cpp -- laws, ratios, gates and changes of a random scenario.
//
// Owns      hazard_of, ratios_of, condition_of, changes_of.
#include <fmt/format.h>

#include <array>
#include <map>

#include "support/generate_world.hpp"

namespace txpath::tests {

namespace {

constexpr std::array plain_laws = {"rate",      "probability",  "median", "mean",      "weibull", "gompertz",
                                   "lognormal", "log_logistic", "gamma",  "piecewise", "survival"};

std::string survival_file(World& world)
{
    const std::string name = fmt::format("curve{}.csv", world.made.files.size());
    std::string text = "time_days,survival\n";
    double day = 0.0, survival = 1.0;
    for (int i = 0; i < 5; ++i) {
        day += world.dice.between(10.0, 150.0);
        survival *= world.dice.with_chance(0.2) ? 1.0 : world.dice.between(0.6, 0.95);
        text += fmt::format("{:.4f},{:.6f}\n", day, survival);
    }
    world.made.files.emplace_back(name, text);
    return name;
}

std::string life_table_file(World& world)
{
    const std::string name = fmt::format("table{}.csv", world.made.files.size());
    std::string text = "age,sex,rate\n";
    for (const int age : {0, 40, 41, 45, 60})
        for (const char* sex : {"female", "male"})
            text += fmt::format("{},{},{}\n", age, sex, world.number(0.05, 0.9));
    world.made.files.emplace_back(name, text);
    return name;
}

/// A law whose clock counts days since something.
std::string plain_law(World& world, std::string_view law)
{
    if (law == "rate") return fmt::format("rate: {} per year", world.number(0.1, 3.0));
    if (law == "probability")
        return fmt::format("probability: {} % within 14 weeks", world.number(3.0, 60.0));
    if (law == "median") return fmt::format("median: {} days", world.number(40.0, 800.0));
    if (law == "mean") return fmt::format("mean: {} weeks", world.number(10.0, 100.0));
    if (law == "weibull")
        return fmt::format("weibull: {{shape: {}, scale: {} days}}", world.number(0.4, 3.5),
                           world.number(80.0, 900.0));
    if (law == "gompertz")
        return fmt::format("gompertz: {{shape: {} per year, rate: {} per year}}", world.number(-2.0, 1.0),
                           world.number(0.1, 2.0));
    if (law == "lognormal")
        return fmt::format("lognormal: {{median: {} days, sigma: {}}}", world.number(60.0, 900.0),
                           world.number(0.4, 1.5));
    if (law == "log_logistic")
        return fmt::format("log_logistic: {{shape: {}, scale: {} days}}", world.number(0.6, 3.0),
                           world.number(60.0, 900.0));
    if (law == "gamma")
        return fmt::format("gamma: {{shape: {}, scale: {} days}}", world.number(0.5, 4.0),
                           world.number(30.0, 300.0));
    if (law == "survival") return "survival: " + survival_file(world);
    return fmt::format(
        "piecewise: {{{} days: {} per week, 4 weeks: {} per week, 20 weeks: 0 per week, 30 weeks: {} per "
        "week}}",
        world.dice.with_chance(0.5) ? "0" : "3.5", world.number(0.0, 0.05), world.number(0.0, 0.05),
        world.number(0.0, 0.05));
}

/// A policy may give the law another number.
void may_hold_law(World& world, std::string_view law)
{
    if (law == "rate") world.may_hold("rate", world.number(0.1, 3.0) + " per year");
    if (law == "probability") world.may_hold("probability", world.number(3.0, 60.0) + " % within 14 weeks");
    if (law == "median") world.may_hold("median", world.number(40.0, 800.0) + " days");
    if (law == "mean") world.may_hold("mean", world.number(10.0, 100.0) + " weeks");
    if (law == "weibull" || law == "log_logistic")
        world.may_hold(fmt::format("{}.scale", law), world.number(80.0, 900.0) + " days");
    if (law == "gompertz") world.may_hold("gompertz.rate", world.number(0.1, 2.0) + " per year");
    if (law == "lognormal") world.may_hold("lognormal.sigma", world.number(0.4, 1.5));
    if (law == "gamma") world.may_hold("gamma.shape", world.number(0.5, 4.0));
}

/// A law by age: shapes of ageing adults.
std::vector<std::string> law_by_age(World& world)
{
    world.use("clock age");
    const std::size_t kind = world.dice.below(4);
    world.use(std::array{"law table", "law gompertz", "law weibull", "law lognormal"}[kind]);
    if (kind == 0) return {"table: " + life_table_file(world)};
    if (kind == 1)
        return {fmt::format("gompertz: {{shape: {} per year, rate: {} per year}}", world.number(0.02, 0.09),
                            world.number(0.002, 0.02)),
                "clock: age"};
    if (kind == 2)
        return {fmt::format("weibull: {{shape: {}, scale: {} years}}", world.number(1.5, 5.0),
                            world.number(30.0, 60.0)),
                "clock: age"};
    return {fmt::format("lognormal: {{median: {} years, sigma: {}}}", world.number(35.0, 60.0),
                        world.number(0.2, 0.6)),
            "clock: age"};
}

std::string graded(World& world, std::string_view per, double low, double high)
{
    std::string text = fmt::format("per: {}, ratio: {}", per, world.number(low, high));
    return "{" + text + "}";
}

void add_level_ratios(World& world, std::map<std::string, std::string>& ratios)
{
    if (world.levels.empty() || !world.uses("ratio on level", 0.5)) return;
    std::size_t count = 0;
    for (const std::string& level : world.levels) {
        if (world.levels.size() > 1 && world.dice.with_chance(0.3)) continue;
        std::string inner = fmt::format("per: 1, ratio: {}", world.number(0.2, 4.0));
        if (world.uses("ratio clamped", 0.3))
            inner +=
                fmt::format(", at_least: {}, at_most: {}", world.number(0.05, 0.3), world.number(0.4, 0.9));
        if (world.dice.with_chance(0.3)) inner += ", from: " + world.number(0.1, 0.5);
        ratios[level] = "{" + inner + "}";
        ++count;
    }
    if (count > 1) world.use("ratio on two levels");
}

void add_state_ratios(World& world, std::map<std::string, std::string>& ratios, std::string_view own_track)
{
    for (int i = 0; i < 2; ++i) {
        const WorldTrack& track = world.dice.one_of(world.tracks);
        const std::string state = track.name + "." + world.dice.one_of(track.states).name;
        if (world.uses(track.name == own_track ? "ratio on own state" : "ratio on other state", 0.4))
            ratios[state] = world.number(0.3, 3.0);
    }
}

std::string comparison(World& world, std::string_view what, double low, double high, std::string_view unit)
{
    const char* word = std::array{"at_least", "at_most", "above", "below"}[world.dice.below(4)];
    return fmt::format("{}: {{{}: {}{}}}", what, word, world.number(low, high), unit);
}

/// One entry of a condition.
std::string one_condition(World& world)
{
    if (world.is_together && world.dice.with_chance(0.25)) return shared_condition(world);
    switch (world.dice.below(6)) {
        case 0:
            if (world.levels.empty()) break;
            world.use("gate on level");
            return comparison(world, world.dice.one_of(world.levels), 0.1, 0.9, "");
        case 1:
            if (!world.has_age) break;
            world.use("gate on age");
            return comparison(world, "age", 30.0, 60.0, " years");
        case 2:
            world.use("gate on counter");
            return fmt::format("visits: {{{}}}", world.dice.with_chance(0.5) ? "at_least: 1" : "below: 3");
        case 3:
            world.use("gate on category");
            return "coverage: [private, public]";
        default:
            break;
    }
    world.use("gate on state");
    const WorldTrack& track = world.dice.one_of(world.tracks);
    return fmt::format("{}: [{}, {}]", track.name, track.states[0].name, track.states[1].name);
}

}  // namespace

std::vector<std::string> hazard_of(World& world)
{
    if (world.has_age && world.dice.with_chance(0.25)) return law_by_age(world);
    const std::string law = plain_laws[world.dice.below(plain_laws.size())];
    world.use("law " + law);
    std::vector<std::string> entries = {plain_law(world, law)};
    if (world.is_together) may_hold_law(world, law);
    const bool is_forward = world.dice.with_chance(0.3);
    world.use(is_forward ? "clock forward" : "clock reset");
    if (is_forward) entries.emplace_back("clock: forward");
    return entries;
}

std::string ratios_of(World& world, std::string_view own_track)
{
    std::map<std::string, std::string> ratios;
    add_state_ratios(world, ratios, own_track);
    add_level_ratios(world, ratios);
    if (world.uses("ratio on category", 0.3)) ratios["sex.female"] = world.number(0.5, 2.0);
    if (!world.numbers.empty() && world.uses("ratio on number", 0.3))
        ratios[world.dice.one_of(world.numbers)] = graded(world, "1", 0.5, 2.0);
    if (world.has_age && world.uses("ratio on age", 0.25))
        ratios["age"] = fmt::format(
            "{{per: 10 years, ratio: {}, from: 40 years, at_least: 30.77 years, at_most: 61.3 years}}",
            world.number(0.6, 1.6));
    if (world.uses("ratio on counter", 0.3))
        ratios["visits"] = fmt::format("{{per: 1, ratio: {}, at_most: 4}}", world.number(0.6, 1.5));
    if (world.is_together) add_shared_ratios(world, ratios);
    std::vector<std::string> entries;
    for (const auto& [of, ratio] : ratios) entries.push_back(of + ": " + ratio);
    return entries.empty() ? std::string() : world.mapping(entries);
}

std::string condition_of(World& world)
{
    if (world.uses("gate with any", 0.15))
        return fmt::format("{{any: [{{{}}}, {{{}}}]}}", one_condition(world), one_condition(world));
    if (world.uses("gate with not", 0.15)) return fmt::format("{{not: {{{}}}}}", one_condition(world));
    return "{" + one_condition(world) + "}";
}

std::vector<std::string> changes_of(World& world)
{
    std::vector<std::string> adds, sets, entries;
    if (world.uses("adds to counter", 0.4)) adds.emplace_back("visits: 1");
    if (world.uses("sets counter", 0.2)) sets.push_back(fmt::format("stage: {}", 1 + world.dice.below(3)));
    if (!world.levels.empty()) {
        if (world.uses("adds to level", 0.4))
            adds.push_back(world.dice.one_of(world.levels) + ": " + world.number(0.1, 0.8));
        if (world.uses("sets level", 0.15))
            sets.push_back(world.dice.one_of(world.levels) + ": " + world.number(0.0, 0.9));
    }
    if (!adds.empty()) entries.push_back("adds: " + world.mapping(adds));
    if (!sets.empty()) entries.push_back("sets: " + world.mapping(sets));
    return entries;
}

}  // namespace txpath::tests
