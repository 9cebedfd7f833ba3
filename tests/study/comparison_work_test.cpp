// comparison_work_test.cpp -- claims about comparisons in units: the same numbers however they are divided.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/column_store.hpp"
#include "support/compared_clinic.hpp"
#include "support/held_answers.hpp"
#include "support/written.hpp"

using namespace txpath;
using namespace txpath::compared_clinic;

namespace {

std::vector<Override> common(const char* replicates)
{
    return {{"run.replicates", replicates}, {"population.size", "700"}};
}

ComparisonPlan plan_of(const std::vector<Made>& strategies, const std::vector<Override>& overrides)
{
    const auto plan = plan_comparison(study_of(strategies, overrides));
    REQUIRE(plan);
    return plan.value();
}

std::vector<double> replicates_of(const Comparison& comparison)
{
    std::vector<double> all;
    std::size_t next = 0;
    visit_replicates(comparison, [&](std::size_t replicate, std::span<const double> figures) {
        CHECK(replicate == next++);
        all.insert(all.end(), figures.begin(), figures.end());
    });
    return all;
}

bool are_same(const std::vector<double>& one, const std::vector<double>& other)
{
    return std::ranges::equal(one, other, [](double a, double b) { return is_same(a, b); });
}

/// Every number, bit by bit.
void check_same(const Comparison& one, const Comparison& other)
{
    REQUIRE(one.strategies.size() == other.strategies.size());
    for (std::size_t s = 0; s < one.strategies.size(); ++s) {
        const StrategyFigures &here = one.strategies[s], &there = other.strategies[s];
        const auto lists = lists_of(here), others = lists_of(there);
        for (std::size_t k = 0; k < lists.size(); ++k) {
            CHECK_FALSE(lists[k]->empty());
            CHECK(std::ranges::equal(*lists[k], *others[k],
                                     [](const auto& a, const auto& b) { return is_same(a, b); }));
        }
        CHECK(are_same(here.people, there.people));
        CHECK(here.instants == there.instants);
    }
    CHECK(are_same(replicates_of(one), replicates_of(other)));
    CHECK(one.instants == other.instants);
    CHECK(one.is_complete);
    CHECK(other.is_complete);
}

Comparison plainly(const ComparisonPlan& plan, int threads)
{
    CompareSpec spec;
    spec.threads = threads;
    return compare_strategies(plan, spec);
}

HeldAnswers done(const ComparisonPlan& plan)
{
    HeldAnswers held;
    do_in_parts(*work_of(plan), 1, 2, held);
    return held;
}

std::string error_of(const ComparisonPlan& plan, const HeldAnswers& held)
{
    try {
        (void)comparison_from(plan, held, {});
    } catch (const AnswerError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a comparison in units is the plain one to the last bit, however it is divided", "[compare][units]")
{
    const ComparisonPlan plan = plan_of({usual, doubled, dear}, common("9"));
    const Comparison plain = plainly(plan, 2);
    for (const int threads : {1, 2, 3}) {
        check_same(plainly(plan, threads), plain);
        for (const std::size_t parts : {1U, 7U, 64U}) {
            HeldAnswers held;
            do_in_parts(*work_of(plan), parts, threads, held);
            check_same(comparison_from(plan, held, {}), plain);
        }
    }
}

TEST_CASE("the only unit of a single replicate is all of it, with its batches of people", "[compare][units]")
{
    const ComparisonPlan plan = plan_of({usual, doubled}, common("1"));
    CHECK(work_of(plan)->units() == 1);
    const Comparison plain = plainly(plan, 1);
    check_same(comparison_from(plan, done(plan), {}), plain);
    const auto& costs = item_of(plain, 1, 0, decisive_costs(*plan.study));
    CHECK(costs.difference.error > 0.0);
    CHECK(costs.difference.error < costs.independent_error);
    CHECK(std::isnan(horizon_of(plain, 1, 0, "begun").difference.error));
}

TEST_CASE("numbers that do not fit into memory come back from the disk as they were", "[compare][units]")
{
    const ComparisonPlan plan = plan_of({usual, doubled}, common("40"));
    const HeldAnswers held = done(plan);
    const WrittenFolder folder;
    const Scratch little{4000, folder.path().string()};
    check_same(comparison_from(plan, held, little), comparison_from(plan, held, {}));
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("replicates may be added to those that are done", "[compare][units]")
{
    const ComparisonPlan few = plan_of({usual, doubled}, common("4")),
                         more = plan_of({usual, doubled}, common("7"));
    CHECK(can_grow(few).is_possible);
    CHECK(work_of(few)->identity() == work_of(more)->identity());
    const HeldAnswers some = done(few);
    HeldAnswers all = done(more);
    for (const auto& [unit, answer] : some.answers) CHECK(all.answers.at(unit) == answer);
    check_same(comparison_from(few, all, {}), comparison_from(few, some, {}));

    const ComparisonPlan one = plan_of({usual, doubled}, common("1"));
    CHECK_FALSE(can_grow(one).is_possible);
    CHECK(work_of(one)->identity() != work_of(few)->identity());
}

TEST_CASE("what answers depend on has another identity, and the rest has not", "[compare][units]")
{
    const auto identity = [](const std::vector<Made>& strategies, const std::vector<Override>& further) {
        std::vector<Override> overrides = common("4");
        overrides.insert(overrides.end(), further.begin(), further.end());
        return work_of(plan_of(strategies, overrides))->identity();
    };
    const std::uint64_t usually = identity({usual, doubled}, {});
    CHECK(identity({usual, doubled}, {}) == usually);
    CHECK(identity({usual, dear}, {}) != usually);
    CHECK(identity({doubled, usual}, {}) != usually);
    CHECK(identity({usual, doubled, dear}, {}) != usually);
    CHECK(identity({usual, doubled}, {{"run.seed", "6"}}) != usually);
    CHECK(identity({usual, doubled}, {{"population.size", "701"}}) != usually);
    CHECK(identity({usual, doubled}, {{"parameters.drug", "101 USD per year"}}) != usually);
    CHECK(identity({usual, doubled}, {{"economics.discount.costs", "4 % per year"}}) != usually);
    ComparisonPlan other = plan_of({usual, doubled}, common("4"));
    other.thresholds = {1.0};
    CHECK(work_of(other)->identity() == usually);
}

TEST_CASE("answers that are missing or damaged are an error that names the unit", "[compare][units]")
{
    const ComparisonPlan plan = plan_of({usual, doubled}, common("3"));
    const HeldAnswers held = done(plan);
    CHECK(error_of(plan, held).empty());
    HeldAnswers without = held;
    without.answers.erase(1);
    CHECK(error_of(plan, without) == "unit 1 has no answer");
    without.answers.erase(2);
    CHECK(error_of(plan, without) == "unit 1 has no answer");

    const std::string whole = held.answers.at(1);
    HeldAnswers hurt = held;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
        hurt.answers[1] = whole.substr(0, size);
        CHECK(error_of(plan, hurt) == "the answer of unit 1 is none of this comparison");
    }
    hurt.answers[1] = whole + '\0';
    CHECK(error_of(plan, hurt) == "the answer of unit 1 is none of this comparison");
    hurt.answers[1] = done(plan_of({usual, doubled}, common("1"))).answers.at(0);
    CHECK(error_of(plan, hurt) == "the answer of unit 1 is none of this comparison");
    const Draws draws{{3, 0, 0}};
    for (std::uint32_t k = 0; k < 300; ++k) {  // damage that shows is told, other damage changes numbers
        std::string changed = whole;
        const std::uint64_t luck = draws.bits(1, {0}, k);
        changed[luck % std::min<std::size_t>(changed.size(), 64)] = static_cast<char>(luck >> 32);
        hurt.answers[1] = changed;
        (void)error_of(plan, hurt);
    }
}

TEST_CASE("work that is stopped is told apart from work that is done", "[compare][units]")
{
    const ComparisonPlan plan = plan_of({usual, doubled}, common("6"));
    std::atomic<bool> stop = true;
    CompareSpec spec;
    spec.stop = &stop;
    CHECK_FALSE(compare_strategies(plan, spec).is_complete);

    std::atomic<bool> rest = false;
    UnitSpec how;
    how.threads = 2;
    how.rest = &rest;
    HeldAnswers held;
    const std::vector<std::uint64_t> units{0, 1, 2, 3, 4, 5};
    const auto work = work_of(plan);
    CHECK_FALSE(work->work(units, how, [&](std::uint64_t unit, std::string_view answer) {
        held.answers.emplace(unit, answer);
        rest = true;
    }));
    CHECK(held.answers.size() < units.size());
    CHECK_FALSE(held.answers.empty());
    rest = false;
    std::vector<std::uint64_t> left;
    for (const std::uint64_t unit : units)
        if (!held.answers.contains(unit)) left.push_back(unit);
    CHECK(work->work(
        left, {}, [&](std::uint64_t unit, std::string_view answer) { held.answers.emplace(unit, answer); }));
    check_same(comparison_from(plan, held, {}), plainly(plan, 2));
}
