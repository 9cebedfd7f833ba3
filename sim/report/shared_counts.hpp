// shared_counts.hpp -- what happened at resources and among clinicians, on the real scale.
//
// Owns      strata of resources, AtResource, shares of clinicians, sync points of a scenario.
// Assumes   tallies have the shapes that results.hpp gives.
// Promises  a stratum has a capacity only if it is whole pools: part of a pool has none of its own.
#pragma once

#include <string_view>
#include <vector>

#include "txpath/economics.hpp"
#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

namespace txpath::report {

/// People at a resource: those of some cells, or those of some cells at one of its pools.
struct ResourceStratum {
    Stratum people;
    CategoryId pool;  ///< absent: at any
};

/// The strata of all tables, and each category that has a capacity of its own; by name.
[[nodiscard]] std::vector<ResourceStratum> resource_strata(const Scenario& scenario, ResourceId resource);

/// Strata that resource_strata has beyond those of all tables.
[[nodiscard]] std::size_t strata_of_its_own(const Scenario& scenario, ResourceId resource);

/// One resource and one stratum in one replicate.
class AtResource {
public:
    /// All of it must outlive this.
    AtResource(const Scenario& scenario, const ReplicateResult& replicate, ResourceId resource,
               const ResourceStratum& stratum);

    /// Not a number where the stratum has none of its own; infinite: unlimited.
    [[nodiscard]] double capacity(std::size_t time) const;
    [[nodiscard]] double used(std::size_t time) const;
    /// Real people in one of the tally's counts.
    [[nodiscard]] double people(const Counts& counts, std::size_t time) const;
    /// Of those granted in the interval that ends at the time, days, sorted.
    [[nodiscard]] std::vector<double> waits(std::size_t time) const;
    /// The same over the whole run.
    [[nodiscard]] std::vector<double> waits() const;
    /// Days; not a number when nobody was granted.
    [[nodiscard]] double mean_wait(std::size_t time) const;

    [[nodiscard]] const ResourceTally& tally() const noexcept { return tally_; }

private:
    [[nodiscard]] std::size_t row(std::size_t time, std::size_t cell) const noexcept;
    void add_waits(std::size_t time, std::vector<double>& days) const;

    const Tally& people_;
    const ResourceTally& tally_;
    const ResourceStratum& stratum_;
    double scale_;
    std::vector<std::size_t> pools_;  ///< columns
    bool has_whole_pools_;
};

/// Real clinicians that one count stands for.
[[nodiscard]] double clinician_scale(const Scenario& scenario, const ReplicateResult& replicate);

/// Counts of clinicians of a stratum of theirs: in one state, and in any that does not end.
struct ClinicianCount {
    double in_state = 0.0, present = 0.0;
};
[[nodiscard]] ClinicianCount clinicians_in(const ReplicateResult& replicate, const Stratum& stratum,
                                           std::size_t state, std::size_t time);

/// The share that the scenario reads as `clinicians.STATE`; not a number where nobody is, and of a state that
/// ends, in which nobody counts as present.
[[nodiscard]] double share_of(const Scenario& clinicians, std::size_t state, const ClinicianCount& count);

/// When a policy was in force; never began: both infinite.
[[nodiscard]] InForce in_force(const ReplicateResult& replicate, PolicyId policy);

/// The moments before the horizon at which people meet, days.
[[nodiscard]] std::vector<double> sync_points(const Scenario& scenario);

/// `places`, or `per day`.
[[nodiscard]] std::string_view unit_of(const Resource& resource) noexcept;

}  // namespace txpath::report
