// headlines.hpp -- the few measures that say what happened, with their Monte Carlo error.
//
// Owns      which measures lead, and their figures over replicates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "txpath/report.hpp"

namespace txpath::report {

/// A mean over replicates and half the width of its 95 % interval.
struct Figure {
    double mean = 0.0;
    std::optional<double> half_width;  ///< none for a single replicate
};

struct Headline {
    std::string name, unit;
    bool is_event = false;
    /// Mean over replicates at each report time; of events from the first interval on.
    std::vector<double> course;
    Figure figure;  ///< people at the end, or events over the whole horizon
};

/// The scenario's own measures, else the largest states of the people's own tracks; of everybody.
[[nodiscard]] std::vector<Headline> headlines(const RunReport& report);

/// The share of clinicians in each of their states; empty when the scenario has none.
[[nodiscard]] std::vector<Headline> clinician_headlines(const RunReport& report);

/// Mean of a sample and its 95 % interval.
///   Method  Student's t
[[nodiscard]] Figure figure_of(const std::vector<double>& sample);

}  // namespace txpath::report
