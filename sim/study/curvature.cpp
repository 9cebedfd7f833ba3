// curvature.cpp -- standard errors, correlations and pulls by differences.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/elementary.hpp"
#include "study/identify.hpp"
#include "study/likelihood.hpp"
#include "study/symmetric.hpp"

namespace txpath {

namespace {

constexpr double short_step = 0.02;  // of the distance between the bounds
constexpr double long_step = 0.25;
constexpr double shortest_share = 0.2;  // of the step wanted, to each side
constexpr double steep = 0.25;          // fall of log posterior over a step that is no rounding of a peak
constexpr double spread_of_ignorance = 0.288675134594813;  // standard deviation of a uniform share
constexpr double normal_975 = 1.959963984540054;

/// A value's two neighbours of the best point.
struct Neighbours {
    double step = 0.0;
    Evaluation below, above;
};

class Surveyor {
public:
    Surveyor(Objective& objective, Calibration& into)
        : objective_(objective),
          into_(into),
          peak_(objective.best_point()),
          centre_(peak_),
          top_(objective.best())
    {
    }

    void survey()
    {
        const std::size_t count = centre_.size();
        into_.values.assign(count, {});
        into_.pulls.assign(count, std::vector<double>(top_.targets.size(), no_number));
        for (std::size_t k = 0; k < count; ++k) size_up(k);
        if (!objective_.is_stopped()) step_inside();
        for (std::size_t k = 0; k < count; ++k) survey_value(k);
        if (!objective_.is_stopped()) survey_pairs();
        if (!objective_.is_stopped()) conclude();
    }

private:
    [[nodiscard]] std::optional<Evaluation> look(std::size_t k, double step, std::size_t other, double far)
    {
        Point point = centre_;
        point[k] = std::clamp(point[k] + step, 0.0, 1.0);
        if (other != k) point[other] = std::clamp(point[other] + far, 0.0, 1.0);
        return objective_.evaluate(point, Stage::curvature);
    }

    /// Derivatives of the residuals by the value, over what was really stepped.
    void pull(std::size_t k, const Evaluation& below, const Evaluation& above)
    {
        const FittedValue& value = objective_.problem().values[k];
        const double distance = share_of(value, above.values[k]) - share_of(value, below.values[k]);
        if (below.targets.empty() || above.targets.empty()) return;
        for (std::size_t t = 0; t < top_.targets.size(); ++t)
            into_.pulls[k][t] = (above.targets[t].residual - below.targets[t].residual) / distance /
                                slope_at(value, centre_[k]);
    }

    /// Standard error from the pulls alone, others held; infinite if nothing pulls.
    [[nodiscard]] double guess_of(std::size_t k) const
    {
        const FittedValue& value = objective_.problem().values[k];
        const double slope = slope_at(value, centre_[k]);
        double information = 0.0;
        for (const double pull : into_.pulls[k])
            if (std::isfinite(pull)) information += pull * slope * pull * slope;
        if (value.prior) {
            const double h = std::min({short_step, centre_[k], 1.0 - centre_[k]});
            const auto prior = [&](double share) {
                return log_density(*value.prior, value_at(value, share));
            };
            const double bend =
                (2.0 * prior(centre_[k]) - prior(centre_[k] - h) - prior(centre_[k] + h)) / (h * h);
            if (std::isfinite(bend)) information += std::max(0.0, bend);
        }
        return 1.0 / std::sqrt(information);
    }

    /// Short steps: how far to step, and whether the posterior presses the value against a bound.
    void size_up(std::size_t k)
    {
        wanted_.push_back(long_step);
        const auto below = look(k, -short_step, k, 0.0), above = look(k, short_step, k, 0.0);
        if (!below || !above) return;
        pull(k, *below, *above);
        const double guess = guess_of(k);
        wanted_[k] = std::min(long_step, guess);
        if (room(k) >= shortest_share * wanted_[k]) return;
        const Evaluation& inside = centre_[k] < 0.5 ? *above : *below;
        const double bend = short_step / guess;  // a peak at the bound would fall by half its square
        const double fall = top_.log_posterior - inside.log_posterior - 0.5 * bend * bend;
        into_.values[k].is_at_bound = !(fall / short_step * wanted_[k] < steep);
    }

    [[nodiscard]] double room(std::size_t k) const { return std::min(centre_[k], 1.0 - centre_[k]); }

    /// A ridge may end at a bound that does not press: its curvature is measured one step inside.
    void step_inside()
    {
        bool has_moved = false;
        for (std::size_t k = 0; k < centre_.size(); ++k) {
            if (into_.values[k].is_at_bound || room(k) >= shortest_share * wanted_[k]) continue;
            centre_[k] = centre_[k] < 0.5 ? wanted_[k] : 1.0 - wanted_[k];
            has_moved = true;
        }
        if (!has_moved) return;
        if (auto inside = objective_.evaluate(centre_, Stage::curvature)) top_ = std::move(*inside);
    }

    void survey_value(std::size_t k)
    {
        neighbours_.emplace_back();
        if (into_.values[k].is_at_bound) return;
        for (double step = std::min(wanted_[k], room(k)); step >= shortest_share * wanted_[k]; step /= 2.0) {
            auto below = look(k, -step, k, 0.0), above = look(k, step, k, 0.0);
            if (!below || !above) return;
            if (!std::isfinite(below->log_posterior) || !std::isfinite(above->log_posterior)) continue;
            pull(k, *below, *above);
            neighbours_[k] = {step, std::move(*below), std::move(*above)};
            free_.push_back(k);
            return;
        }
    }

    void survey_pairs()
    {
        information_.assign(free_.size(), std::vector<double>(free_.size(), 0.0));
        for (std::size_t a = 0; a < free_.size(); ++a) {
            const Neighbours& one = neighbours_[free_[a]];
            const double sum = one.below.log_posterior + one.above.log_posterior;
            information_[a][a] = (2.0 * top_.log_posterior - sum) / (one.step * one.step);
            for (std::size_t b = 0; b < a; ++b) {
                const Neighbours& other = neighbours_[free_[b]];
                const auto up = look(free_[a], one.step, free_[b], other.step);
                const auto down = look(free_[a], -one.step, free_[b], -other.step);
                if (!up || !down) return;
                const double sides = sum + other.below.log_posterior + other.above.log_posterior;
                const double mixed =
                    up->log_posterior + down->log_posterior - sides + 2.0 * top_.log_posterior;
                information_[a][b] = information_[b][a] = -mixed / (2.0 * one.step * other.step);
            }
        }
    }

    void conclude()
    {
        const std::size_t count = centre_.size();
        into_.correlations.assign(count, std::vector<double>(count, no_number));
        for (const auto& row : information_)
            if (!std::ranges::all_of(row, [](double x) { return std::isfinite(x); })) return;
        const Axes axes = axes_of(information_);
        std::vector<bool> is_open(free_.size(), false);
        Axes bounded;
        into_.directions.clear();
        for (std::size_t k = 0; k < axes.lengths.size(); ++k) {
            Direction direction{.weights = std::vector<double>(count, 0.0)};
            for (std::size_t a = 0; a < free_.size(); ++a) direction.weights[free_[a]] = axes.vectors[k][a];
            if (axes.lengths[k] > 0.0) {
                direction.spread = 1.0 / std::sqrt(axes.lengths[k]);
                bounded.lengths.push_back(axes.lengths[k]);
                bounded.vectors.push_back(axes.vectors[k]);
            } else {
                for (std::size_t a = 0; a < free_.size(); ++a)
                    if (std::abs(axes.vectors[k][a]) > 0.01) is_open[a] = true;
            }
            direction.is_weak = !(direction.spread < spread_of_ignorance);
            into_.directions.push_back(std::move(direction));
        }
        if (!bounded.lengths.empty()) write_errors(bounded, is_open);
    }

    void write_errors(const Axes& bounded, const std::vector<bool>& is_open)
    {
        Matrix covariance(free_.size(), std::vector<double>(free_.size(), 0.0));
        for (std::size_t k = 0; k < bounded.lengths.size(); ++k)
            for (std::size_t a = 0; a < free_.size(); ++a)
                for (std::size_t b = 0; b < free_.size(); ++b)
                    covariance[a][b] += bounded.vectors[k][a] * bounded.vectors[k][b] / bounded.lengths[k];
        for (std::size_t a = 0; a < free_.size(); ++a) {
            if (is_open[a]) continue;
            const FittedValue& value = objective_.problem().values[free_[a]];
            ValueFit& fit = into_.values[free_[a]];
            const double error = std::sqrt(covariance[a][a]), middle = peak_[free_[a]];
            fit.standard_error = error * slope_at(value, middle);
            fit.low = value_at(value, middle - normal_975 * error);
            fit.high = value_at(value, middle + normal_975 * error);
            for (std::size_t b = 0; b < free_.size(); ++b)
                if (!is_open[b])
                    into_.correlations[free_[a]][free_[b]] =
                        covariance[a][b] / std::sqrt(covariance[a][a] * covariance[b][b]);
        }
    }

    Objective& objective_;
    Calibration& into_;
    Point peak_;
    Point centre_;                // of the differences: the peak, or a step inside where that lies at a bound
    Evaluation top_;              // at the centre
    std::vector<double> wanted_;  // steps, by value
    std::vector<Neighbours> neighbours_;
    std::vector<std::size_t> free_;  // values that can be moved both ways
    Matrix information_;
};

}  // namespace

void measure_curvature(Objective& objective, Calibration& into)
{
    Surveyor(objective, into).survey();
}

std::uint64_t curvature_evaluations(std::size_t values) noexcept
{
    return 1 + values * 4 + values * (values - 1);
}

}  // namespace txpath
