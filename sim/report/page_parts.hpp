// page_parts.hpp -- what the report of any command begins with, and one function for each command.
//
// Owns      PageContext; who made the folder, what it rests on, the verdict's common parts; the pages of all
//           commands by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/page_data.hpp"
#include "report/page_folder.hpp"
#include "txpath/scenario.hpp"

namespace txpath::report {

/// A scenario of the folder, read again.
struct ReadScenario {
    std::string name;  ///< of its file, without `.effective.yaml`
    Scenario scenario;
};

struct PageContext {
    const FinishedFolder& folder;
    std::vector<ReadScenario> scenarios;  ///< the reference first
    std::vector<std::string> unreadable;  ///< why others could not be read again
    std::string version;                  ///< of this program

    [[nodiscard]] const ManifestSaid& manifest() const { return folder.manifest(); }
    /// What the folder is about.
    [[nodiscard]] std::string title() const;
    [[nodiscard]] const Scenario* scenario() const
    {
        return scenarios.empty() ? nullptr : &scenarios.front().scenario;
    }
    /// Of its money; empty: none, or it could not be read.
    [[nodiscard]] std::string currency() const;
    /// What a strategy, barrier, measure, stratum or value is called on the page.
    [[nodiscard]] std::string called(std::string_view name) const;
};

[[nodiscard]] PageContext context_of(const FinishedFolder& folder, const std::string& version);

/// Kind, title, how it was made, inputs, assumptions, warnings, and verdicts that every folder has.
[[nodiscard]] PageContent begin_page(const PageContext& context);

/// States and transitions, one drawing a track; nothing if the scenario could not be read.
[[nodiscard]] std::optional<PageSection> pathways(const PageContext& context);

/// Shares of the states of each track: stacked areas, flows, and whether people are conserved.
void add_states(const PageContext& context, PageContent& page);
/// Times to transitions: curves from whole histories, else medians and rates.
void add_times(const PageContext& context, PageContent& page);

void add_run(const PageContext& context, PageContent& page);
void add_comparison(const PageContext& context, PageContent& page);
void add_uncertainty(const PageContext& context, PageContent& page);
void add_barriers(const PageContext& context, PageContent& page);
void add_sensitivity(const PageContext& context, PageContent& page);
void add_validation(const PageContext& context, PageContent& page);
void add_calibration(const PageContext& context, PageContent& page);

/// A section, unless it has no figures.
void add_section(PageContent& page, PageSection section);
/// The same with one figure, if that has rows.
void add_section(PageContent& page, PageSection section, PageFigure figure);

}  // namespace txpath::report
