// compare_rows.hpp -- what the tables of a comparison have in common.
//
// Owns      CompareRows: strategies and strata in the order of their names, cells of a difference.
// Promises  cells of differences are empty of the reference.
#pragma once

#include <string_view>
#include <vector>

#include "report/csv.hpp"
#include "txpath/compare.hpp"

namespace txpath::report {

class CompareRows {
public:
    explicit CompareRows(const Comparison& comparison);  ///< a view

    [[nodiscard]] const Comparison& comparison() const noexcept { return comparison_; }
    [[nodiscard]] const ComparisonPlan& plan() const noexcept { return comparison_.plan; }
    [[nodiscard]] const Scenario& scenario() const noexcept;  ///< of the reference
    [[nodiscard]] const StrategyFigures& figures(std::size_t strategy) const;
    [[nodiscard]] std::string_view name(std::size_t strategy) const;
    [[nodiscard]] const std::vector<std::size_t>& strategies() const noexcept { return strategies_; }
    [[nodiscard]] const std::vector<std::size_t>& strata() const noexcept { return strata_; }

    template <class Write>
    void for_each(const Write& write) const
    {
        for (const std::size_t strategy : strategies_)
            for (const std::size_t stratum : strata_) write(strategy, stratum);
    }

    [[nodiscard]] const ComparedFigure& each(std::size_t strategy, std::size_t stratum,
                                             const AccountItem& item) const;
    /// The discount rate that an item has, 0 if it is not discounted.
    [[nodiscard]] double rate(std::size_t strategy, const AccountItem& item) const;
    /// Discounted and undiscounted are one and the same when the rate is 0; only one of them is written.
    [[nodiscard]] bool is_repeated(std::size_t strategy, const AccountItem& item) const;

    /// `strategy` and `stratum`; what follows is about them.
    void keys(std::size_t strategy, std::size_t stratum, CsvWriter& out) const;
    /// `value`, `reference_value`, and those of its difference.
    void figure_cells(std::size_t strategy, const ComparedFigure& figure, std::string_view value,
                      CsvWriter& out) const;
    /// `difference` to `independent_error`.
    void difference_cells(std::size_t strategy, const ComparedFigure& figure, std::string_view difference,
                          CsvWriter& out) const;
    void number_unless_reference(std::size_t strategy, std::string_view column, double value,
                                 CsvWriter& out) const;

private:
    const Comparison& comparison_;
    std::vector<std::size_t> strategies_, strata_;
};

}  // namespace txpath::report
