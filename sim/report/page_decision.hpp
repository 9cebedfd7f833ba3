// page_decision.hpp -- what pages about costs and QALYs share.
//
// Owns      the cost-effectiveness plane and the table of ICERs of a page, the currency of a folder.
#pragma once

#include <string>
#include <vector>

#include "report/page_parts.hpp"

namespace txpath::report {

/// Of the scenario, or as the folder's dictionary has it; `currency` if neither says.
[[nodiscard]] std::string currency_of(const PageContext& context);

struct PlanePoint {
    std::string strategy;
    double effect = 0.0, cost = 0.0;
};

/// At most 2,000 points, evenly chosen; its caption and file are left to the caller.
[[nodiscard]] PageFigure plane_figure(const PageContext& context, const std::vector<PlanePoint>& cloud,
                                      const std::string& currency);

/// The frontier of everybody, if the folder has one.
void add_icers(const PageContext& context, const std::string& currency, PageSection& section);

}  // namespace txpath::report
