// shared_summary.hpp -- what people shared over a whole run, from replicates that pass by once.
//
// Owns      KnownMean, SharedSums.
#pragma once

#include <string_view>
#include <vector>

#include "base/stats.hpp"
#include "report/measures.hpp"
#include "txpath/report.hpp"

namespace txpath::report {

/// Mean of the values that there are; infinite if one of them is.
class KnownMean {
public:
    void add(double value);
    [[nodiscard]] double mean() const noexcept { return sum_ / count_; }

private:
    double sum_ = 0.0, count_ = 0.0;
};

class SharedSums {
public:
    ///   Requires  the scenario outlives it
    explicit SharedSums(const Scenario& scenario);

    /// The next replicate, in order.
    void add(const ReplicateResult& replicate);
    [[nodiscard]] SharedSummary summary() const;

private:
    struct Moments {
        RunningStats begins, ends;
    };
    [[nodiscard]] ResourceSummary resource(std::size_t place) const;
    [[nodiscard]] std::vector<Development> developments(Kind kind, std::string_view prefix) const;
    [[nodiscard]] PolicySummary policy(std::size_t place) const;

    const Scenario& scenario_;
    Stratum everybody_;
    std::vector<Series> series_;  ///< of clinicians and the system
    bool is_begun_ = false;
    std::vector<KnownMean> resources_;  ///< [resource, figure]
    std::vector<KnownMean> starts_, ends_;
    std::vector<Moments> policies_;
};

}  // namespace txpath::report
