// paired.hpp -- figures of several settings on the same luck, and the errors of what is made of them.
//
// Owns      KeptFigure, PairedSum, PointRunner: settings run, strategies that they do not touch taken from
//           the base case.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "study/price_draws.hpp"
#include "study/swept_values.hpp"

namespace txpath {

/// One strategy in one stratum.
struct KeptFigure {
    double cost = 0.0, qalys = 0.0;
    std::vector<double> cost_parts, qaly_parts;  ///< as StratumAccount
};

/// By stratum.
using KeptStrategy = std::vector<KeptFigure>;

/// All strategies at one setting; empty: refused.
struct KeptPoint {
    std::vector<std::shared_ptr<const KeptStrategy>> strategies;
    std::string refusal;

    [[nodiscard]] bool is_answered() const noexcept { return !strategies.empty(); }
    [[nodiscard]] const KeptFigure& figure(std::size_t strategy, std::size_t stratum) const
    {
        return (*strategies[strategy])[stratum];
    }
};

/// A weighted sum of costs and QALYs on the same luck. What cancels, added and taken away in turn, leaves
/// exactly 0.
class PairedSum {
public:
    /// Adds weight x (threshold x QALYs - cost).
    void add_benefit(double weight, double threshold, const KeptFigure& figure);
    void add(const KeptFigure& figure, double per_cost, double per_qaly);
    [[nodiscard]] WithError result() const;

private:
    double cost_ = 0.0, qalys_ = 0.0;
    std::vector<double> cost_parts_, qaly_parts_;
    bool is_first_ = true, is_known_ = true;
};

/// Was an answer simulated, or priced on lives that are counted already?
enum class Lives { own, counted };

class PointRunner {
public:
    PointRunner(const DecisionStudy& study, const EvaluateSpec& spec, const Evaluate& run)
        : study_(study), spec_(spec), run_(run), prices_(study)
    {
    }

    /// Run the base case; false: stopped early.
    bool run_base();
    [[nodiscard]] const KeptPoint& base() const noexcept { return base_; }

    /// Run settings; false: stopped early. A setting that touches no strategy is the base case.
    ///   Method  settings that change prices, utilities and discount rates alone share one simulation. It
    ///           rounds otherwise than the plain one of the base case, so what they come to is what they
    ///           change of it on top of the plain one: what changes nothing differs by exactly 0.
    bool run(std::span<const SetParameters> settings, std::vector<KeptPoint>& points);

    [[nodiscard]] double people() const noexcept { return people_; }
    [[nodiscard]] std::uint64_t runs() const noexcept { return runs_; }
    [[nodiscard]] std::uint64_t instants() const noexcept { return instants_; }
    /// For those who ask `evaluate` themselves.
    void count(const DrawAnswer& answer, Lives lives) noexcept;
    [[nodiscard]] const PriceDraws& prices() const noexcept { return prices_; }

private:
    /// A setting and how it is asked.
    struct Asked {
        std::size_t setting;  ///< or `base_again`
        bool shares_lives = false;
        bool is_on_base = false;  ///< shares them with the base case
        Lives lives = Lives::own;
    };
    static constexpr std::size_t base_again = static_cast<std::size_t>(-1);

    [[nodiscard]] std::vector<Asked> whom_to_ask(std::span<const SetParameters> settings,
                                                 std::vector<KeptPoint>& points) const;
    void share_lives(std::span<const SetParameters> settings, std::vector<Asked>& asked) const;
    [[nodiscard]] std::vector<std::vector<double>> base_of_shared(std::span<const SetParameters> settings,
                                                                  std::span<const Asked> asked) const;

    const DecisionStudy& study_;
    const EvaluateSpec& spec_;
    const Evaluate& run_;
    PriceDraws prices_;
    KeptPoint base_;
    double people_ = 0.0;
    std::uint64_t runs_ = 0, instants_ = 0;
};

/// Increments, net benefits and the best at a point; `strata` of them.
[[nodiscard]] SweptPoint swept_point(const DecisionStudy& study, const KeptPoint& point, std::size_t strata);

}  // namespace txpath
