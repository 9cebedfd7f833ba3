// tables_money.cpp -- costs and QALYs per person: ce, costs, qalys.
#include <algorithm>
#include <optional>
#include <tuple>

#include "report/measures.hpp"
#include "report/tables.hpp"

namespace txpath::report {
namespace {

/// Discounted and undiscounted rows are one and the same when the rate is 0; only one of them is written.
bool is_repeated(bool is_discounted, double rate)
{
    return is_discounted && rate == 0.0;
}

void error_cell(const PerPerson* figure, std::string_view column, CsvWriter& out)
{
    if (figure != nullptr && figure->has_error)
        out.number(column, figure->standard_error);
    else
        out.missing(column);
}

void mean_cell(const PerPerson* figure, std::string_view column, CsvWriter& out)
{
    if (figure != nullptr)
        out.number(column, figure->mean);
    else
        out.missing(column);
}

const PerPerson* total_cost(const EconomicSummary& economics, std::size_t group)
{
    for (const CostRow& row : economics.mean_costs)
        if (row.stratum == group && row.category.is_absent() && row.is_discounted) return &row.cost;
    return nullptr;
}

const PerPerson* total_qalys(const EconomicSummary& economics, std::size_t group)
{
    for (const QalyRow& row : economics.mean_qalys)
        if (row.stratum == group && row.is_discounted) return &row.qalys;
    return nullptr;
}

/// Tables of what economics holds: replicates only say which sample it is.
class MoneyTable : public TableMaker {
public:
    explicit MoneyTable(const TableTask& task) : report_(task.report), out_(task.out) {}
    void add(const ReplicateResult& replicate) final
    {
        if (!sample_) sample_ = replicate.sample + 1;
    }

protected:
    [[nodiscard]] const RunReport& report() const noexcept { return report_; }
    [[nodiscard]] CsvWriter& out() noexcept { return out_; }
    void begin_row() { out_.integer("sample", sample_.value_or(1)).integer("strategy_id", 1); }

private:
    const RunReport& report_;
    CsvWriter& out_;
    std::optional<std::uint32_t> sample_;
};

class Ce final : public MoneyTable {
public:
    using MoneyTable::MoneyTable;
    void finish() override
    {
        if (report().replicates.size() == 0) return;
        const std::vector<Stratum> groups = strata(report().scenario);
        for (std::size_t group = 0; group < groups.size(); ++group) {
            const PerPerson* costs = total_cost(report().economics, group);
            const PerPerson* qalys = total_qalys(report().economics, group);
            begin_row();
            out().text("strategy", report().scenario.name);
            out().integer("grp_id", group + 1).text("grp", groups[group].name);
            mean_cell(costs, "costs", out());
            mean_cell(qalys, "qalys", out());
            error_cell(costs, "costs_mcse", out());
            error_cell(qalys, "qalys_mcse", out());
            out().integer("n_replicates", report().replicates.size());
            out().end_row();
        }
    }
};

class Costs final : public MoneyTable {
public:
    using MoneyTable::MoneyTable;
    void finish() override
    {
        const Economics& money = report().scenario.economics;
        const double rate = base_number(money.discount_costs);
        const auto category = [&](const CostRow& row) {
            return row.category.is_absent() ? std::string("total") : money.categories[row.category];
        };
        const auto state_id = [](const CostRow& row) {
            return row.state.is_absent() ? 0 : row.state.index() + 1;
        };

        std::vector<CostRow> rows = report().economics.mean_costs;
        std::erase_if(rows, [&](const CostRow& row) { return is_repeated(row.is_discounted, rate); });
        std::ranges::sort(rows, {}, [&](const CostRow& row) {
            return std::tuple(row.stratum, state_id(row), category(row), row.is_discounted);
        });
        for (const CostRow& row : rows) {
            begin_row();
            out().integer("grp_id", row.stratum + 1);
            if (row.state.is_absent())
                out().missing("state_id");
            else
                out().integer("state_id", state_id(row));
            out().text("category", category(row)).number("dr", row.is_discounted ? rate : 0.0);
            out().number("costs", row.cost.mean);
            out().end_row();
        }
    }
};

class Qalys final : public MoneyTable {
public:
    using MoneyTable::MoneyTable;
    void finish() override
    {
        const double rate = base_number(report().scenario.economics.discount_health);
        for (const QalyRow& row : report().economics.mean_qalys) {
            if (is_repeated(row.is_discounted, rate)) continue;
            begin_row();
            out().integer("grp_id", row.stratum + 1).missing("state_id").text("category", "total");
            out().number("dr", row.is_discounted ? rate : 0.0).number("qalys", row.qalys.mean);
            out().end_row();
        }
    }
};

}  // namespace

Maker make_ce(const TableTask& task)
{
    return std::make_unique<Ce>(task);
}

Maker make_costs(const TableTask& task)
{
    return std::make_unique<Costs>(task);
}

Maker make_qalys(const TableTask& task)
{
    return std::make_unique<Qalys>(task);
}

}  // namespace txpath::report
