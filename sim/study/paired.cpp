#include "study/paired.hpp"

#include <cmath>
#include <utility>

namespace txpath {

namespace {

KeptStrategy kept(const StrategyAccount& account)
{
    constexpr std::size_t discounted = 1;
    KeptStrategy strategy;
    for (const StratumAccount& one : account)
        strategy.push_back(
            {one.total_cost[discounted].mean, one.qalys[discounted].mean, one.cost_parts, one.qaly_parts});
    return strategy;
}

void add_parts(double weight, const std::vector<double>& parts, std::vector<double>& to)
{
    for (std::size_t at = 0; at < to.size(); ++at) to[at] += weight * parts[at];
}

/// The first of those that tie.
std::size_t best_of(const std::vector<SweptFigure>& strategies, std::size_t threshold)
{
    std::size_t best = 0;
    for (std::size_t k = 1; k < strategies.size(); ++k)
        if (strategies[k].net_benefit[threshold].value > strategies[best].net_benefit[threshold].value)
            best = k;
    return best;
}

SweptFigure swept_figure(const DecisionStudy& study, const KeptFigure& own, const KeptFigure& reference)
{
    const auto sum = [&](double per_cost, double per_qaly, bool is_incremental) {
        PairedSum total;
        total.add(own, per_cost, per_qaly);
        if (is_incremental) total.add(reference, -per_cost, -per_qaly);
        return total.result();
    };
    SweptFigure figure{
        sum(1.0, 0.0, false), sum(0.0, 1.0, false), sum(1.0, 0.0, true), sum(0.0, 1.0, true), {}, {}};
    for (const double threshold : study.thresholds) {
        figure.net_benefit.push_back(sum(-1.0, threshold, false));
        figure.incremental_net_benefit.push_back(sum(-1.0, threshold, true));
    }
    return figure;
}

}  // namespace

void PairedSum::add_benefit(double weight, double threshold, const KeptFigure& figure)
{
    add(figure, -weight, weight * threshold);
}

void PairedSum::add(const KeptFigure& figure, double per_cost, double per_qaly)
{
    cost_ += per_cost * figure.cost;
    qalys_ += per_qaly * figure.qalys;
    if (is_first_) {
        cost_parts_.resize(figure.cost_parts.size(), 0.0);
        qaly_parts_.resize(figure.qaly_parts.size(), 0.0);
        is_first_ = false;
    }
    is_known_ = is_known_ && !figure.cost_parts.empty() && figure.cost_parts.size() == cost_parts_.size() &&
                figure.qaly_parts.size() == qaly_parts_.size();
    if (!is_known_) return;
    add_parts(per_cost, figure.cost_parts, cost_parts_);
    add_parts(per_qaly, figure.qaly_parts, qaly_parts_);
}

WithError PairedSum::result() const
{
    WithError sum;
    sum.value = cost_ + qalys_;
    if (!is_known_) return sum;
    double squares = 0.0;
    for (std::size_t at = 0; at < cost_parts_.size(); ++at) {
        const double part = cost_parts_[at] + qaly_parts_[at];
        squares += part * part;
    }
    sum.error = std::sqrt(squares);
    return sum;
}

void PointRunner::count(const DrawAnswer& answer) noexcept
{
    instants_ += answer.instants;
    for (const StrategyAccount& account : answer.strategies) runs_ += account.empty() ? 0 : 1;
}

bool PointRunner::run_base()
{
    return run_(
        spec_, 1,
        [&](std::size_t) {
            return ParameterDraw{0, base_parameters(study_)};
        },
        [&](std::size_t, const DrawAnswer& answer) {
            base_.refusal = answer.refusal;
            count(answer);
            if (!answer.refusal.empty()) return;
            people_ = answer.strategies[study_.reference].front().people;
            for (const StrategyAccount& account : answer.strategies)
                base_.strategies.push_back(std::make_shared<const KeptStrategy>(kept(account)));
        });
}

bool PointRunner::run(std::span<const SetParameters> settings, std::vector<KeptPoint>& points)
{
    points.assign(settings.size(), {});
    std::vector<std::size_t> asked;
    for (std::size_t at = 0; at < settings.size(); ++at) {
        bool is_touched = false;
        for (const auto& parameters : settings[at].by_strategy) is_touched |= !parameters.empty();
        points[at].refusal = settings[at].refusal;
        if (!settings[at].refusal.empty()) continue;
        if (is_touched)
            asked.push_back(at);
        else
            points[at].strategies = base_.strategies;
    }
    return run_(
        spec_, asked.size(),
        [&](std::size_t k) {
            return ParameterDraw{0, settings[asked[k]].by_strategy};
        },
        [&](std::size_t k, const DrawAnswer& answer) {
            KeptPoint& point = points[asked[k]];
            point.refusal = answer.refusal;
            count(answer);
            if (!answer.refusal.empty()) return;
            point.strategies = base_.strategies;
            for (std::size_t strategy = 0; strategy < point.strategies.size(); ++strategy)
                if (!settings[asked[k]].by_strategy[strategy].empty())
                    point.strategies[strategy] =
                        std::make_shared<const KeptStrategy>(kept(answer.strategies[strategy]));
        });
}

SweptPoint swept_point(const DecisionStudy& study, const KeptPoint& point, std::size_t strata)
{
    SweptPoint swept;
    if (!point.is_answered()) return swept;
    for (std::size_t stratum = 0; stratum < strata; ++stratum) {
        auto& figures = swept.figures.emplace_back();
        for (std::size_t strategy = 0; strategy < point.strategies.size(); ++strategy)
            figures.push_back(
                swept_figure(study, point.figure(strategy, stratum), point.figure(study.reference, stratum)));
        auto& best = swept.best.emplace_back();
        for (std::size_t threshold = 0; threshold < study.thresholds.size(); ++threshold)
            best.push_back(best_of(figures, threshold));
    }
    return swept;
}

}  // namespace txpath
