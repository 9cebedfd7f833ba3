// odd_shared.cpp -- what people share in the ODD protocol, but for its submodels.
//
// Assumes   the order of a sync point is the one that sim/README.md promises.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "report/human.hpp"
#include "report/odd.hpp"
#include "report/odd_words.hpp"
#include "report/shared_counts.hpp"

namespace txpath::report {
namespace {

std::string network_in_words(const Network& network)
{
    switch (network.kind) {
        case NetworkKind::none:
            return "Nobody among them knows anybody.";
        case NetworkKind::complete:
            return "All of them know one another.";
        case NetworkKind::small_world:
            return fmt::format(
                "Who knows whom is a small world: a ring in which each knows the {} nearest, of whose links "
                "a "
                "share of {} leads to somebody else at random.",
                network.neighbours, plain_number(network.rewire));
        case NetworkKind::scale_free:
            return fmt::format(
                "Who knows whom is a scale-free network: each who joins it is linked to {} others, the "
                "likelier "
                "the more links they have.",
                network.links);
        case NetworkKind::random:
            return fmt::format("Who knows whom is a random network with {} links a clinician on average.",
                               plain_number(network.mean_links));
        case NetworkKind::edges:
            break;
    }
    return fmt::format("Who knows whom is read from `{}`.",
                       std::filesystem::path(network.file).filename().string());
}

std::string panels_in_words(const Scenario& scenario)
{
    const Clinicians& clinicians = *scenario.shared.clinicians;
    const std::string text =
        "Every person has one clinician and keeps him or her; panels are as equal as they "
        "can be";
    if (clinicians.match.is_absent()) return text + ".";
    return fmt::format("{} among those whose `{}` is the person's `{}`; where no clinician matches, all do.",
                       text, clinicians.scenario->people.attributes[clinicians.match_of].name,
                       scenario.people.attributes[clinicians.match].name);
}

std::string clinicians(const Scenario& scenario)
{
    if (!scenario.shared.clinicians) return {};
    const Clinicians& shared = *scenario.shared.clinicians;
    const Scenario& theirs = *shared.scenario;
    std::string text =
        fmt::format("### Clinicians\n\n{} clinicians are simulated", with_thousands(theirs.people.size));
    if (theirs.people.scale != 1.0)
        text += fmt::format(", each of whom stands for {} real ones", plain_number(theirs.people.scale));
    text += fmt::format(". {} {} What is said of a person's attributes and states holds for theirs.\n\n",
                        panels_in_words(scenario), network_in_words(shared.network));
    if (!theirs.people.attributes.empty()) text += odd_attributes(theirs);
    return text + odd_states(theirs);
}

std::string order_of(const Scenario& scenario, const Resource& resource)
{
    if (resource.order_by.is_absent()) return "first come, first served";
    const Attribute& by = scenario.people.attributes[resource.order_by];
    if (!by.is_categorical)
        return fmt::format("{} `{}` first", resource.is_highest_first ? "highest" : "lowest", by.name);
    std::vector<std::string> first;
    for (const CategoryId category : resource.first)
        first.push_back(in_code(by.categories[category.index()]));
    return fmt::format("by `{}`: {} first, then the others alike", by.name, listed(first, "then"));
}

std::string resources(const Scenario& scenario)
{
    if (scenario.shared.resources.empty()) return {};
    std::string text =
        "### Resources\n\nA resource has a capacity on the real scale; what is in use of it follows from the "
        "states people are in.\n\n| resource | capacity | queue |\n| --- | --- | --- |\n";
    for (const Resource& resource : scenario.shared.resources) {
        const Unit unit = resource.is_per_day ? Unit::amount_rate : Unit::amount;
        std::vector<std::string> capacities;
        for (std::size_t pool = 0; pool < resource.capacity.size(); ++pool) {
            std::string capacity = marked(scenario, resource.capacity[pool], unit);
            if (!resource.by.is_absent()) {
                const Attribute& by = scenario.people.attributes[resource.by];
                capacity += fmt::format(" for `{}.{}`", by.name, by.categories[pool]);
            }
            capacities.push_back(std::move(capacity));
        }
        text += fmt::format("| `{}` | {} | {} |\n", resource.name, cell(listed(capacities, "and")),
                            cell(order_of(scenario, resource)));
    }
    return text + "\n";
}

std::string system_and_policies(const Scenario& scenario)
{
    const Shared& shared = scenario.shared;
    std::vector<std::string> variables, policies;
    for (const SystemVariable& variable : shared.system) variables.push_back(in_code(variable.name));
    for (const Policy& policy : shared.policies) policies.push_back(in_code(policy.name));
    std::string text;
    if (!variables.empty())
        text +=
            fmt::format("System variables, one value each for everybody: {}.\n\n", listed(variables, "and"));
    if (!policies.empty())
        text += fmt::format("Policies, each in force or not: {}.\n\n", listed(policies, "and"));
    return text.empty() ? text : "### System and policies\n\n" + text;
}

/// Is a name that begins so among what transitions read?
bool reads_name(const Scenario& scenario, std::string_view begin)
{
    return odd_readings(scenario).find(begin) != std::string::npos;
}

/// Condition parts, ratios and so on can read the people's states: their ids move up by `by`.
void shift(Reading& reading, std::size_t by)
{
    if (reading.subject == Subject::population) reading.state = StateId{reading.state.index() + by};
}

void shift(Condition& condition, std::size_t by)
{
    for (Condition& part : condition.parts) shift(part, by);
    for (Reading& option : condition.options) shift(option, by);
    shift(condition.of, by);
}

void shift(std::vector<Ratio>& ratios, std::size_t by)
{
    for (Ratio& ratio : ratios) shift(ratio.of, by);
}

void shift(std::vector<Option>& options, std::size_t by)
{
    for (Option& option : options) shift(option.odds_ratios, by);
}

}  // namespace

Scenario clinicians_with_people(const Scenario& scenario)
{
    Scenario found = *scenario.shared.clinicians->scenario;
    const std::size_t states = found.states.size(), tracks = found.tracks.size();
    for (Transition& transition : found.transitions) {
        shift(transition.hazard_ratios, states);
        shift(transition.only_if, states);
        shift(transition.to, states);
        if (transition.proportional_to) shift(*transition.proportional_to, states);
    }
    for (State& state : found.states)
        for (Case& one : state.decide) {
            shift(one.only_if, states);
            shift(one.to, states);
        }
    for (State state : scenario.states) {
        state.track = TrackId{state.track.index() + tracks};
        found.states.push_back(std::move(state));
    }
    found.tracks.insert(found.tracks.end(), scenario.tracks.begin(), scenario.tracks.end());
    return found;
}

std::string odd_shared_entities(const Scenario& scenario)
{
    return clinicians(scenario) + resources(scenario) + system_and_policies(scenario);
}

std::string odd_sync_points(const Scenario& scenario)
{
    if (!has_sync_points(scenario.shared)) return {};
    std::string text = fmt::format(
        "At *sync points* people meet: at time 0, every {}, and at every moment known beforehand at which a "
        "policy begins, ends or finishes its ramp; {} in all before the horizon. At a sync point, in this "
        "order:\n\n"
        "1. **Policies.** Shares and system variables are read as they are just then; policies end, then "
        "begin, each in order of their names; then every number that is held is known for the stretch up to "
        "the next sync point.\n"
        "2. **Clinicians.** What they have become is seen by their patients.\n"
        "3. **Queues.** Free capacity goes to those who wait, in their order; nobody is let past the first.\n"
        "4. **Lives.** People and clinicians each live on alone through the events up to and including the "
        "next sync point, with all that is shared as it was at this one.\n\n"
        "What is shared stands still between sync points: a system variable that moves, and a number on a "
        "ramp, at its value in the middle of the stretch; a share at its value at the beginning. A person's "
        "changes at a sync point are one instant for each cause: the clinician's new state first, then a "
        "grant; then armed transitions go on as in step 4 of a life.\n\n",
        duration_in_words(scenario.time.sync_every), with_thousands(sync_points(scenario).size()));
    return text + slot("how much the results depend on the time between sync points") + "\n\n";
}

std::string odd_shared_start(const Scenario& scenario)
{
    const Shared& shared = scenario.shared;
    std::string text;
    if (!shared.resources.empty())
        text +=
            "People who start in a state that waits join its queue at that moment; queues are empty "
            "before.\n\n";
    if (!shared.system.empty()) text += "System variables have their start values (section 7).\n\n";
    if (shared.clinicians)
        text +=
            "Clinicians' attributes and start states are drawn, the network is made, and every person gets "
            "a clinician.\n\n" +
            odd_starts(*shared.clinicians->scenario);
    return text;
}

std::string odd_interaction(const Scenario& scenario)
{
    const Shared& shared = scenario.shared;
    std::vector<std::string> ways;
    if (!shared.resources.empty())
        ways.emplace_back("they compete for resources, and wait in queues for those that are taken");
    if (shared.clinicians) {
        ways.emplace_back(
            reads_name(scenario, "`clinician`") || reads_name(scenario, "`clinician_")
                ? "what the clinician of a person has become or is changes the person's transitions"
                : "each has a clinician, but no transition reads what he or she has become");
        if (reads_name(clinicians_with_people(scenario), "`neighbours."))
            ways.emplace_back("clinicians imitate those whom they know");
    }
    for (const auto& [subject, whose] :
         {std::pair(Subject::population, "people"), std::pair(Subject::clinicians, "clinicians")})
        if (std::ranges::find(shared.shares, subject, &Reading::subject) != shared.shares.end())
            ways.push_back(fmt::format("something reads the share of {} who are in a state", whose));
    if (!shared.policies.empty()) ways.emplace_back("policies change numbers for everybody");
    if (ways.empty()) return "System variables move for everybody; nobody acts on another person.";
    return fmt::format("People act on one another through what they share, and only at sync points: {}.",
                       fmt::format("{}", fmt::join(ways, "; ")));
}

std::string odd_collectives(const Scenario& scenario)
{
    std::vector<std::string> groups;
    if (scenario.shared.clinicians)
        groups.emplace_back(
            "the panel of people who have the same clinician, and clinicians who know one another");
    if (!scenario.shared.resources.empty()) groups.emplace_back("the queues before resources");
    if (groups.empty()) return "None. Groups of people occur only in reports.";
    return fmt::format("Imposed, not emergent: {}. Other groups occur only in reports.",
                       fmt::format("{}", fmt::join(groups, "; ")));
}

std::vector<std::string> odd_shared_draws(const Scenario& scenario)
{
    std::vector<std::string> draws;
    const Shared& shared = scenario.shared;
    if (!shared.resources.empty())
        draws.emplace_back(
            "the order of people who joined a queue at the same moment with the same priority");
    if (!shared.clinicians) return draws;
    draws.emplace_back("the attributes, start states and transitions of clinicians");
    draws.emplace_back("who is whose clinician");
    const NetworkKind kind = shared.clinicians->network.kind;
    if (kind == NetworkKind::small_world || kind == NetworkKind::scale_free || kind == NetworkKind::random)
        draws.emplace_back("the network of clinicians");
    return draws;
}

}  // namespace txpath::report
