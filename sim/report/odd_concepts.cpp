// odd_concepts.cpp -- sections 3, 4 and 6 of the ODD protocol: process, design concepts, input data.
//
// Assumes   the order within an instant is the one that sim/README.md promises.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "base/sha256.hpp"
#include "report/measures.hpp"
#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

/// The names that decisions read, by kind.
struct Sensed {
    std::set<std::string> attributes, tracks, levels, counters, shared;
};

class Senses {
public:
    explicit Senses(const Scenario& scenario) : scenario_(scenario)
    {
        for (const Transition& transition : scenario.transitions) add(transition);
        for (const State& state : scenario.states)
            for (const Case& one : state.decide) {
                add(one.only_if);
                add(one.to);
            }
    }
    [[nodiscard]] const Sensed& found() const noexcept { return found_; }

private:
    void add(const Reading& reading)
    {
        switch (reading.subject) {
            case Subject::category:
            case Subject::number:
                found_.attributes.insert(in_code(scenario_.people.attributes[reading.attribute].name));
                return;
            case Subject::state:
                found_.tracks.insert(in_code(scenario_.tracks[scenario_.states[reading.state].track].name));
                return;
            case Subject::level:
                found_.levels.insert(in_code(scenario_.levels[reading.level].name));
                return;
            case Subject::counter:
                found_.counters.insert(in_code(scenario_.counters[reading.counter].name));
                return;
            case Subject::system:
            case Subject::population:
            case Subject::clinicians:
            case Subject::neighbours:
                found_.shared.insert(name_of(scenario_, reading));
                return;
        }
    }
    void add(const Condition& condition)
    {
        for (const Condition& part : condition.parts) add(part);
        for (const Reading& option : condition.options) add(option);
        if (condition.kind == Condition::Kind::compare) add(condition.of);
    }
    void add(const std::vector<Ratio>& ratios)
    {
        for (const Ratio& ratio : ratios) add(ratio.of);
    }
    void add(const std::vector<Option>& options)
    {
        for (const Option& option : options) add(option.odds_ratios);
    }
    void add(const Transition& transition)
    {
        add(transition.hazard_ratios);
        add(transition.only_if);
        add(transition.to);
        if (transition.proportional_to) add(*transition.proportional_to);
        for (const AttributeId id : transition.when.table.by)
            found_.attributes.insert(in_code(scenario_.people.attributes[id].name));
        if (transition.when.clock != Clock::age) return;
        for (const Attribute& attribute : scenario_.people.attributes)
            if (attribute.ages) found_.attributes.insert(in_code(attribute.name));
    }

    const Scenario& scenario_;
    Sensed found_;
};

std::string names_in(const std::set<std::string>& names)
{
    return listed({names.begin(), names.end()}, "and");
}

std::string sensing(const Scenario& scenario)
{
    std::string text = odd_readings(scenario);
    if (text.empty()) text = "Transitions read nothing but the state they start from.";
    if (scenario.shared.clinicians) {
        const std::string theirs = odd_readings(clinicians_with_people(scenario));
        text += "\n\n*Clinicians.* " +
                (theirs.empty() ? "Their transitions read nothing but the state they start from." : theirs);
    }
    return text;
}

std::string interaction(const Scenario& scenario)
{
    if (has_sync_points(scenario.shared)) return odd_interaction(scenario);
    return "None. Nobody reads another person, and nothing is shared: no queues, no limited capacity, no "
           "imitation. The result of one person does not depend on how many others are simulated.";
}

std::string memory(const Scenario& scenario)
{
    const Senses senses(scenario);
    std::set<std::string> kept = senses.found().levels;
    kept.insert(senses.found().counters.begin(), senses.found().counters.end());
    if (kept.empty()) return {};
    return fmt::format(
        " A person's past acts on the future through {}, by fixed rules; that is memory, not learning.",
        names_in(kept));
}

/// Cases of deciding states that are taken by chance.
std::ptrdiff_t chances_of(const Scenario& scenario)
{
    std::ptrdiff_t count = 0;
    for (const State& state : scenario.states)
        for (const Case& one : state.decide) count += one.chance ? 1 : 0;
    return count;
}

std::string plural(std::ptrdiff_t count, std::string_view one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : one.ends_with("ch") ? "es" : "s");
}

/// What is drawn, in one list.
std::string draws_of(const Scenario& scenario)
{
    const auto count = [&](const auto& claim) { return std::ranges::count_if(scenario.transitions, claim); };
    std::vector<std::string> draws{"the attributes and start states of a person"};
    if (scenario.people.arrivals) draws.emplace_back("the gaps between arrivals");
    const auto hazards = count([](const Transition& one) { return one.when.law != Law::after; });
    if (hazards > 0)
        draws.push_back(
            fmt::format("a threshold from Exp(1) each time a transition with a hazard is armed ({} of {})",
                        hazards, plural(std::ssize(scenario.transitions), "transition")));
    const auto branches = count([](const Transition& one) { return one.to.size() > 1; });
    if (branches > 0) draws.push_back(fmt::format("the way taken in {}", plural(branches, "branch")));
    const auto chances = chances_of(scenario);
    if (chances > 0) draws.push_back(fmt::format("the chance of {}", plural(chances, "deciding case")));
    for (std::string& draw : odd_shared_draws(scenario)) draws.push_back(std::move(draw));
    return listed(draws, "and");
}

std::string replicates_of(const Scenario& scenario)
{
    const auto& stop = scenario.run.stop;
    if (!stop) return plural(scenario.run.replicates, "replicate");
    return fmt::format(
        "replicates, from {} up to {}, until the {:g} % interval of `{}` reaches no further than {} "
        "to each side",
        scenario.run.replicates, stop->at_most, 100.0 * stop->confidence, stop->measure,
        stop->is_relative ? fmt::format("{:g} % of it", 100.0 * stop->half_width)
                          : fmt::format("{:g}", stop->half_width));
}

std::string stochasticity(const Scenario& scenario)
{
    const auto uncertain = std::ranges::count_if(
        scenario.parameters, [](const Parameter& one) { return one.distribution.family != Family::fixed; });
    return fmt::format(
        "Drawn are {}. Every draw is a pure function (Philox) of seed, replicate, person, the name of the "
        "decision, and how often that person met it before. So results do not depend on the order of the "
        "file or the number of threads, and in two scenarios each person has the same luck until the "
        "difference between them matters to him or her, and in all other decisions after that. One run has "
        "{} (seed {}); replicates differ in luck only, and the spread between them is Monte Carlo error. A "
        "run uses the base case of every parameter: the distributions of {} of the {} parameters are "
        "declared for uncertainty analysis.",
        draws_of(scenario), replicates_of(scenario), scenario.run.seed, uncertain,
        scenario.parameters.size());
}

std::string observation(const Scenario& scenario)
{
    std::vector<std::string> by, measures;
    for (const AttributeId id : scenario.outputs.by)
        by.push_back(in_code(scenario.people.attributes[id].name));
    for (const Measure& measure : scenario.outputs.measures) {
        std::vector<std::string> parts;
        for (const StateId id : measure.states) parts.push_back(full_name(scenario, id));
        for (const TransitionId id : measure.events)
            parts.push_back(full_name(scenario, scenario.transitions[id]));
        measures.push_back(
            fmt::format("- `{}`: {} {}\n", measure.name,
                        measure.states.empty() ? "how often any of these fired:" : "people in any of:",
                        listed(parts, "and")));
    }
    std::string text =
        "Everything is observed exactly. At each report time: people in each state, mean levels, mean "
        "utility, costs so far, and events since the last report. Over the horizon: counts and rates of each "
        "transition, flows between states, costs by category and state, and QALYs, discounted and not. ";
    if (has_sync_points(scenario.shared))
        text +=
            "Of what people share: use, queues and waits at each resource, clinicians in each state, system "
            "variables, and when policies were in force. ";
    text += by.empty() ? "All for the whole population. "
                       : fmt::format("All for the whole population and by {}. ", listed(by, "and"));
    if (scenario.outputs.people > 0)
        text += fmt::format("Whole histories are kept of the first {} people. ", scenario.outputs.people);
    for (const std::string& why : left_out(scenario)) text += fmt::format("In a run folder, {}. ", why);
    if (measures.empty()) return text;
    text += "Measures defined by the scenario:\n\n";
    for (const std::string& measure : measures) text += measure;
    return text;
}

std::string concept_text(std::string_view heading, const std::string& text)
{
    return fmt::format("### {}\n\n{}{}\n", heading, text, text.ends_with('\n') ? "" : "\n");
}

/// What uses a data file.
std::string users_of(const Scenario& scenario, const std::string& name)
{
    const auto is_it = [&](const std::string& file) {
        return std::filesystem::path(file).filename().string() == name;
    };
    std::vector<std::string> users;
    if (scenario.people.table && is_it(scenario.people.table->file))
        users.emplace_back("the people at the start");
    for (const Transition& transition : scenario.transitions)
        if (is_it(transition.when.curve.file) || is_it(transition.when.table.file))
            users.push_back(full_name(scenario, transition));
    if (scenario.shared.clinicians && is_it(scenario.shared.clinicians->network.file))
        users.emplace_back("the network of clinicians");
    return listed(users, "and");
}

}  // namespace

std::string odd_readings(const Scenario& scenario)
{
    const Senses senses(scenario);
    const Sensed& found = senses.found();
    std::vector<std::string> kinds;
    const auto add = [&](std::string_view kind, const std::set<std::string>& names) {
        if (!names.empty()) kinds.push_back(fmt::format("the {} {}", kind, names_in(names)));
    };
    add("attributes", found.attributes);
    add("tracks", found.tracks);
    add("levels", found.levels);
    add("counters", found.counters);
    std::string text;
    if (!kinds.empty())
        text = fmt::format("Transitions read, of their own person only and without error or delay: {}.",
                           fmt::format("{}", fmt::join(kinds, "; ")));
    if (!found.shared.empty())
        text += fmt::format("{}Of what is shared they read, as it stood at the last sync point: {}.",
                            text.empty() ? "" : " ", names_in(found.shared));
    return text.empty() ? text : text + " Section 7 says which reads which.";
}

std::string odd_process(const Scenario& scenario)
{
    std::string text = fmt::format(
        "## 3 Process overview and scheduling\n\n"
        "Each person lives alone{}, from event to event, in continuous time:\n\n"
        "1. **Start.** The start state of each track arms its transitions.\n"
        "2. **Arming.** On entering a state, each of its transitions draws one threshold from Exp(1). It "
        "fires when the hazard accumulated since then reaches the threshold. A transition with an exact time "
        "draws none.\n"
        "3. **Next event.** The earliest transition of the person fires; the others that start from the "
        "state it leaves are disarmed. Ties go to the first by name of track, then of transition.\n"
        "4. **Change.** When something a hazard depends on changes, the hazard already accumulated stays "
        "spent, and what remains of the same threshold meets the new hazard. Nothing is drawn anew.\n"
        "5. **End.** This repeats until the horizon, or until a state is entered that ends the person's "
        "simulated life.\n\n"
        "Within one instant the order is:\n\n"
        "1. Levels are brought to the moment, with the targets and half-lives that held until then.\n"
        "2. In a branch the destination is drawn, from the person as he or she was.\n"
        "3. The track enters the destination. The transition's additions, settings and moves of other tracks "
        "are made in this order, moves being queued; then the additions, settings and moves that belong to "
        "entering the state. A state that decides queues its choice.\n"
        "4. Queued entries are made first in, first out, each with what belongs to entering it. Entering the "
        "state one is already in is entering it anew.\n"
        "5. Entering a state that ends applies its additions, costs and QALYs, drops what is queued, and "
        "takes the person out of every track.\n"
        "6. When the queue is empty, each track that was entered arms the transitions of the state it is now "
        "in, and all other armed transitions whose hazard changed go on as in step 4 above.\n\n",
        has_sync_points(scenario.shared) ? " between two sync points (below)" : "");
    text += odd_sync_points(scenario);
    if (scenario.people.arrivals)
        text += "People who join later begin with step 1 at the moment they arrive.\n\n";
    return text + slot("why these processes, and why in this order where it matters") + "\n\n";
}

std::string odd_concepts(const Scenario& scenario)
{
    const std::string basics =
        "Care and illness are parallel state machines within each person; transitions compete in continuous "
        "time, and their hazards are proportional. Effects of one process on another are ratios on hazards "
        "and odds.\n\n" +
        slot("the theories and hypotheses behind the pathways, and how they enter the submodels");
    const std::string adaptation =
        "No behaviour is modelled as a choice among alternatives. Rates, gates and deciding states respond "
        "to a person's own condition" +
        std::string(has_sync_points(scenario.shared) ? " and to what people share" : "") +
        ", by rules that do not change.\n\n" +
        slot(
            "which transitions stand for decisions of patients or clinicians, and why fixed rates are good "
            "enough");
    return "## 4 Design concepts\n\n" + concept_text("Basic principles", basics) +
           concept_text(
               "Emergence",
               "Imposed are start states, laws, ratios and effects. What is observed follows from them.\n\n" +
                   slot("which results emerge from the interplay of the pathways, and which are nearly put "
                        "in by parameters")) +
           concept_text("Adaptation", adaptation) +
           concept_text("Objectives", "None: nobody weighs outcomes.") +
           concept_text("Learning", "None: no rule changes with experience." + memory(scenario)) +
           concept_text("Prediction", "None: no rule uses an expectation about the future.") +
           concept_text("Sensing", sensing(scenario)) + concept_text("Interaction", interaction(scenario)) +
           concept_text("Stochasticity", stochasticity(scenario)) +
           concept_text("Collectives", odd_collectives(scenario)) +
           concept_text("Observation", observation(scenario));
}

std::string odd_input_data(const Scenario& scenario)
{
    std::string text = "## 6 Input data\n\nNo outside series drives the model over time. ";
    if (!scenario.shared.policies.empty())
        text +=
            "Policies change numbers at moments, or under conditions, that the scenario sets (section 7). ";
    if (scenario.data_files.empty()) return text + "It reads no data files.\n\n";
    text += "It reads these files:\n\n| file | used by | SHA-256 | origin |\n| --- | --- | --- | --- |\n";
    for (const std::string& path : scenario.data_files) {
        const std::string name = std::filesystem::path(path).filename().string();
        text += fmt::format("| `{}` | {} | `{}` | {} |\n", name, users_of(scenario, name),
                            sha256_of_file(path).value_or("cannot be read any more"),
                            slot(fmt::format("source of {}", name)));
    }
    return text + "\n";
}

}  // namespace txpath::report
