// barriers.hpp -- what each barrier keeps from people: scenarios without some of them, on the same luck.
//
// Owns      BarrierSet, BarrierPlan and plan_barriers (which scenarios are run); BarrierAnalysis and
//           analyse_barriers (what comes out).
// Promises  results are a function of the scenarios, seed and replicates: not of threads. Differences are
//           taken within a replicate first, so what two scenarios share does not blur them; a barrier whose
//           removal changes nothing has a difference of exactly 0.
// Not here  text: how a scenario without some barriers is made is the caller's business.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/economics.hpp"
#include "txpath/mean_over_luck.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// Some of a scenario's barriers: bit k is the k-th by name.
using BarrierSet = std::uint64_t;
inline constexpr std::size_t most_barriers = 63;
inline constexpr std::size_t most_barriers_shared_exactly = 6;  ///< 64 scenarios

/// The scenario with these barriers removed.
///   Requires  the same set gives the same scenario; its pathways were checked
using BarrierVariants = std::function<Checked<Scenario>(BarrierSet removed)>;

/// How the Shapley shares are found.
enum class Sharing {
    none,     ///< not at all
    exact,    ///< from every set of barriers; at most most_barriers_shared_exactly
    sampled,  ///< from some orders of removal, drawn at random
};

struct BarriersSpec {
    Sharing sharing = Sharing::none;
    std::uint32_t permutations = 20;          ///< orders of removal that are drawn; used if sampled
    int threads = 0;                          ///< 0: all the machine has
    std::function<void(double)> progress;     ///< share of the work done, 0 to 1; called from any thread
    const std::atomic<bool>* stop = nullptr;  ///< once true, it ends early: is_complete false
};

enum class OutcomeKind {
    events,
    person_years,   ///< in states
    people_at_end,  ///< in states that end a life in the simulation, where nobody spends time
    costs_each,
    costs,
    qalys_each,
    qalys,
};

/// One thing that is compared: over the whole horizon, on the real scale; money and QALYs discounted.
struct Outcome {
    std::string name;  ///< of a measure; costs.per_person, costs.total, qalys.per_person, qalys.total
    std::string unit;
    OutcomeKind kind = OutcomeKind::events;
    std::vector<std::size_t> columns;  ///< transitions or states of a measure
};

/// What is to be run: every scenario was loaded and compiled once, so that nothing is refused half-way.
struct BarrierPlan {
    std::shared_ptr<const Scenario> scenario;  ///< as it is, with its barriers
    Sharing sharing = Sharing::none;
    std::uint32_t permutations = 0;     ///< 0 unless sampled
    std::vector<BarrierSet> runs;       ///< those removed in each, fewest first
    std::vector<std::uint64_t> models;  ///< fingerprints, by run
    std::vector<Outcome> outcomes;      ///< by name
    std::vector<Stratum> strata;
    std::uint64_t fingerprint = 0;   ///< of the models, settings and barriers
    std::vector<std::string> notes;  ///< what is left out, and why
};

/// Load and compile every scenario that an analysis needs.
///   Errors  no barriers, or too many; a scenario that does not load or compile; a removal that changes whom
///   or
///           what is counted
[[nodiscard]] Checked<BarrierPlan> plan_barriers(const BarrierVariants& variants, const BarriersSpec& spec);

enum class BarrierKind {
    all_removed,    ///< without any barrier; the difference: from as it is
    alone_kept,     ///< only this one stays; the difference: what removing it last changes
    alone_removed,  ///< only this one is removed; the difference: from as it is
    as_is,          ///< no difference
    interaction,    ///< no value; the difference all_removed less those of every alone_removed
    shapley,        ///< no value; the difference: mean change on its removal over the orders of removal
};

struct BarrierFigure {
    static constexpr std::size_t every = std::numeric_limits<std::size_t>::max();

    std::size_t stratum = 0, outcome = 0;
    std::size_t barrier = every;  ///< `every`: of none in particular
    BarrierKind kind = BarrierKind::as_is;
    std::vector<double> values, differences;  ///< by replicate; empty: the kind has none
    MeanOverLuck value;
    MeanOverLuck difference;  ///< of sampled shares the interval holds sampling_error too
    /// Standard error that the difference would have if every scenario had luck of its own.
    double independent_error = MeanOverLuck::missing;
    /// Of sampled shares: standard error from the draw of the orders.
    double sampling_error = MeanOverLuck::missing;
};

struct BarrierAnalysis {
    BarrierPlan plan;
    std::vector<BarrierFigure> figures;  ///< by stratum, outcome, barrier (`every` first), kind
    std::uint64_t instants = 0;          ///< events simulated
    bool is_complete = true;
};

/// Run what was planned, with the seed and replicates of the scenario.
///   Method  each set of barriers is run once; shares are means of differences between runs
///   Source  Shapley (1953); sampled orders after Castro, Gomez and Tejada (2009)
///   Errors  a variant that is no longer what it was when it was planned
[[nodiscard]] Checked<BarrierAnalysis> analyse_barriers(const BarrierPlan& plan,
                                                        const BarrierVariants& variants,
                                                        const BarriersSpec& spec);

/// The figure of a kind; null: there is none.
[[nodiscard]] const BarrierFigure* find_figure(const BarrierAnalysis& analysis, std::size_t stratum,
                                               std::size_t outcome, BarrierKind kind, std::size_t barrier);

}  // namespace txpath
