// odd_parameters.cpp -- the end of the ODD protocol: parameters with their sources, references.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

constexpr std::string_view assumption = "assumption";

const std::string* citation_of(const Scenario& scenario, const std::string& key)
{
    const auto found = std::ranges::find(scenario.references, key, [](const auto& one) { return one.first; });
    return found == scenario.references.end() ? nullptr : &found->second;
}

std::string source_in_words(const Scenario& scenario, const Parameter& parameter)
{
    if (parameter.source.empty()) return slot(fmt::format("source of {}", parameter.path));
    if (parameter.source == assumption) return std::string(assumption);
    const std::string* citation = citation_of(scenario, parameter.source);
    return citation == nullptr
               ? fmt::format("{} {}", parameter.source, slot("citation of " + parameter.source))
               : fmt::format("{}: {}", parameter.source, *citation);
}

std::string base_of(const Parameter& parameter)
{
    if (!parameter.written.empty()) return parameter.written;
    return "the mean of the distribution";
}

std::string parameter_row(const Scenario& scenario, std::size_t number)
{
    const Parameter& parameter = scenario.parameters[number];
    return fmt::format("| P{} | `{}` | {} | {} | {} | {} |\n", number + 1, parameter.path,
                       cell(base_of(parameter)),
                       cell(parameter.written_law.empty() ? "fixed" : parameter.written_law),
                       cell(source_in_words(scenario, parameter)), cell(parameter.note));
}

std::string tally(const Scenario& scenario)
{
    std::size_t assumed = 0, published = 0;
    for (const Parameter& parameter : scenario.parameters) {
        if (parameter.source == assumption) ++assumed;
        if (parameter.source != assumption && !parameter.source.empty()) ++published;
    }
    return fmt::format("{} parameters: {} with a citation, {} assumptions, {} without either.\n\n",
                       scenario.parameters.size(), published, assumed,
                       scenario.parameters.size() - published - assumed);
}

/// Numbers that are not parameters and have no source; parameters without one are in their table.
std::string unsourced(const Scenario& scenario)
{
    std::set<std::string> known;
    for (const Parameter& parameter : scenario.parameters) known.insert(parameter.path);
    std::string rows;
    std::size_t count = 0;
    for (const Unsourced& one : scenario.unsourced_numbers) {
        if (known.contains(one.path)) continue;
        rows += fmt::format("| `{}` | {} |\n", one.path, cell(one.written));
        ++count;
    }
    if (count == 0) return {};
    return fmt::format(
        "### Numbers without a source\n\nThe scenario gives these neither a source nor the word "
        "*assumption*.\n\n"
        "| number | value |\n| --- | --- |\n{}\n{}\n\n",
        rows, slot(fmt::format("sources of the {} numbers without one, or why they are assumed", count)));
}

/// Sources of parameters, and keys that their notes mention.
std::string references(const Scenario& scenario)
{
    std::string lines;
    for (const auto& reference : scenario.references) {
        const std::string& key = reference.first;
        const bool is_cited = std::ranges::any_of(scenario.parameters, [&](const Parameter& parameter) {
            return parameter.source == key || parameter.note.find(key) != std::string::npos;
        });
        if (is_cited) lines += fmt::format("- {}: {}\n", key, cell(reference.second));
    }
    return lines;
}

}  // namespace

std::string odd_parameters(const Scenario& scenario)
{
    std::string text = "## Parameters\n\n";
    if (scenario.parameters.empty()) {
        text += "The scenario declares no parameters.\n\n";
    } else {
        text += tally(scenario) +
                "Values and distributions are as the scenario writes them; the base case is used unless "
                "uncertainty is asked for.\n\n| no. | name | base case | distribution | source | note |\n"
                "| --- | --- | --- | --- | --- | --- |\n";
        for (std::size_t i = 0; i < scenario.parameters.size(); ++i) text += parameter_row(scenario, i);
        text += "\n";
    }
    return text + unsourced(scenario) +
           "## References\n\n"
           "- Grimm V, Railsback SF, Vincenot CE, et al. (2020) The ODD protocol for describing agent-based "
           "and other simulation models: a second update to improve clarity, replication, and structural "
           "realism. Journal of Artificial Societies and Social Simulation 23(2) 7, doi "
           "10.18564/jasss.4259\n" +
           references(scenario) + "\n";
}

}  // namespace txpath::report
