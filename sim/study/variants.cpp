// variants.cpp -- means over luck of outcomes, and of differences within a replicate.
#include "study/variants.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "base/stats.hpp"
#include "study/over_luck.hpp"

namespace txpath {

namespace {

/// Every outcome of every run, and the figures that follow.
class Comparison {
public:
    Comparison(const BarrierPlan& plan, std::span<const VariantRun> runs)
        : plan_(plan), removals_(removals_of(plan)), runs_(runs), replicates_(plan.scenario->run.replicates)
    {
    }

    /// By barrier (`every` first) and kind.
    void add_figures(std::size_t stratum, std::size_t outcome, std::vector<BarrierFigure>& figures)
    {
        look_at(stratum, outcome);
        const auto add = [&](BarrierKind kind, std::size_t barrier, std::optional<BarrierSet> removed,
                             const Contrast& contrast) {
            BarrierFigure figure;
            figure.stratum = stratum;
            figure.outcome = outcome;
            figure.barrier = barrier;
            figure.kind = kind;
            if (removed) figure.values = of_run(removals_.place(*removed));
            figure.value = mean_over_luck(figure.values, 0.0);
            if (kind == BarrierKind::shapley) figure.sampling_error = sampling_error(barrier);
            if (!contrast.empty()) set_difference(contrast, figure);
            figures.push_back(std::move(figure));
        };
        constexpr auto every = BarrierFigure::every;
        add(BarrierKind::all_removed, every, removals_.all(), removals_.all_removed());
        add(BarrierKind::as_is, every, BarrierSet{0}, {});
        add(BarrierKind::interaction, every, std::nullopt, removals_.interaction());
        for (std::size_t k = 0; k < plan_.scenario->shared.barriers.size(); ++k) {
            const BarrierSet alone = removals_.alone(k);
            add(BarrierKind::alone_kept, k, removals_.all() ^ alone, removals_.removed_last(k));
            add(BarrierKind::alone_removed, k, alone, removals_.removed_first(k));
            if (plan_.sharing != Sharing::none)
                add(BarrierKind::shapley, k, std::nullopt, removals_.share(k));
        }
    }

private:
    /// One outcome of one stratum: [replicate][run].
    void look_at(std::size_t stratum, std::size_t outcome)
    {
        table_.assign(replicates_, std::vector<double>(runs_.size()));
        for (std::size_t r = 0; r < replicates_; ++r)
            for (std::size_t run = 0; run < runs_.size(); ++run)
                table_[r][run] =
                    runs_[run].values[(r * plan_.strata.size() + stratum) * plan_.outcomes.size() + outcome];
    }

    [[nodiscard]] std::vector<double> of_run(std::size_t run) const
    {
        std::vector<double> values;
        for (const auto& row : table_) values.push_back(row[run]);
        return values;
    }

    /// Spread over the orders that were drawn of what the removal changes on average over luck.
    [[nodiscard]] double sampling_error(std::size_t barrier) const
    {
        RunningStats orders;
        for (const Step& step : removals_.in_each_order(barrier)) {
            RunningStats luck;
            for (const auto& row : table_)
                if (const double change = row[step.more] - row[step.fewer]; std::isfinite(change))
                    luck.add(change);
            if (luck.count() > 0) orders.add(luck.mean());
        }
        return orders.count() < 2 ? MeanOverLuck::missing : orders.standard_error();
    }

    void set_difference(const Contrast& contrast, BarrierFigure& figure) const
    {
        for (const auto& row : table_) figure.differences.push_back(value_of(contrast, row));
        const double further = std::isfinite(figure.sampling_error) ? figure.sampling_error : 0.0;
        figure.difference = mean_over_luck(figure.differences, further);
        if (!std::isfinite(figure.difference.error)) return;
        const std::vector<double> weights = weights_of(contrast, runs_.size());
        double variance = 0.0;
        for (std::size_t run = 0; run < weights.size(); ++run)
            if (weights[run] != 0.0) {
                const double error = weights[run] * mean_over_luck(of_run(run), 0.0).error;
                variance += error * error;
            }
        figure.independent_error = std::sqrt(variance);
    }

    const BarrierPlan& plan_;
    Removals removals_;
    std::span<const VariantRun> runs_;
    std::size_t replicates_;
    std::vector<std::vector<double>> table_;
};

}  // namespace

Removals removals_of(const BarrierPlan& plan)
{
    return Removals(
        {plan.scenario->shared.barriers.size(), plan.sharing, plan.permutations, plan.scenario->run.seed});
}

std::vector<BarrierFigure> compare(const BarrierPlan& plan, std::span<const VariantRun> runs)
{
    Comparison comparison(plan, runs);
    std::vector<BarrierFigure> figures;
    for (std::size_t stratum = 0; stratum < plan.strata.size(); ++stratum)
        for (std::size_t outcome = 0; outcome < plan.outcomes.size(); ++outcome)
            comparison.add_figures(stratum, outcome, figures);
    return figures;
}

const BarrierFigure* find_figure(const BarrierAnalysis& analysis, std::size_t stratum, std::size_t outcome,
                                 BarrierKind kind, std::size_t barrier)
{
    // `every` is the largest number, yet stands first.
    const auto key = [](std::size_t s, std::size_t o, std::size_t b, BarrierKind k) {
        return std::tuple(s, o, b + 1, k);
    };
    const auto wanted = key(stratum, outcome, barrier, kind);
    const auto key_of = [&](const BarrierFigure& f) { return key(f.stratum, f.outcome, f.barrier, f.kind); };
    const auto found = std::ranges::lower_bound(analysis.figures, wanted, {}, key_of);
    return found == analysis.figures.end() || key_of(*found) != wanted ? nullptr : &*found;
}

}  // namespace txpath
