// headlines.hpp -- the few measures that say what happened, with their Monte Carlo error.
//
// Owns      which measures lead, and their figures over replicates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/stats.hpp"
#include "report/measures.hpp"
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

/// Headlines from replicates that pass by once, in order.
class HeadlineSums {
public:
    ///   Requires  the scenario outlives it. `replicates`: how many there will be
    HeadlineSums(const Scenario& scenario, std::size_t replicates);

    void add(const ReplicateResult& replicate);
    /// The scenario's own measures, else the largest states of the people's own tracks; of everybody.
    [[nodiscard]] std::vector<Headline> headlines() const;
    /// The share of clinicians in each of their states; empty when the scenario has none.
    [[nodiscard]] std::vector<Headline> clinicians() const;

private:
    [[nodiscard]] std::vector<Headline> between(std::size_t first, std::size_t last) const;

    const Scenario& scenario_;
    std::size_t replicates_;
    Stratum everybody_;
    std::vector<Series> series_;  ///< those of people, then those of clinicians
    std::size_t clinicians_ = 0;  ///< the place of the first of clinicians
    std::vector<Headline> sums_;  ///< by series; empty before the first replicate
    std::vector<RunningStats> figures_;
};

/// Mean of a sample and its 95 % interval.
///   Method  Student's t
[[nodiscard]] Figure figure_of(const RunningStats& sample);

}  // namespace txpath::report
