// odd_text.cpp -- the ODD protocol of a scenario as one Markdown page.
//
// Owns      odd_text.
// Promises  the same scenario and program give the same page; what the author has to write is marked, listed
// and
//           counted at its end.
#include <fmt/format.h>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "report/odd.hpp"
#include "report/odd_words.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace {

using namespace report;

std::string opening(const Scenario& scenario, const OddFacts& facts)
{
    return fmt::format(
        "# ODD protocol: {}\n\n"
        "A draft of the model description after the ODD (Overview, Design concepts, Details) protocol for "
        "individual- and agent-based models, as updated by Grimm et al. (2020). It was written from the "
        "scenario `{}` by txpath {}; what the scenario does not say is marked as a slot for the author, and "
        "the slots are listed at the end.\n\n"
        "Model fingerprint {:016x}. The scenario as one file (`scenario.effective.yaml` in a run folder) has "
        "the SHA-256 `{}`.\n\n{}\n\n",
        cell(scenario.title.empty() ? scenario.name : scenario.title), scenario.name, facts.version,
        facts.fingerprint, sha256_of_text(scenario.effective_text),
        slot("where the program and the scenario can be had"));
}

std::string submodels(const Scenario& scenario)
{
    std::string text =
        "## 7 Submodels\n\n" +
        slot(
            "why each submodel has its form, how it was tested on its own, and what was tried and rejected") +
        "\n\n" + odd_hazards(scenario) + odd_levels(scenario);
    for (std::size_t i = 0; i < scenario.tracks.size(); ++i) text += odd_track(scenario, TrackId{i});
    text += odd_shared_submodels(scenario, scenario.tracks.size() + 3);
    return text + odd_economics(scenario);
}

/// The section a line opens: `## 4 Design concepts` and `### Adaptation`, without the marks.
struct Section {
    std::string chapter = "Opening", part = {};

    void see(std::string_view line)
    {
        if (line.starts_with("## ")) chapter = line.substr(3), part.clear();
        if (line.starts_with("### ")) part = line.substr(4);
    }
    [[nodiscard]] std::string name() const
    {
        return part.empty() ? chapter : fmt::format("{}, {}", chapter, part);
    }
};

/// Where a slot that begins at `at` ends, past its bracket.
std::size_t end_of_slot(std::string_view line, std::size_t at)
{
    const auto end = line.find(']', at);
    return end == std::string_view::npos ? line.size() : end + 1;
}

std::string slots_in(const std::string& page)
{
    constexpr std::string_view mark = "[author: ";
    std::string rows;
    std::size_t count = 0;
    Section section;
    for (const std::string_view line : split(page, '\n')) {
        section.see(line);
        for (auto at = line.find(mark); at != std::string_view::npos;) {
            const std::size_t end = end_of_slot(line, at);
            rows += fmt::format("{}. {}: {}\n", ++count, section.name(), line.substr(at, end - at));
            at = line.find(mark, end);
        }
    }
    return fmt::format("## What the author has still to write\n\n{} slot{}.\n\n{}", count,
                       count == 1 ? "" : "s", rows);
}

}  // namespace

std::string odd_text(const Scenario& scenario, const OddFacts& facts)
{
    const std::string page = opening(scenario, facts) + odd_purpose(scenario) + odd_entities(scenario) +
                             odd_process(scenario) + odd_concepts(scenario) + odd_initialization(scenario) +
                             odd_input_data(scenario) + submodels(scenario) + odd_parameters(scenario);
    return page + slots_in(page);
}

}  // namespace txpath
