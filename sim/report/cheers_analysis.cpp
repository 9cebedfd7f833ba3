// cheers_analysis.cpp -- items 16 to 20, 22 and 26 of CHEERS 2022: the model, how sure one is, its inputs.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/sha256.hpp"
#include "report/cheers.hpp"
#include "report/human.hpp"
#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

constexpr std::string_view assumption = "assumption";

std::string plural(std::uint64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
}

std::string percent(double share)
{
    return plain_number(100.0 * share) + " %";
}

/// The scenarios that are described, the reference first.
std::vector<const Scenario*> scenarios_of(const CheersSubject& subject)
{
    std::vector<const Scenario*> found{&subject.scenario};
    if (subject.study == nullptr) return found;
    for (const Strategy& strategy : subject.study->strategies)
        if (&strategy.scenario != &subject.scenario) found.push_back(&strategy.scenario);
    return found;
}

std::string_view name_of(Law law)
{
    switch (law) {
        case Law::constant:
            return "constant hazard";
        case Law::after:
            return "exact time";
        case Law::weibull:
            return "Weibull";
        case Law::gompertz:
            return "Gompertz";
        case Law::lognormal:
            return "lognormal";
        case Law::log_logistic:
            return "log-logistic";
        case Law::gamma:
            return "gamma";
        case Law::piecewise:
            return "piecewise constant hazard";
        case Law::life_table:
            break;
    }
    return "life table";
}

std::string laws_of(const Scenario& scenario)
{
    std::map<Law, std::size_t> counts;
    for (const Transition& transition : scenario.transitions) ++counts[transition.when.law];
    std::vector<std::string> parts;
    for (const auto& [law, count] : counts) parts.push_back(fmt::format("{} ({})", name_of(law), count));
    return listed(parts, "and");
}

std::string tracks_of(const Scenario& scenario)
{
    std::string text = "| track | states | transitions |\n| --- | --- | --- |\n";
    for (const Track& track : scenario.tracks)
        text +=
            fmt::format("| `{}` | {} | {} |\n", track.name, track.states.size(), track.transitions.size());
    return text + "\n";
}

std::string value_of(const Parameter& parameter)
{
    return parameter.written.empty() ? "the mean of the distribution" : parameter.written;
}

std::string law_of(const Parameter& parameter)
{
    return parameter.written_law.empty() ? "fixed" : parameter.written_law;
}

std::size_t uncertain(const Scenario& scenario)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        scenario.parameters, [](const Parameter& one) { return one.distribution.family != Family::fixed; }));
}

std::size_t assumed(const Scenario& scenario)
{
    return static_cast<std::size_t>(std::ranges::count(scenario.parameters, assumption, &Parameter::source));
}

std::string strata_in_words(const Scenario& scenario)
{
    std::vector<std::string> by;
    for (const AttributeId id : scenario.outputs.by)
        by.push_back(in_code(scenario.people.attributes[id].name));
    return listed(by, "and");
}

std::string_view name_of(Sampling sampling)
{
    switch (sampling) {
        case Sampling::latin_hypercube:
            return "Latin hypercube";
        case Sampling::sobol:
            return "scrambled Sobol";
        case Sampling::random:
            break;
    }
    return "independent random";
}

std::string in_list(const std::vector<std::string>& paths)
{
    std::vector<std::string> parts;
    for (const std::string& path : paths) parts.push_back(in_code(path));
    return listed(parts, "and");
}

/// Only a scenario alone keeps to its stopping rule.
std::string luck(const CheersSubject& subject)
{
    const RunSettings& run = subject.scenario.run;
    const std::string replicates = plural(run.replicates, "replicate");
    if (subject.study != nullptr)
        return fmt::format(
            "Chance: {} of the base case, seed {}; all strategies share their luck person by person.\n\n",
            replicates, run.seed);
    if (!run.stop) return fmt::format("Chance: {} of the base case, seed {}.\n\n", replicates, run.seed);
    return fmt::format(
        "Chance: from {} up to {} of the base case, seed {}, until the {} interval of `{}` is within {}.\n\n",
        replicates, run.stop->at_most, run.seed, percent(run.stop->confidence), run.stop->measure,
        run.stop->is_relative ? percent(run.stop->half_width) : plain_number(run.stop->half_width));
}

/// How each described scenario is told apart: by its strategy, if it is one.
std::string sums_of(const CheersSubject& subject)
{
    const auto line = [](const std::string& name, const Scenario& scenario) {
        return fmt::format("- `{}`: `{}`\n", name, sha256_of_text(scenario.effective_text));
    };
    if (subject.study == nullptr) return line(subject.scenario.name, subject.scenario);
    std::string text;
    for (const Strategy& strategy : subject.study->strategies) text += line(strategy.name, strategy.scenario);
    return text;
}

std::string probabilistic(const UncertaintySettings& settings)
{
    std::string text = fmt::format(
        "Inputs together: {} samples ({}) of {}, each with {} people and {}.\n\n",
        with_thousands(settings.samples),
        settings.given
            ? fmt::format("of {} values the rows of `{}`, of others {}", settings.given->paths.size(),
                          settings.given->file, name_of(settings.sampling))
            : std::string(name_of(settings.sampling)),
        settings.vary.empty() ? std::string("every uncertain value") : in_list(settings.vary),
        settings.population ? with_thousands(*settings.population) : std::string("the scenario's number of"),
        plural(settings.replicates, "replicate"));
    for (const ValueCorrelation& one : settings.correlations)
        text += fmt::format("- rank correlation of `{}` and `{}`: {}\n", one.first, one.second,
                            plain_number(one.rho));
    if (!settings.correlations.empty()) text += "\n";
    for (const ValueGroup& group : settings.groups)
        text +=
            fmt::format("- value of information of the group `{}`: {}\n", group.name, in_list(group.paths));
    if (!settings.groups.empty()) text += "\n";
    if (const auto& affected = settings.affected)
        text += fmt::format(
            "The decision concerns {} people a year for {} years, discounted at {} a year.\n\n",
            plain_number(affected->per_year), plain_number(affected->years), percent(affected->discount));
    return text;
}

std::string deterministic(const SensitivitySettings& settings)
{
    std::vector<std::string> paths;
    for (const ValueRange& range : settings.one_way) paths.push_back(range.path);
    std::string text = fmt::format(
        "One input at a time: {}; ends that are not given are those of {} of its distribution.\n\n",
        paths.empty() ? std::string("every uncertain value") : in_list(paths), percent(settings.coverage));
    for (const TwoWay& pair : settings.two_way)
        text += fmt::format("- two at a time: `{}` and `{}`, {} steps each\n", pair.first.path,
                            pair.second.path, pair.steps);
    for (const ThresholdSearch& search : settings.thresholds)
        text += fmt::format("- where the decision turns: over `{}`\n", search.over.path);
    if (!settings.two_way.empty() || !settings.thresholds.empty()) text += "\n";
    return text;
}

std::string willingness(const DecisionStudy& study)
{
    const std::string& currency = study.strategies[study.reference].scenario.economics.currency;
    std::vector<std::string> thresholds;
    for (const double one : study.thresholds) thresholds.push_back(plain_number(one));
    std::string text =
        fmt::format("Willingness to pay: {} values from {} to {} {} per QALY", study.willingness.points,
                    plain_number(study.willingness.from), plain_number(study.willingness.to), currency);
    if (!thresholds.empty()) text += fmt::format("; spoken of are {}", listed(thresholds, "and"));
    return text + ".\n\n";
}

std::string parameter_row(const Parameter& parameter, const std::string& number)
{
    return fmt::format("| {} | `{}` | {} | {} | {} | {} |\n", number, parameter.path,
                       cell(value_of(parameter)), cell(law_of(parameter)),
                       parameter.source.empty() ? "no source" : cell(parameter.source), cell(parameter.note));
}

constexpr std::string_view parameter_head =
    "| no. | input | base case | distribution | source | note |\n| --- | --- | --- | --- | --- | --- |\n";

/// Those of other strategies that the reference has not, or has otherwise.
std::string other_parameters(const CheersSubject& subject)
{
    std::string text;
    if (subject.study == nullptr) return text;
    for (const Strategy& strategy : subject.study->strategies) {
        if (&strategy.scenario == &subject.scenario) continue;
        std::string rows;
        for (const Parameter& parameter : strategy.scenario.parameters) {
            const auto same =
                std::ranges::lower_bound(subject.scenario.parameters, parameter.path, {}, &Parameter::path);
            const bool is_there = same != subject.scenario.parameters.end() && same->path == parameter.path;
            if (is_there && value_of(*same) == value_of(parameter) && law_of(*same) == law_of(parameter) &&
                same->source == parameter.source)
                continue;
            rows += parameter_row(parameter, "");
        }
        if (!rows.empty())
            text += fmt::format("Otherwise in `{}`, or there alone:\n\n{}{}\n", strategy.name, parameter_head,
                                rows);
    }
    return text;
}

std::set<std::string> paths_without_source(const CheersSubject& subject)
{
    std::set<std::string> paths;
    for (const Scenario* scenario : scenarios_of(subject)) {
        for (const Unsourced& one : scenario->unsourced_numbers) paths.insert(one.path);
        for (const Parameter& one : scenario->parameters)
            if (one.source.empty()) paths.insert(one.path);
    }
    return paths;
}

}  // namespace

CheersItem cheers_model(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text =
        "Each person is simulated, event by event, in continuous time; there is no cycle, hence no "
        "half-cycle "
        "correction. Tracks run side by side in a person, who is in one state of each:\n\n" +
        tracks_of(scenario);
    if (const std::string readings = odd_readings(scenario); !readings.empty())
        text += readings.substr(0, readings.rfind(" Section 7")) + "\n\n";
    text += has_sync_points(scenario.shared)
                ? fmt::format("People act on one another only through what they share, every {}.\n\n",
                              duration_in_words(scenario.time.sync_every))
                : std::string("People do not act on one another.\n\n");
    text += "`txpath odd` writes the whole description of a scenario. Each as one file has the SHA-256\n\n" +
            sums_of(subject);
    return {text + "\n", {"why a model, and why of this kind", "where program and scenarios can be had"}};
}

CheersItem cheers_assumptions(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text =
        fmt::format("Times to event follow, by number of transitions: {}. They hold up to the horizon.\n\n",
                    scenario.transitions.empty() ? std::string("none") : laws_of(scenario));
    std::string rows;
    std::set<std::string> seen;
    for (const Scenario* one : scenarios_of(subject))
        for (const Parameter& parameter : one->parameters)
            if (parameter.source == assumption && seen.insert(parameter.path).second)
                rows += fmt::format("| `{}` | {} | {} |\n", parameter.path, cell(value_of(parameter)),
                                    cell(parameter.note));
    if (rows.empty())
        text += "No input is marked as an assumption.\n\n";
    else
        text += fmt::format(
            "{} marked as assumptions:\n\n| input | base case | note |\n| --- | --- | --- |\n{}\n",
            seen.size() == 1 ? "One input is" : with_thousands(seen.size()) + " inputs are", rows);
    return {text,
            {"how data were analysed to give the inputs, and what is extrapolated beyond them",
             "how the model was validated"}};
}

CheersItem cheers_heterogeneity(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    if (scenario.outputs.by.empty())
        return {"Results are given for all people together.\n\n",
                {"whether subgroups matter, or why they were not looked at"}};
    return {fmt::format("Results are given for all people and by {}.\n\n", strata_in_words(scenario)),
            {"why these subgroups"}};
}

CheersItem cheers_distribution(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text = "QALYs and costs of all people weigh alike; there are no weights of equity.";
    if (!scenario.outputs.by.empty())
        text += fmt::format(" Costs and QALYs are given by {}.", strata_in_words(scenario));
    return {text + "\n\n",
            {"on whom benefits, harms and costs fall, and what was done for priority populations"}};
}

CheersItem cheers_uncertainty(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text =
        luck(subject) +
        fmt::format("Of {} {} a distribution.\n\n", plural(scenario.parameters.size(), "parameter"),
                    uncertain(scenario) == 1 ? "1 has" : fmt::format("{} have", uncertain(scenario)));
    if (subject.study != nullptr)
        text += "Settings of the study, and the usual ones where it is silent:\n\n" +
                probabilistic(subject.study->uncertainty) + deterministic(subject.study->sensitivity) +
                willingness(*subject.study);
    return {text, {"how uncertainty about structure and choices of method was looked at"}};
}

CheersItem cheers_parameters(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    CheersItem item;
    if (scenario.parameters.empty()) {
        item.said = "The scenario declares no parameters.\n\n";
    } else {
        item.said = fmt::format("Inputs of `{}`:\n\n{}", scenario.name, parameter_head);
        for (std::size_t i = 0; i < scenario.parameters.size(); ++i)
            item.said += parameter_row(scenario.parameters[i], fmt::format("P{}", i + 1));
        item.said += "\n";
    }
    item.said += other_parameters(subject);
    const std::set<std::string> bare = paths_without_source(subject);
    if (bare.empty()) return item;
    item.said += "Neither a source nor the word assumption have:\n\n";
    for (const std::string& path : bare) item.said += fmt::format("- `{}`\n", path);
    item.said += "\n";
    item.wanted = {fmt::format("the sources of {}, or that they are assumed",
                               bare.size() == 1 ? std::string("the one input without any")
                                                : fmt::format("the {} inputs without any", bare.size()))};
    return item;
}

CheersItem cheers_limitations(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text = fmt::format(
        "Of {} of `{}`, {} marked as assumption.\n\n", plural(scenario.parameters.size(), "parameter"),
        scenario.name, assumed(scenario) == 1 ? "1 is" : fmt::format("{} are", assumed(scenario)));
    return {text,
            {"key findings, limitations, what of ethics and equity is not captured, and what it means "
             "elsewhere"}};
}

}  // namespace txpath::report
