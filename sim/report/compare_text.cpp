// compare_text.cpp -- a comparison in some lines for a terminal: the question, the answer of each strategy,
// and what is behind it.
//
// Promises  every difference comes with half its 95 % interval, or it is said why there is none.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "report/compare_rows.hpp"
#include "report/human.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"
#include "txpath/compare_report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr std::size_t most_inputs = 12;
constexpr double nearly_even = 1.1;  // share of a difference by share of people that is not worth a number

/// What the lines are made from.
struct View {
    const ComparisonReport& report;
    bool is_ascii;

    [[nodiscard]] const ComparisonPlan& plan() const { return report.comparison.plan; }
    [[nodiscard]] const DecisionStudy& study() const { return *plan().study; }
    [[nodiscard]] const Strategy& strategy(std::size_t s) const { return study().strategies[s]; }
    [[nodiscard]] const std::string& reference() const { return strategy(study().reference).name; }
    [[nodiscard]] const Scenario& scenario() const { return strategy(study().reference).scenario; }
    [[nodiscard]] bool has_money() const { return !scenario().economics.currency.empty(); }
    [[nodiscard]] const std::string& currency() const { return scenario().economics.currency; }
    [[nodiscard]] const StrategyFigures& figures(std::size_t s) const
    {
        return report.comparison.strategies[s];
    }
    [[nodiscard]] const ComparedFigure& item(std::size_t s, std::size_t stratum, const AccountItem& of) const
    {
        return figures(s).each[stratum * plan().items.size() + place_of(plan(), of)];
    }
    [[nodiscard]] std::vector<std::size_t> others() const
    {
        std::vector<std::size_t> found;
        for (std::size_t s = 0; s < study().strategies.size(); ++s)
            if (s != study().reference) found.push_back(s);
        return found;
    }
};

std::string plural(std::uint64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
}

std::string opening(const View& view)
{
    const Scenario& scenario = view.scenario();
    std::string people = with_thousands(scenario.people.size);
    people += scenario.people.size == 1 ? " simulated person" : " simulated people";
    if (scenario.people.arrivals)
        people += " at the start and those who arrive";
    else if (scenario.people.scale != 1.0)
        people += fmt::format(", who stand for {},",
                              rounded(scenario.people.scale * static_cast<double>(scenario.people.size)));
    std::string text = fmt::format("{}, {} over {}; {}, seed {}; all on the same luck.\n",
                                   view.study().strategies.size() == 1
                                       ? "1 strategy"
                                       : fmt::format("{} strategies", view.study().strategies.size()),
                                   people, span_of_days(scenario.time.horizon),
                                   plural(scenario.run.replicates, "replicate"), scenario.run.seed);
    std::size_t width = 0;
    for (const Strategy& strategy : view.study().strategies) width = std::max(width, strategy.name.size());
    for (const Strategy& strategy : view.study().strategies)
        text += fmt::format("  {:<{}}  {}{}\n", strategy.name, width, strategy.label,
                            strategy.name == view.reference() ? " (the reference)" : "");
    return text;
}

std::string answer(const View& view, std::size_t s)
{
    const MeanOverLuck& qalys = view.item(s, 0, decisive_qalys()).difference;
    const std::string start =
        fmt::format("{} against {}, per person: ", view.strategy(s).name, view.reference());
    if (!view.has_money()) return start + qaly_phrase(qalys, view.is_ascii) + ".\n";
    const MeanOverLuck& cost = view.item(s, 0, decisive_costs(view.study())).difference;
    return fmt::format("{}{}, {}{}.\n", start, cost_phrase(cost, view.currency(), view.is_ascii),
                       qaly_phrase(qalys, view.is_ascii), worth_phrase(cost, qalys, view.currency()));
}

/// Which strategy has the highest mean net benefit at a threshold that the study names.
std::string best_at(const View& view, std::size_t threshold)
{
    const auto benefit = [&](std::size_t s) -> const ComparedFigure& {
        return view.figures(s).benefits[threshold];  // of everybody, who come first
    };
    std::size_t best = view.study().reference;
    for (const std::size_t s : view.others())
        if (benefit(s).value.mean > benefit(best).value.mean) best = s;
    const std::string start =
        fmt::format("At {} {} per QALY {} has the highest net benefit",
                    rounded(view.plan().thresholds[threshold]), view.currency(), view.strategy(best).name);
    if (best == view.study().reference) return start + ".\n";
    const MeanOverLuck& gain = benefit(best).difference;
    return fmt::format("{}, {} {} per person above {}{}.\n", start, size_of(gain, view.is_ascii),
                       view.currency(), view.reference(), doubt(gain));
}

/// Costs, QALYs and life-years as differences show to three digits what levels hide.
std::string level_of(double value)
{
    const bool is_fine = std::isfinite(value) && std::abs(value) < 100.0;
    return is_fine ? fmt::format("{:.4g}", value) : rounded(value);
}

/// How far a strategy moves a measure, in standard errors: what stands out comes first.
double standing_out(const View& view, std::size_t measure)
{
    double most = 0.0;
    for (const std::size_t s : view.others()) {
        const MeanOverLuck& change = view.figures(s).horizon[measure].difference;
        if (change.error > 0.0) most = std::max(most, std::abs(change.mean) / change.error);
    }
    return most;
}

/// Measures of the scenario by how much they are moved, then money and health; totals are in the tables.
std::vector<std::size_t> headlines(const View& view)
{
    const auto& horizon = view.plan().horizon;
    std::vector<std::size_t> measures, money;
    for (std::size_t k = 0; k < horizon.size(); ++k) {
        if (horizon[k].name.ends_with(".total")) continue;
        (horizon[k].name.ends_with(".per_person") ? money : measures).push_back(k);
    }
    std::ranges::stable_sort(measures, std::greater{}, [&](std::size_t k) { return standing_out(view, k); });
    measures.insert(measures.end(), money.begin(), money.end());
    return measures;
}

std::string headline_table(const View& view, const Paint& paint)
{
    std::vector<TextRow> rows{{"over the whole horizon", view.reference()}};
    for (const std::size_t s : view.others()) rows[0].push_back(view.strategy(s).name);
    std::string untouched;
    for (const std::size_t k : headlines(view)) {
        const HorizonMeasure& measure = view.plan().horizon[k];
        const auto change = [&](std::size_t s) -> const MeanOverLuck& {
            return view.figures(s).horizon[k].difference;
        };
        const std::vector<std::size_t> others = view.others();
        if (std::ranges::all_of(others, [&](std::size_t s) { return is_nothing(change(s)); })) {
            untouched += (untouched.empty() ? "" : ", ") + measure.name;
            continue;
        }
        rows.push_back({fmt::format("{}, {}", measure.name, measure.unit),
                        level_of(view.figures(view.study().reference).horizon[k].value.mean)});
        for (const std::size_t s : others)
            rows.back().push_back(is_nothing(change(s))
                                      ? "the same"
                                      : with_sign(change(s).mean) + spread(change(s), view.is_ascii));
    }
    return (rows.size() > 1 ? aligned(rows, paint) : "") +
           (untouched.empty() ? "" : fmt::format("  the same under every strategy: {}\n", untouched));
}

std::string icer_table(const View& view, const Paint& paint)
{
    const std::vector<IcerRow> frontier = frontier_of(view.report.comparison, 0);
    if (frontier.empty()) return {};
    const std::string each = fmt::format("{} per QALY", view.currency());
    std::vector<TextRow> rows{{"frontier", "costs", "QALYs", "more costs", "more QALYs", each, ""}};
    const auto number = [](const std::optional<double>& value) { return value ? rounded(*value) : ""; };
    for (const IcerRow& row : frontier) {
        const std::string_view status = row.status == Dominance::dominated  ? "dominated"
                                        : row.status == Dominance::extended ? "extendedly dominated"
                                                                            : "";
        rows.push_back({view.strategy(row.strategy).name, rounded(row.cost), level_of(row.effect),
                        number(row.incremental_cost), number(row.incremental_effect), number(row.icer),
                        std::string(status)});
    }
    return '\n' + aligned(rows, paint);
}

/// What every year costs more, from everybody's perspective, or from the study's.
std::string budget_table(const View& view, const Paint& paint)
{
    const ComparisonPlan& plan = view.plan();
    const auto found = std::ranges::find(plan.perspectives, view.study().perspective);
    const std::size_t perspective = found == plan.perspectives.end()
                                        ? 0
                                        : static_cast<std::size_t>(found - plan.perspectives.begin()) + 1;
    const auto figure = [&](std::size_t s, std::size_t year) -> const MeanOverLuck& {
        return view.figures(s).budget[perspective * plan.years.size() + year].difference;
    };
    if (plan.years.empty() || view.others().empty()) return {};
    std::vector<TextRow> rows{{fmt::format("budget impact, {}", view.currency())}};
    for (std::size_t year = 0; year < plan.years.size(); ++year)
        rows[0].push_back(fmt::format("year {}", year + 1));
    for (const std::size_t s : view.others()) {
        rows.push_back({view.strategy(s).name});
        for (std::size_t year = 0; year < plan.years.size(); ++year) {
            if (!std::isfinite(figure(s, year).mean)) return {};
            rows.back().push_back(with_sign(figure(s, year).mean) + spread(figure(s, year), view.is_ascii));
        }
    }
    return '\n' + aligned(rows, paint);
}

/// Who gets more of the QALYs that a strategy changes than their number, and who less.
std::string equity_sentence(const View& view, std::size_t s)
{
    const ComparisonPlan& plan = view.plan();
    const std::size_t item = place_of(plan, decisive_qalys());
    const auto total = [&](std::size_t stratum) -> const MeanOverLuck& {
        return view.figures(s).totals[stratum * plan.items.size() + item].difference;
    };
    if (!is_beyond_luck(total(0))) return {};
    struct Part {
        std::size_t stratum;
        double of_people, of_change;
    };
    std::vector<Part> parts;
    for (std::size_t stratum = 1; stratum < plan.strata.size(); ++stratum)
        if (plan.strata[stratum].name.find(';') == std::string::npos && view.figures(s).people[stratum] > 0.0)
            parts.push_back({stratum, view.figures(s).people[stratum] / view.figures(s).people[0],
                             total(stratum).mean / total(0).mean});
    if (parts.size() < 2) return {};
    const auto relative = [](const Part& part) { return part.of_change / part.of_people; };
    const auto [least, most] = std::ranges::minmax_element(parts, {}, relative);
    if (relative(*most) < nearly_even && relative(*least) > 1.0 / nearly_even)
        return fmt::format("The QALYs that {} {} go to every stratum about as its people are many.\n",
                           view.strategy(s).name, total(0).mean > 0.0 ? "gives" : "takes");
    const auto said = [&](const Part& part) {
        return fmt::format("{:.0f} % to {}, who are {:.0f} % of the people", 100.0 * part.of_change,
                           plan.strata[part.stratum].name, 100.0 * part.of_people);
    };
    return fmt::format("Of the QALYs that {} {}, {}; {}.\n", view.strategy(s).name,
                       total(0).mean > 0.0 ? "gives" : "takes", said(*most), said(*least));
}

std::string input_lines(const View& view)
{
    std::string text;
    for (const std::size_t s : view.others()) {
        const std::vector<InputDifference>& inputs = view.plan().inputs[s];
        if (inputs.empty()) {
            text += fmt::format("{} has the same inputs as {}.\n", view.strategy(s).name, view.reference());
            continue;
        }
        text += fmt::format("{} is the same as {}, except\n", view.strategy(s).name, view.reference());
        for (std::size_t k = 0; k < std::min(inputs.size(), most_inputs); ++k)
            text +=
                fmt::format("  {}: {} {} {}\n", inputs[k].path,
                            inputs[k].is_in_reference ? inputs[k].reference : "nothing",
                            view.is_ascii ? "->" : "→", inputs[k].is_in_other ? inputs[k].other : "nothing");
        if (inputs.size() > most_inputs)
            text += fmt::format("  and {} more, in inputs.csv\n", inputs.size() - most_inputs);
    }
    return text;
}

std::string legend(const View& view)
{
    std::string text =
        "Columns of strategies: their difference from the reference. Costs and QALYs are discounted";
    text += view.study().perspective.empty() ? std::string(", life-years are not.\n")
                                             : fmt::format(
                                                   ", costs are those of the perspective {}; "
                                                   "life-years are not discounted.\n",
                                                   view.study().perspective);
    text += fmt::format("{} is half a 95 % interval of luck; parameters stand at their base case.",
                        view.is_ascii ? "+-" : "±");
    if (const double gain = gain_from_common_luck(view.report.comparison); std::isfinite(gain))
        text += fmt::format(
            " On the same luck the\nerrors of differences are {} times smaller than on luck of their own "
            "(median).",
            rounded(gain));
    return text + '\n';
}

std::string warning_lines(const View& view, const Paint& paint)
{
    std::string text;
    for (const auto* all : {&view.report.facts.warnings, &view.plan().notes})
        for (const std::string& warning : *all)
            text += fmt::format("{}warning:{} {}\n", paint.warning, paint.off, warning);
    return text.empty() ? text : '\n' + text;
}

}  // namespace
}  // namespace report

std::string comparison_text(const ComparisonReport& report, const TextStyle& style)
{
    using namespace report;
    const View view{report, style.is_ascii};
    const Paint paint = paint_of(style);
    const DecisionStudy& study = view.study();
    std::string text =
        fmt::format("{}{}{}\n", paint.strong, study.title.empty() ? study.name : study.title, paint.off);
    text += opening(view) + '\n';
    for (const std::size_t s : view.others()) text += answer(view, s);
    for (std::size_t k = 0; k < study.thresholds.size() && view.has_money(); ++k) text += best_at(view, k);
    for (const std::size_t s : view.others()) text += equity_sentence(view, s);
    text += '\n' + headline_table(view, paint) + icer_table(view, paint) + budget_table(view, paint);
    text += '\n' + input_lines(view);
    text += fmt::format("\n{}{}{}", paint.faint, legend(view), paint.off);
    if (view.plan().strata.size() > 1)
        text += fmt::format("{} strata, courses over time and totals are in the tables.\n",
                            view.plan().strata.size());
    return text + warning_lines(view, paint);
}

}  // namespace txpath
