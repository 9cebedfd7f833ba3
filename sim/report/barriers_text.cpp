// barriers_text.cpp -- what barriers hold back, in some lines for a terminal.
//
// Promises  every figure comes with half its 95 % interval, or it is said why there is none.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "report/human.hpp"
#include "report/text_parts.hpp"
#include "txpath/barriers_report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr auto every = BarrierFigure::every;

/// One outcome of everybody.
struct View {
    const BarrierAnalysis& analysis;
    std::size_t outcome;
    bool is_ascii;

    [[nodiscard]] const BarrierFigure& figure(BarrierKind kind, std::size_t barrier) const
    {
        return *find_figure(analysis, 0, outcome, kind, barrier);
    }
    [[nodiscard]] const Outcome& what() const { return analysis.plan.outcomes[outcome]; }
};

/// QALYs per person to four places, as policies differ by hundredths of them.
std::string level_of(const View& view, double value)
{
    const bool is_fine = view.what().kind == OutcomeKind::qalys_each && std::isfinite(value);
    return is_fine ? fmt::format("{:.4f}", value) : rounded(value);
}

std::string change(const View& view, const BarrierFigure& figure)
{
    return with_sign(figure.difference.mean) + spread(figure.difference, view.is_ascii);
}

std::string share_of_all(const View& view, const BarrierFigure& share)
{
    const MeanOverLuck& all = view.figure(BarrierKind::all_removed, every).difference;
    if (!is_beyond_luck(all)) return {};
    return fmt::format("{} %", std::llround(100.0 * share.difference.mean / all.mean));
}

/// A sum as a person would add it up: what only rounding leaves is nothing.
class Sum {
public:
    void add(double term)
    {
        sum_ += term;
        size_ += std::abs(term);
    }
    [[nodiscard]] std::string text() const { return with_sign(std::abs(sum_) < 1e-9 * size_ ? 0.0 : sum_); }

private:
    double sum_ = 0.0, size_ = 0.0;
};

std::string barrier_lines(const View& view, const Paint& paint)
{
    const BarrierPlan& plan = view.analysis.plan;
    const bool is_shared = plan.sharing != Sharing::none;
    std::vector<TextRow> rows{{"barrier", "removed alone", "removed last"}};
    if (is_shared) rows[0].insert(rows[0].end(), {"Shapley share", "of all"});
    Sum first, last, share;
    for (std::size_t k = 0; k < plan.scenario->shared.barriers.size(); ++k) {
        const auto& alone = view.figure(BarrierKind::alone_removed, k);
        const auto& kept = view.figure(BarrierKind::alone_kept, k);
        rows.push_back({plan.scenario->shared.barriers[k].name, change(view, alone), change(view, kept)});
        first.add(alone.difference.mean);
        last.add(kept.difference.mean);
        if (!is_shared) continue;
        const auto& mean = view.figure(BarrierKind::shapley, k);
        rows.back().insert(rows.back().end(), {change(view, mean), share_of_all(view, mean)});
        share.add(mean.difference.mean);
    }
    rows.push_back({"sum", first.text(), last.text()});
    if (is_shared) rows.back().insert(rows.back().end(), {share.text(), ""});
    return aligned(rows, paint);
}

/// How the barriers act together.
std::string interaction_sentence(const View& view)
{
    if (view.analysis.plan.scenario->shared.barriers.size() < 2) return {};
    const BarrierFigure& beyond = view.figure(BarrierKind::interaction, every);
    const double all = view.figure(BarrierKind::all_removed, every).difference.mean;
    const std::string size =
        rounded(std::abs(beyond.difference.mean)) + spread(beyond.difference, view.is_ascii);
    if (beyond.difference.mean == 0.0)
        return "  Removing all changes exactly what the removals one by one add up to.\n";
    if (!std::isfinite(beyond.difference.low))
        return fmt::format(
            "  Removing all changes {} from the sum of the removals one by one; whether by luck, one "
            "replicate "
            "cannot tell.\n",
            with_sign(beyond.difference.mean));
    if (!is_beyond_luck(beyond.difference))
        return fmt::format(
            "  Removing all differs from the sum of the removals one by one by {}, which luck alone could "
            "do.\n",
            size);
    if ((beyond.difference.mean > 0.0) == (all > 0.0))
        return fmt::format(
            "  Removing all changes {} more than the removals one by one add up to: each barrier hides part "
            "of "
            "what the others hold back.\n",
            size);
    return fmt::format(
        "  Removing all changes {} less than the removals one by one add up to: the barriers hold back "
        "partly "
        "the same.\n",
        size);
}

/// Is it the same person by person, whatever is removed?
bool is_untouched(const View& view)
{
    return std::ranges::all_of(view.analysis.figures, [&](const BarrierFigure& figure) {
        return figure.stratum != 0 || figure.outcome != view.outcome ||
               std::ranges::all_of(figure.differences, [](double each) { return each == 0.0; });
    });
}

std::string outcome_lines(const View& view, const Paint& paint)
{
    const BarrierFigure& as_is = view.figure(BarrierKind::as_is, every);
    const BarrierFigure& all = view.figure(BarrierKind::all_removed, every);
    if (is_untouched(view))
        return fmt::format("\n{}{}{}, {}: {} whatever is removed\n", paint.strong, view.what().name,
                           paint.off, view.what().unit, level_of(view, as_is.value.mean));
    return fmt::format("\n{}{}{}, {}: as it is {}, without any barrier {} ({})\n", paint.strong,
                       view.what().name, paint.off, view.what().unit, level_of(view, as_is.value.mean),
                       level_of(view, all.value.mean), change(view, all)) +
           barrier_lines(view, paint) + interaction_sentence(view);
}

/// How far removing all barriers moves a measure, in standard errors: what stands out comes first.
double standing_out(const BarrierAnalysis& analysis, std::size_t outcome)
{
    for (const BarrierFigure& figure : analysis.figures) {
        if (figure.stratum != 0 || figure.outcome != outcome || figure.kind != BarrierKind::all_removed)
            continue;
        const double size = std::abs(figure.difference.mean);
        return figure.difference.error > 0.0 && size > 0.0 ? size / figure.difference.error : 0.0;
    }
    return 0.0;
}

/// Measures of the scenario, then money and health of each person; totals are in the tables.
std::vector<std::size_t> headlines(const BarrierAnalysis& analysis)
{
    const std::vector<Outcome>& outcomes = analysis.plan.outcomes;
    std::vector<std::size_t> measures, money;
    for (std::size_t k = 0; k < outcomes.size(); ++k) {
        const OutcomeKind kind = outcomes[k].kind;
        if (kind == OutcomeKind::costs || kind == OutcomeKind::qalys) continue;
        const bool is_money = kind == OutcomeKind::costs_each || kind == OutcomeKind::qalys_each;
        (is_money ? money : measures).push_back(k);
    }
    std::ranges::stable_sort(measures, std::greater{},
                             [&](std::size_t k) { return standing_out(analysis, k); });
    measures.insert(measures.end(), money.begin(), money.end());
    return measures;
}

std::string opening(const BarriersReport& report)
{
    const BarrierPlan& plan = report.analysis.plan;
    const Scenario& scenario = *plan.scenario;
    const auto plural = [](std::uint64_t n, std::string_view noun) {
        return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
    };
    std::string people = with_thousands(scenario.people.size);
    people += scenario.people.size == 1 ? " simulated person" : " simulated people";
    if (scenario.people.arrivals)
        people += " at the start and those who arrive";
    else if (scenario.people.scale != 1.0)
        people += fmt::format(", who stand for {},",
                              rounded(scenario.people.scale * static_cast<double>(scenario.people.size)));
    return fmt::format("{}, {} over {}; {}, seed {}; {} on the same luck.\n",
                       plural(scenario.shared.barriers.size(), "barrier"), people,
                       span_of_days(scenario.time.horizon), plural(scenario.run.replicates, "replicate"),
                       scenario.run.seed, plural(plan.runs.size(), "scenario"));
}

std::string titles(const BarrierPlan& plan)
{
    const auto& barriers = plan.scenario->shared.barriers;
    std::size_t width = 0;
    for (const Barrier& barrier : barriers) width = std::max(width, barrier.name.size());
    std::string text;
    for (const Barrier& barrier : barriers)
        if (!barrier.title.empty()) text += fmt::format("  {:<{}}  {}\n", barrier.name, width, barrier.title);
    return text;
}

std::string legend(const BarrierAnalysis& analysis, const TextStyle& style)
{
    std::string text =
        "removed alone: what changes if only this barrier goes; removed last: what changes if it goes after "
        "all\n"
        "others, which is what it would still hold back if it alone were kept";
    if (analysis.plan.sharing != Sharing::none)
        text +=
            "; Shapley share: what its removal changes on\n"
            "average over the orders of removal, so that the shares add up to the change without any barrier";
    text += ".\n";
    if (analysis.plan.sharing == Sharing::sampled)
        text += fmt::format(
            "Shares are means over {} orders drawn at random; their intervals hold that error too.\n",
            analysis.plan.permutations);
    if (analysis.plan.scenario->run.replicates < 2) return text;
    text += fmt::format("{} is half a 95 % interval of luck; parameters stand at their base case.",
                        style.is_ascii ? "+-" : "±");
    if (const double gain = gain_from_common_luck(analysis); std::isfinite(gain))
        text += fmt::format(
            " On the same luck the\nerrors of differences are {} times smaller than on luck of their own "
            "(median).",
            rounded(gain));
    return text + "\n";
}

std::string warning_lines(const BarriersReport& report, const Paint& paint)
{
    std::string text;
    for (const auto* all : {&report.facts.warnings, &report.analysis.plan.notes})
        for (const std::string& warning : *all)
            text += fmt::format("{}warning:{} {}\n", paint.warning, paint.off, warning);
    return text.empty() ? text : '\n' + text;
}

}  // namespace
}  // namespace report

double gain_from_common_luck(const BarrierAnalysis& analysis)
{
    std::vector<double> gains;
    for (const BarrierFigure& figure : analysis.figures)
        if (figure.stratum == 0 && figure.difference.error > 0.0)
            gains.push_back(figure.independent_error / figure.difference.error);
    if (gains.empty()) return MeanOverLuck::missing;
    const auto middle = gains.begin() + static_cast<std::ptrdiff_t>(gains.size() / 2);
    std::ranges::nth_element(gains, middle);
    return *middle;
}

std::string barriers_text(const BarriersReport& report, const TextStyle& style)
{
    using namespace report;
    const Paint paint = paint_of(style);
    const BarrierPlan& plan = report.analysis.plan;
    const Scenario& scenario = *plan.scenario;
    std::string text = fmt::format("{}{}{}\n", paint.strong,
                                   scenario.title.empty() ? scenario.name : scenario.title, paint.off);
    text += opening(report) + titles(plan);
    for (const std::size_t outcome : headlines(report.analysis))
        text += outcome_lines({report.analysis, outcome, style.is_ascii}, paint);
    text += fmt::format("\n{}{}{}", paint.faint, legend(report.analysis, style), paint.off);
    if (plan.strata.size() > 1)
        text += fmt::format("{} strata and totals are in barriers.csv.\n", plan.strata.size());
    return text + warning_lines(report, paint);
}

}  // namespace txpath
