// oracle_cea_test.cpp -- cost-effectiveness against tests/study/cea_oracle.py, which works in exact
// fractions.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "support/read_csv.hpp"
#include "txpath/cea.hpp"

using namespace txpath;

namespace {

/// A row of a table of the oracle, by column.
using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& table)
{
    const std::string path = fmt::format("{}/tests/data/cea/{}.csv", TXPATH_SOURCE, table);
    const auto text = read_file(path, 1 << 24);
    REQUIRE(text.failure == ReadFailure::none);
    const test::CsvRows cells = test::read_csv(text.text);
    std::vector<Row> rows;
    for (std::size_t line = 1; line < cells.size(); ++line) {
        Row row;
        for (std::size_t place = 0; place < cells[0].size(); ++place)
            row[cells[0][place]] = cells[line][place];
        rows.push_back(row);
    }
    REQUIRE(!rows.empty());
    return rows;
}

double number(const Row& row, const std::string& column)
{
    return std::stod(row.at(column));
}

std::size_t place(const Row& row, const std::string& column)
{
    return std::stoul(row.at(column));
}

std::map<std::string, std::vector<Row>> by_set(const std::vector<Row>& rows)
{
    std::map<std::string, std::vector<Row>> sets;
    for (const Row& row : rows) sets[row.at("set")].push_back(row);
    return sets;
}

/// To 1e-10 of what is expected; 0 is 0.
void check_same(double found, double expected)
{
    CHECK(std::abs(found - expected) <= 1e-10 * std::abs(expected));
}

void check_same(const std::optional<double>& found, const std::string& expected)
{
    REQUIRE(found.has_value() == !expected.empty());
    if (found) check_same(*found, std::stod(expected));
}

std::string status_of(Dominance status)
{
    return status == Dominance::not_dominated ? "ND" : status == Dominance::extended ? "ED" : "D";
}

CostsAndEffects sample_of(const std::vector<Row>& rows)
{
    CostsAndEffects sample;
    sample.samples = place(rows.back(), "sample") + 1;
    sample.strategies = place(rows.back(), "strategy") + 1;
    REQUIRE(rows.size() == sample.samples * sample.strategies);
    for (const Row& row : rows) {
        sample.costs.push_back(number(row, "cost"));
        sample.effects.push_back(number(row, "effect"));
    }
    return sample;
}

}  // namespace

TEST_CASE("ICERs, statuses and copies are those of exact fractions", "[cea]")
{
    const auto sets = by_set(rows_of("icers"));
    REQUIRE(sets.size() == 25);
    for (const auto& [name, rows] : sets) {
        INFO(name);
        std::vector<double> costs(rows.size()), effects(rows.size());
        for (const Row& row : rows) {
            costs[place(row, "strategy")] = number(row, "cost");
            effects[place(row, "strategy")] = number(row, "effect");
        }
        const std::vector<IcerRow> found = icers(costs, effects);
        REQUIRE(found.size() == rows.size());
        for (std::size_t line = 0; line < rows.size(); ++line) {
            const Row& expected = rows[line];
            INFO("row " << line);
            CHECK(found[line].strategy == place(expected, "strategy"));
            CHECK(found[line].cost == number(expected, "cost"));
            CHECK(found[line].effect == number(expected, "effect"));
            CHECK(status_of(found[line].status) == expected.at("status"));
            check_same(found[line].incremental_cost, expected.at("incremental_cost"));
            check_same(found[line].incremental_effect, expected.at("incremental_effect"));
            check_same(found[line].icer, expected.at("icer"));
            const std::string& copy = expected.at("same_as");
            CHECK(found[line].same_as == (copy.empty() ? std::nullopt : std::optional(std::stoul(copy))));
        }
    }
}

TEST_CASE("acceptability, its frontier, losses and EVPI are those of exact fractions", "[cea]")
{
    const auto samples = by_set(rows_of("samples"));
    for (const auto& [name, rows] : by_set(rows_of("acceptability"))) {
        INFO(name);
        std::vector<double> thresholds;
        for (const Row& row : rows)
            if (place(row, "strategy") == 0) thresholds.push_back(number(row, "threshold"));
        const CostsAndEffects sample = sample_of(samples.at(name));
        const std::vector<Acceptability> curve = acceptability(sample, thresholds);
        REQUIRE(curve.size() * sample.strategies == rows.size());
        for (std::size_t line = 0; line < rows.size(); ++line) {
            const Row& expected = rows[line];
            const Acceptability& at = curve[line / sample.strategies];
            const std::size_t strategy = place(expected, "strategy");
            INFO("threshold " << at.threshold << ", strategy " << strategy);
            CHECK(at.threshold == number(expected, "threshold"));
            check_same(at.proportion[strategy], number(expected, "proportion"));
            check_same(at.mean_benefit[strategy], number(expected, "mean_benefit"));
            check_same(at.expected_loss[strategy], number(expected, "expected_loss"));
            CHECK((at.best == strategy) == (expected.at("is_best") == "1"));
            CHECK(at.is_tied == (expected.at("is_tied") == "1"));
            check_same(at.evpi, number(expected, "evpi"));
        }
    }
}

TEST_CASE("people whom a decision concerns are those of 40 digits", "[cea]")
{
    for (const Row& row : rows_of("affected"))
        check_same(affected_people(number(row, "per_year"), number(row, "years"), number(row, "discount")),
                   number(row, "people"));
}
