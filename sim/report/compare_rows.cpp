#include "report/compare_rows.hpp"

#include <algorithm>
#include <numeric>

#include "report/measures.hpp"

namespace txpath::report {

namespace {

/// Places of things in the order of a text of theirs.
template <class Things, class Text>
std::vector<std::size_t> sorted_places(const Things& things, const Text& text)
{
    std::vector<std::size_t> places(things.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::sort(places, {}, [&](std::size_t k) -> const std::string& { return things[k].*text; });
    return places;
}

}  // namespace

CompareRows::CompareRows(const Comparison& comparison)
    : comparison_(comparison),
      strategies_(sorted_places(comparison.plan.study->strategies, &Strategy::name)),
      strata_(sorted_places(comparison.plan.strata, &Stratum::name))
{
}

const Scenario& CompareRows::scenario() const noexcept
{
    return plan().study->strategies[plan().study->reference].scenario;
}

const StrategyFigures& CompareRows::figures(std::size_t strategy) const
{
    return comparison_.strategies[strategy];
}

std::string_view CompareRows::name(std::size_t strategy) const
{
    return plan().study->strategies[strategy].name;
}

const ComparedFigure& CompareRows::each(std::size_t strategy, std::size_t stratum,
                                        const AccountItem& item) const
{
    return figures(strategy).each[stratum * plan().items.size() + place_of(plan(), item)];
}

double CompareRows::rate(std::size_t strategy, const AccountItem& item) const
{
    if (!item.is_discounted) return 0.0;
    const Economics& economics = plan().study->strategies[strategy].scenario.economics;
    return base_number(item.quantity == Quantity::costs ? economics.discount_costs
                                                        : economics.discount_health);
}

bool CompareRows::is_repeated(std::size_t strategy, const AccountItem& item) const
{
    return item.is_discounted && rate(strategy, item) == 0.0;
}

void CompareRows::keys(std::size_t strategy, std::size_t stratum, CsvWriter& out) const
{
    out.text("strategy", name(strategy)).text("stratum", plan().strata[stratum].name);
}

void CompareRows::figure_cells(std::size_t strategy, const ComparedFigure& figure, std::string_view value,
                               CsvWriter& out) const
{
    out.number(value, figure.value.mean).number("reference_value", figure.reference);
    difference_cells(strategy, figure, "difference", out);
}

void CompareRows::difference_cells(std::size_t strategy, const ComparedFigure& figure,
                                   std::string_view difference, CsvWriter& out) const
{
    number_unless_reference(strategy, difference, figure.difference.mean, out);
    number_unless_reference(strategy, "mcse", figure.difference.error, out);
    number_unless_reference(strategy, "low", figure.difference.low, out);
    number_unless_reference(strategy, "high", figure.difference.high, out);
    number_unless_reference(strategy, "independent_error", figure.independent_error, out);
}

void CompareRows::number_unless_reference(std::size_t strategy, std::string_view column, double value,
                                          CsvWriter& out) const
{
    if (strategy == plan().study->reference)
        out.missing(column);
    else
        out.number(column, value);
}

}  // namespace txpath::report
