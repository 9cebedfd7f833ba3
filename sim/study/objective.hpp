// objective.hpp -- the log posterior over the unit cube, one evaluation at a time.
//
// Owns      Problem, Objective, and the map between values and shares of the distance between their bounds.
// Promises  evaluations are numbered and told in the order in which they were asked for; the best is kept.
#pragma once

#include <optional>
#include <span>

#include "study/search.hpp"
#include "txpath/calibrate.hpp"

namespace txpath {

/// The model at some values: its results by target, or why it refused them.
struct Answer {
    std::vector<Simulated> simulated;
    std::string refusal;
};
/// Nothing: it was stopped.
using Simulator = std::function<std::optional<Answer>(std::span<const double> values)>;

struct Problem {
    std::span<const FittedValue> values;
    std::span<const Target> targets;
    Search search;
    std::uint64_t seed = 1;
    Simulator simulate;
};

/// A value from its share of the distance between its bounds, on its scale; the reverse; and their slope.
[[nodiscard]] double value_at(const FittedValue& value, double share) noexcept;
[[nodiscard]] double share_of(const FittedValue& value, double x) noexcept;
[[nodiscard]] double slope_at(const FittedValue& value,
                              double share) noexcept;  ///< of the value by the share

class Objective {
public:
    /// The problem and the specification must outlive it.
    Objective(const Problem& problem, const CalibrateSpec& spec, std::uint64_t planned);

    /// Nothing once it was stopped.
    [[nodiscard]] std::optional<Evaluation> evaluate(std::span<const double> point, Stage stage);

    [[nodiscard]] const Problem& problem() const noexcept { return problem_; }
    [[nodiscard]] bool is_stopped() const noexcept { return is_stopped_; }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    /// Highest so far; the first of equals.
    [[nodiscard]] const Evaluation& best() const noexcept { return best_; }
    [[nodiscard]] const Point& best_point() const noexcept { return best_point_; }

private:
    const Problem& problem_;
    const CalibrateSpec& spec_;
    std::uint64_t planned_, count_ = 0;
    bool is_stopped_ = false;
    Evaluation best_;
    Point best_point_;
};

struct Held {
    Point start;
    std::size_t value = 0;  ///< stays where `start` has it
    double step = 0.05;     ///< first one of the others
    std::uint32_t evaluations = 100;
};

/// Highest posterior with one value held; nothing once it was stopped.
[[nodiscard]] std::optional<Evaluation> highest_with(Objective& objective, const Held& held);

}  // namespace txpath
