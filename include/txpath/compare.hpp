// compare.hpp -- strategies run on the same luck and set against a reference.
//
// Owns      ComparisonPlan and plan_comparison (what is compared); Comparison and compare_strategies (what
//           comes out).
// Promises  results are a function of the study: not of threads. Differences are taken within a replicate
//           first (with one replicate: within a batch of people), so what two strategies share does not blur
//           them; two identical strategies differ by exactly 0. The order of strategies changes the order of
//           the answer alone. Only numbers are kept: memory holds the results of one replicate of one
//           strategy at a time on each thread, and does not grow with the number of replicates.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "txpath/barriers.hpp"
#include "txpath/batch.hpp"
#include "txpath/courses.hpp"
#include "txpath/decision.hpp"
#include "txpath/economics.hpp"
#include "txpath/mean_over_luck.hpp"

namespace txpath {

class ColumnStore;

/// Where the numbers of replicates are kept until all are there.
struct Scratch {
    std::size_t memory = std::size_t{64} << 20;  ///< bytes, for each of three tables
    std::string folder;  ///< for what does not fit; empty: the one for temporary files
};

struct CompareSpec {
    Scratch scratch = {};
    int threads = 0;                          ///< 0: all the machine has
    std::function<void(double)> progress;     ///< share of the work done, 0 to 1; called from any thread
    const std::atomic<bool>* stop = nullptr;  ///< once true, it ends early: is_complete false
};

enum class Quantity { costs, life_years, qalys };

/// One thing that is accounted for.
struct AccountItem {
    Quantity quantity = Quantity::costs;
    std::string perspective;  ///< whose costs; empty: all
    std::string category;     ///< of cost; empty: every one
    std::string state;        ///< where it accrued: TRACK.STATE, or `transitions`; empty: everywhere
    bool is_discounted = false;
    friend auto operator<=>(const AccountItem&, const AccountItem&) = default;
};

/// A measure that has one value over the whole horizon.
struct HorizonMeasure {
    std::string name, unit;
};

/// A year from day 0, or what the horizon leaves of the last.
struct BudgetYear {
    double from = 0.0, until = 0.0;  ///< days
};

/// What is to be run and compared: every strategy was compiled once, so that nothing is refused half-way.
struct ComparisonPlan {
    std::shared_ptr<const DecisionStudy> study;
    std::vector<Stratum> strata;
    std::vector<HorizonMeasure> horizon;    ///< by name
    std::vector<Course> courses;            ///< those that every strategy has, by name
    std::vector<AccountItem> items;         ///< those of any strategy, in order
    std::vector<std::string> perspectives;  ///< that every strategy has, in the order of the reference
    std::vector<BudgetYear> years;          ///< empty: no costs, or reports that miss the ends of years
    std::vector<double> thresholds;         ///< willingness to pay of net benefits; empty: no money
    /// By strategy: what is not as in the reference.
    std::vector<std::vector<InputDifference>> inputs;
    std::uint64_t fingerprint = 0;
    std::vector<std::string> notes;  ///< what is left out, and why
};

/// Compile every strategy and settle what is compared.
///   Errors  a strategy that does not compile
[[nodiscard]] Checked<ComparisonPlan> plan_comparison(std::shared_ptr<const DecisionStudy> study);

/// A figure of a strategy set against the reference's.
struct ComparedFigure {
    MeanOverLuck value;
    double reference = MeanOverLuck::missing;  ///< its mean
    MeanOverLuck difference;
    /// Standard error that the difference would have if every strategy had luck of its own.
    double independent_error = MeanOverLuck::missing;
};

/// A strategy's figures; differences of the reference itself are 0.
struct StrategyFigures {
    std::vector<ComparedFigure> horizon;   ///< [stratum * horizon + measure]
    std::vector<ComparedFigure> courses;   ///< [(stratum * times + time) * courses + course]
    std::vector<ComparedFigure> each;      ///< [stratum * items + item], per person who entered
    std::vector<ComparedFigure> totals;    ///< the same, on the real scale
    std::vector<ComparedFigure> benefits;  ///< [stratum * thresholds + threshold]: net monetary, per person
    std::vector<ComparedFigure> benefit_totals;  ///< the same, on the real scale
    std::vector<ComparedFigure> budget;  ///< [perspective * years + year]; perspective 0: every cost, then
                                         ///< plan.perspectives
    std::vector<double> people;          ///< [stratum]: who entered, on the real scale
    std::uint64_t instants = 0;          ///< events simulated
};

struct Comparison {
    ComparisonPlan plan;
    std::vector<StrategyFigures> strategies;          ///< as in the study
    std::shared_ptr<const ColumnStore> by_replicate;  ///< for visit_replicates
    std::uint64_t instants = 0;
    bool is_complete = true;
};

/// Run every strategy, with the seed and replicates that they share.
///   Method  with one replicate the errors of costs, QALYs and life-years come from batches of people, which
///           hold the same people in every strategy (ratio estimates, by pseudo-values), unless people share
///           something
///   Source  Cochran, Sampling Techniques, chapter 6
[[nodiscard]] Comparison compare_strategies(const ComparisonPlan& plan, const CompareSpec& spec);

/// The same in units: one replicate of every strategy each. With one replicate the only unit is all of it.
[[nodiscard]] std::unique_ptr<UnitWork> work_of(const ComparisonPlan& plan);

/// Replicates can be added to several, and not to a single one, which is divided into batches of people.
[[nodiscard]] Growth can_grow(const ComparisonPlan& plan);

/// What compare_strategies gives, to the last bit, from the answers of work_of.
///   Throws  AnswerError if one is missing or no such answer; what the answers throw
[[nodiscard]] Comparison comparison_from(const ComparisonPlan& plan, const UnitAnswers& answers,
                                         const Scratch& scratch);

/// Replicates in order, with the measures over the horizon.
///   Shape  figures: [(stratum * horizon + measure) * strategies + strategy]; gone when `take` returns
void visit_replicates(
    const Comparison& comparison,
    const std::function<void(std::size_t replicate, std::span<const double> figures)>& take);

/// The place of an item; its number of items when it has none.
[[nodiscard]] std::size_t place_of(const ComparisonPlan& plan, const AccountItem& item);

/// Those a decision is made by: discounted costs of the study's perspective, discounted QALYs.
[[nodiscard]] AccountItem decisive_costs(const DecisionStudy& study);
[[nodiscard]] AccountItem decisive_qalys();

/// How many times smaller common luck makes the standard errors of differences, median over the horizon
/// measures of everybody; not a number when no difference has an error.
[[nodiscard]] double gain_from_common_luck(const Comparison& comparison);

}  // namespace txpath
