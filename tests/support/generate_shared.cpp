// generate_shared.cpp -- what the people of a random scenario share: places, clinicians, system, policies.
//
// Owns      name_what_is_shared, waiting_tracks_of, what_is_shared_of; shared readings for hazards and gates.
// Promises  only tracks of its own use resources, so that nobody gets a place by a move.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "support/generate_world.hpp"

namespace txpath::tests {

namespace {

std::string clinician_state(World& world)
{
    return std::array{"adopter", "aware", "unaware"}[world.dice.below(3)];
}

/// `population.TRACK.STATE` of a state that people can be in while they live.
std::string population_share(World& world)
{
    world.use("share of the population");
    if (!world.resources.empty() && world.dice.with_chance(0.4))
        return world.resources.front() == "beds" ? "population.stay.waiting" : "population.wing.therapy";
    return fmt::format("population.{}.{}", world.tracks[0].name, world.tracks[0].states[0].name);
}

/// A share or a system variable.
std::string shared_number(World& world)
{
    if (world.has_clinicians && world.dice.with_chance(0.3)) {
        world.use("share of clinicians");
        return "clinicians." + clinician_state(world);
    }
    if (world.has_system && world.dice.with_chance(0.5)) {
        world.use("system variable read");
        return world.dice.with_chance(0.7) ? "evidence" : "guideline";
    }
    return population_share(world);
}

/// A transition of a track that waits: law, ratios, perhaps a gate and changes.
std::string step(World& world, std::string_view track, std::string_view name, std::string_view from_to)
{
    world.place = fmt::format("tracks.{}.transitions.{}", track, name);
    std::vector<std::string> entries = hazard_of(world);
    if (const std::string ratios = ratios_of(world, track); !ratios.empty() && world.dice.with_chance(0.6))
        entries.push_back("hazard_ratios: " + ratios);
    if (world.dice.with_chance(0.2)) entries.push_back("only_if: " + condition_of(world));
    for (std::string& change : changes_of(world)) entries.push_back(std::move(change));
    entries.emplace_back(from_to);
    return fmt::format("{}: {}", name, world.mapping(entries));
}

std::string on_grant(World& world)
{
    std::vector<std::string> entries = changes_of(world);
    const WorldTrack& other = world.dice.one_of(world.tracks);
    if (world.uses("moves by grant", 0.3))
        entries.push_back(fmt::format("moves: {{{}: {}}}", other.name, other.states[1].name));
    if (entries.empty()) return "{}";
    return fmt::format("{{on_entry: {}}}", world.mapping(entries));
}

/// In and out of beds, again and again.
std::string stay_of(World& world)
{
    const char* start = world.uses("starts in a queue", 0.4) ? "{idle: 0.6, waiting: 0.4}" : "idle";
    const std::string states = world.mapping(
        {"idle: {}", "over: {}", "waiting: {waits_for: beds, then: treated}", "treated: " + on_grant(world)});
    const std::string transitions =
        world.mapping({step(world, "stay", "ask", "from: [idle, over], to: waiting"),
                       step(world, "stay", "give_up", "from: waiting, to: idle"),
                       step(world, "stay", "leave", "from: treated, to: {idle: 60 %, over: rest}"),
                       step(world, "stay", "queue_again", "from: [treated, waiting], to: waiting")});
    return fmt::format("  stay:\n    start: {}\n    states: {}\n    transitions: {}\n", start, states,
                       transitions);
}

/// Therapy, then less of it.
std::string wing_of(World& world)
{
    const std::string states = world.mapping({"none: {}", "waiting: {waits_for: sessions, then: therapy}",
                                              "therapy: " + on_grant(world), "maintenance: {}"});
    const std::string transitions =
        world.mapping({step(world, "wing", "ask", "from: none, to: waiting"),
                       step(world, "wing", "ease", "from: therapy, to: maintenance"),
                       step(world, "wing", "stop", "from: [therapy, maintenance], to: none")});
    return fmt::format("  wing:\n    start: none\n    states: {}\n    transitions: {}\n", states,
                       transitions);
}

std::string order_of(World& world)
{
    if (!world.numbers.empty() && world.uses("order by number", 0.35))
        return fmt::format("order: {{by: {}, highest: {}}}", world.numbers.front(),
                           world.dice.with_chance(0.5));
    if (world.uses("order by category", 0.35)) return "order: {by: coverage, first: [public, none]}";
    world.use("order first come");
    return "order: first_come";
}

/// A policy's value for a capacity of so many people at a time.
std::string capacity_for(World& world, double use)
{
    return fmt::format("{:.5f}", world.dice.between(1.5, 8.0) * use * world.scale);
}

std::string resource_of(World& world, const std::string& name)
{
    if (name == "beds") {
        world.held.emplace_back("resources.beds.capacity", capacity_for(world, 1.0));
        return fmt::format("  beds: {}\n", world.mapping({"capacity: " + capacity_for(world, 1.0),
                                                          "used_by: {stay.treated: 1}", order_of(world)}));
    }
    const auto weekly = [&] { return capacity_for(world, 2.0) + " per week"; };
    std::string capacity = "capacity: " + weekly();
    if (world.uses("capacity by category", 0.5)) {
        capacity = fmt::format("capacity: {{by: coverage, none: {}, private: {}, public: {}}}", weekly(),
                               weekly(), weekly());
        world.held.emplace_back("resources.sessions.capacity.private", weekly());
    } else {
        world.held.emplace_back("resources.sessions.capacity", weekly());
    }
    return fmt::format(
        "  sessions: {}\n",
        world.mapping({capacity, order_of(world),
                       "used_by: {wing.therapy: 2 per week, wing.maintenance: 0.5 per week}"}));
}

std::string network_of(World& world)
{
    constexpr std::array kinds = {"complete",
                                  "none",
                                  "{small_world: {neighbours: 4, rewire: 0.2}}",
                                  "{scale_free: {links: 2}}",
                                  "{random: {mean_links: 3}}",
                                  "{edges: edges.csv}"};
    constexpr std::array names = {"network complete",   "network none",   "network small world",
                                  "network scale-free", "network random", "network of edges"};
    const std::size_t kind = world.dice.below(world.scale == 1.0 ? kinds.size() : kinds.size() - 1);
    world.use(names[kind]);
    if (kind + 1 == kinds.size())
        world.made.files.emplace_back("edges.csv", "from,to\n1,2\n2,3\n3,1\n4,5\n5,9\n6,2\n");
    return std::string("network: ") + kinds[kind];
}

std::string clinicians_transition(World& world, std::string_view name, std::string_view from_to)
{
    world.place = fmt::format("clinicians.transitions.{}", name);
    std::vector<std::string> entries = {fmt::format("rate: {} per year", world.number(0.3, 3.0)),
                                        std::string(from_to)};
    world.held.emplace_back(world.place + ".rate", world.number(0.3, 3.0) + " per year");
    if (world.uses("proportional to neighbours", 0.4))
        entries.emplace_back("proportional_to: neighbours.adopter");
    else if (world.uses("clinicians proportional to a share", 0.3))
        entries.push_back("proportional_to: " + shared_number(world));
    std::vector<std::string> ratios = {"region.rural: " + world.number(0.4, 2.0)};
    if (world.uses("clinicians' ratio on something shared", 0.5))
        ratios.push_back(
            fmt::format("{}: {{per: 0.5, ratio: {}}}", shared_number(world), world.number(0.4, 2.5)));
    entries.push_back("hazard_ratios: " + world.mapping(ratios));
    if (world.uses("gate on neighbours", 0.2))
        entries.push_back(
            fmt::format("only_if: {{neighbours.aware: {{below: {}}}}}", world.number(0.3, 0.9)));
    return fmt::format("{}: {}", name, world.mapping(entries));
}

std::string clinicians_of(World& world)
{
    std::vector<std::string> entries = {
        fmt::format("count: {}", 9.0 * world.scale),
        "attributes: {region: {categories: {rural: 0.4, urban: 0.6}}, "
        "coverage: {categories: {none: 0.3, private: 0.4, public: 0.3}}}",
        network_of(world),
        "start: {unaware: 0.6, aware: 0.3, adopter: 0.1}",
        "states: {unaware: {}, aware: {}, adopter: {}}",
        "transitions: " +
            world.mapping(
                {clinicians_transition(world, "hear", "from: unaware, to: aware"),
                 clinicians_transition(world, "imitate", "from: [unaware, aware], to: adopter"),
                 clinicians_transition(world, "forget", "from: adopter, to: {aware: 70 %, unaware: rest}")})};
    if (world.uses("clinicians matched", 0.5)) entries.emplace_back("patients: {match: coverage}");
    return "clinicians: " + world.mapping(entries) + "\n";
}

std::string system_of(World& world)
{
    std::vector<std::string> evidence = {"start: " + world.number(0.1, 0.4),
                                         "toward: " + world.number(0.7, 1.2)};
    evidence.push_back(world.uses("system with two half-lives", 0.4)
                           ? fmt::format("half_life: {{rising: {} days, falling: {} days}}",
                                         world.number(80.0, 500.0), world.number(80.0, 500.0))
                           : fmt::format("half_life: {} days", world.number(80.0, 500.0)));
    if (world.uses("system bounded", 0.3)) evidence.push_back("max: " + world.number(0.62, 0.77));
    world.held.emplace_back("system.evidence.toward", world.number(0.2, 0.6));
    return fmt::format("system:\n  evidence: {}\n  guideline: {{start: {}}}\n", world.mapping(evidence),
                       world.number(0.1, 0.5));
}

/// What a policy sets: some of the numbers of the scenario, or variables of the system.
std::string settings_of(World& world, bool may_set_evidence)
{
    std::vector<std::string> settings;
    const std::size_t count = 1 + world.dice.below(3);
    for (std::size_t i = 0; i < count && !world.held.empty(); ++i) {
        const auto& [path, value] = world.dice.one_of(world.held);
        const std::string start = path + ":";
        if (std::ranges::none_of(settings, [&](const auto& one) { return one.starts_with(start); }))
            settings.push_back(start + " " + value);
    }
    if (world.has_system && world.uses("policy sets the system", settings.empty() ? 1.0 : 0.3))
        settings.push_back((may_set_evidence && world.dice.with_chance(0.5) ? "evidence: " : "guideline: ") +
                           world.number(0.1, 0.5));
    return settings.empty() ? std::string() : "set: " + world.mapping(settings);
}

std::string trigger_of(World& world)
{
    if (world.has_system && world.dice.with_chance(0.5))
        return fmt::format("when: {{evidence: {{at_least: {}}}}}", world.number(0.35, 0.6));
    return fmt::format("when: {{{}: {{above: {}}}}}", population_share(world), world.number(0.1, 0.5));
}

std::string policies_of(World& world)
{
    std::string text;
    const std::size_t count = world.dice.below(5);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::string> entries;
        const bool is_triggered = world.uses("policy with a trigger", 0.35);
        if (is_triggered) entries.push_back(trigger_of(world));
        if (!is_triggered || world.dice.with_chance(0.3))
            entries.push_back(fmt::format("from: {} days", world.number(0.0, 200.0)));
        if (world.uses("ramp", 0.5))
            entries.push_back(fmt::format("over: {} days", world.number(20.0, 200.0)));
        if (world.uses("policy until", 0.3))
            entries.push_back(fmt::format("until: {} days", world.number(210.0, 400.0)));
        else if (world.uses("policy for", 0.4))
            entries.push_back(fmt::format("for: {} days", world.number(30.0, 200.0)));
        const std::string set = settings_of(world, !is_triggered);
        if (set.empty()) continue;
        entries.push_back(set);
        text += fmt::format("  policy_{}: {}\n", i, world.mapping(entries));
        world.use("policy");
    }
    return text.empty() ? text : "policies:\n" + text;
}

}  // namespace

void name_what_is_shared(World& world)
{
    world.is_together = true;
    if (world.uses("beds", 0.6)) world.resources.emplace_back("beds");
    if (world.uses("sessions", 0.5)) world.resources.emplace_back("sessions");
    world.has_system = world.uses("system", 0.6);
    world.has_clinicians = world.uses("clinicians", 0.6);
    if (world.resources.empty() && !world.has_clinicians) world.has_system = true;
}

std::string waiting_tracks_of(World& world)
{
    std::string text;
    for (const std::string& name : world.resources) text += name == "beds" ? stay_of(world) : wing_of(world);
    return text;
}

std::string what_is_shared_of(World& world)
{
    if (!world.is_together) return {};
    std::string text;
    if (!world.resources.empty()) text += "resources:\n";
    for (const std::string& name : world.resources) text += resource_of(world, name);
    if (world.has_clinicians) text += clinicians_of(world);
    if (world.has_system) text += system_of(world);
    return text + policies_of(world);
}

void add_shared_ratios(World& world, std::map<std::string, std::string>& ratios)
{
    if (world.uses("ratio on something shared", 0.4))
        ratios[shared_number(world)] = fmt::format("{{per: 0.5, ratio: {}}}", world.number(0.4, 2.5));
    if (world.has_clinicians && world.uses("ratio on the clinician", 0.4))
        ratios[world.dice.with_chance(0.7) ? "clinician." + clinician_state(world)
                                           : std::string("clinician_region.rural")] = world.number(0.4, 2.5);
}

std::string shared_condition(World& world)
{
    if (world.has_clinicians && world.uses("gate on the clinician", 0.4))
        return fmt::format("clinician: [{}]", clinician_state(world));
    world.use("gate on something shared");
    return fmt::format("{}: {{{}: {}}}", shared_number(world),
                       world.dice.with_chance(0.5) ? "above" : "below", world.number(0.15, 0.6));
}

std::string proportional_to_something_shared(World& world)
{
    world.use("proportional to something shared");
    return "proportional_to: " + shared_number(world);
}

std::set<std::string> all_features_together()
{
    return {
        "beds",
        "sessions",
        "system",
        "clinicians",
        "policy",
        "share of the population",
        "share of clinicians",
        "system variable read",
        "moves by grant",
        "moves into a queue",
        "starts in a queue",
        "order by number",
        "order by category",
        "order first come",
        "capacity by category",
        "network complete",
        "network none",
        "network small world",
        "network scale-free",
        "network random",
        "network of edges",
        "proportional to neighbours",
        "clinicians proportional to a share",
        "clinicians' ratio on something shared",
        "gate on neighbours",
        "clinicians matched",
        "system with two half-lives",
        "system bounded",
        "policy sets the system",
        "policy with a trigger",
        "policy until",
        "policy for",
        "ramp",
        "ratio on something shared",
        "ratio on the clinician",
        "gate on the clinician",
        "gate on something shared",
        "proportional to something shared",
    };
}

}  // namespace txpath::tests
