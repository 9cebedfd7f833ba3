// page_decision.hpp -- what pages about costs and QALYs share.
//
// Owns      the cost-effectiveness plane and the table of ICERs of a page, the currency of a folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/page_parts.hpp"

namespace txpath::report {

/// Of the scenario, or as the folder's dictionary has it; `currency` if neither says.
[[nodiscard]] std::string currency_of(const PageContext& context);

[[nodiscard]] std::string threshold_words(double wtp, const std::string& currency);

/// `at 50,000 and 100,000 USD per QALY this; at 150,000 USD per QALY that`: what is the same stands once.
[[nodiscard]] std::string told_at(const std::vector<std::pair<double, std::string>>& by_threshold,
                                  const std::string& currency);

struct PlanePoint {
    std::string strategy;
    double effect = 0.0, cost = 0.0;
};

/// At most 2,000 points, evenly chosen; its caption and file are left to the caller.
[[nodiscard]] PageFigure plane_figure(const PageContext& context, const std::vector<PlanePoint>& cloud,
                                      const std::string& currency);

/// The frontier of everybody, if the folder has one.
///   `doubt`: what is to be known of the differences behind it, the end of a sentence
void add_icers(const PageContext& context, const std::string& currency, std::string_view doubt,
               PageSection& section);

}  // namespace txpath::report
