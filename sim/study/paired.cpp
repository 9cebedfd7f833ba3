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

void move_parts(const std::vector<double>& from, const std::vector<double>& to, std::vector<double>& parts)
{
    for (std::size_t at = 0; at < parts.size(); ++at) parts[at] = parts[at] - from[at] + to[at];
}

/// What it changes of `from`, on top of `to`; exactly `to` where it changes nothing.
void put_on_top(const KeptStrategy& from, const KeptStrategy& to, KeptStrategy& strategy)
{
    for (std::size_t stratum = 0; stratum < strategy.size(); ++stratum) {
        KeptFigure& own = strategy[stratum];
        own.cost = own.cost - from[stratum].cost + to[stratum].cost;
        own.qalys = own.qalys - from[stratum].qalys + to[stratum].qalys;
        move_parts(from[stratum].cost_parts, to[stratum].cost_parts, own.cost_parts);
        move_parts(from[stratum].qaly_parts, to[stratum].qaly_parts, own.qaly_parts);
    }
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

void PointRunner::count(const DrawAnswer& answer, Lives lives) noexcept
{
    if (lives == Lives::own) instants_ += answer.instants;
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
            count(answer, Lives::own);
            if (!answer.refusal.empty()) return;
            people_ = answer.strategies[study_.reference].front().people;
            for (const StrategyAccount& account : answer.strategies)
                base_.strategies.push_back(std::make_shared<const KeptStrategy>(kept(account)));
        });
}

std::vector<PointRunner::Asked> PointRunner::whom_to_ask(std::span<const SetParameters> settings,
                                                         std::vector<KeptPoint>& points) const
{
    std::vector<Asked> asked;
    for (std::size_t at = 0; at < settings.size(); ++at) {
        bool is_touched = false;
        for (const auto& parameters : settings[at].by_strategy) is_touched |= !parameters.empty();
        points[at].refusal = settings[at].refusal;
        if (!settings[at].refusal.empty()) continue;
        if (is_touched)
            asked.push_back({at});
        else
            points[at].strategies = base_.strategies;
    }
    share_lives(settings, asked);
    return asked;
}

/// Those with other discount rates share lives of their own; one alone is simulated as well as recorded.
void PointRunner::share_lives(std::span<const SetParameters> settings, std::vector<Asked>& asked) const
{
    std::vector<std::size_t> on_base, on_rates;
    for (std::size_t k = 0; k < asked.size(); ++k) {
        const auto& parameters = settings[asked[k].setting].by_strategy;
        if (prices_.is_one(parameters)) (prices_.moves_rate(parameters) ? on_rates : on_base).push_back(k);
    }
    if (on_rates.size() > 1)
        for (const std::size_t k : on_rates) {
            asked[k].shares_lives = true;
            if (k != on_rates.front()) asked[k].lives = Lives::counted;
        }
    if (on_base.size() < 2) return;
    for (const std::size_t k : on_base) asked[k] = {asked[k].setting, true, true, Lives::counted};
    asked.insert(asked.begin(), {base_again, true, true, Lives::own});
}

std::vector<std::vector<double>> PointRunner::base_of_shared(std::span<const SetParameters> settings,
                                                             std::span<const Asked> asked) const
{
    const auto base = base_parameters(study_);
    std::vector<std::vector<double>> shared(base.size());
    for (const Asked& one : asked)
        for (std::size_t k = 0; one.is_on_base && one.setting != base_again && k < base.size(); ++k)
            if (!settings[one.setting].by_strategy[k].empty()) shared[k] = base[k];
    return shared;
}

bool PointRunner::run(std::span<const SetParameters> settings, std::vector<KeptPoint>& points)
{
    points.assign(settings.size(), {});
    const std::vector<Asked> asked = whom_to_ask(settings, points);
    const auto shared = base_of_shared(settings, asked);
    std::vector<KeptStrategy> priced_base;
    return run_(
        spec_, asked.size(),
        [&](std::size_t k) {
            const Asked& one = asked[k];
            return ParameterDraw{0, one.setting == base_again ? shared : settings[one.setting].by_strategy,
                                 one.shares_lives};
        },
        [&](std::size_t k, const DrawAnswer& answer) {
            const Asked& one = asked[k];
            if (one.setting == base_again) {
                instants_ += answer.instants;
                for (const StrategyAccount& account : answer.strategies) priced_base.push_back(kept(account));
                return;
            }
            KeptPoint& point = points[one.setting];
            point.refusal = answer.refusal;
            count(answer, one.lives);
            if (!answer.refusal.empty()) return;
            point.strategies = base_.strategies;
            for (std::size_t strategy = 0; strategy < point.strategies.size(); ++strategy) {
                if (settings[one.setting].by_strategy[strategy].empty()) continue;
                KeptStrategy own = kept(answer.strategies[strategy]);
                if (one.is_on_base) put_on_top(priced_base[strategy], *base_.strategies[strategy], own);
                point.strategies[strategy] = std::make_shared<const KeptStrategy>(std::move(own));
            }
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
