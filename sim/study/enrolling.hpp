// enrolling.hpp -- one simulated trial's people: candidates drawn, filtered and randomised until the trial is
// full.
//
// Owns      Member, Cohort, and draw_cohort.
// Promises  who is in a trial depends on seed, replicate and model, not on how many candidates are lived at
// once.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "txpath/lives.hpp"
#include "txpath/validate.hpp"

namespace txpath {

/// Somebody who was enrolled.
struct Member {
    Life life;
    std::size_t arm = 0;
    double enrolled_at = 0.0;
    std::optional<double> randomised_at;  ///< absent: did not pass the second filter
};

struct Cohort {
    std::deque<Lives> lives;                  ///< what the members point into
    std::vector<Member> enrolled;             ///< by number; as many as `enrol.number`, if it is given
    std::vector<std::vector<Member>> by_arm;  ///< the randomised
    Enrolment count;
};

/// The people of one replicate.
///   Errors  a filter that lets nobody (or almost nobody) pass
[[nodiscard]] Checked<Cohort> draw_cohort(const TrialModel& trial, std::uint64_t seed,
                                          std::uint32_t replicate);

/// Lives the first candidates in every arm: an error if anything differs before randomisation.
[[nodiscard]] Diagnostics compare_run_ins(const TrialModel& trial, std::uint64_t seed);

/// A trial's own seed: trials have luck of their own.
[[nodiscard]] std::uint64_t seed_of(const Scenario& scenario, std::uint64_t seed);

/// An error at a place of the scenario's files, with the line it stands in.
[[nodiscard]] Diagnostic mistake_at(const Scenario& scenario, const Span& at, std::string message);

}  // namespace txpath
