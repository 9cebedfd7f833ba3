// oracle_examples_test.cpp -- the examples meet the exact answers in tests/data/examples/expected.csv.
//
// The answers were worked out apart from any simulation:
//   two_exits      exp(-1.5 t), and 0.9/1.5 and 0.6/1.5 of the rest
//   sick_sicker    with Q the generator of hazards -log(1 - p): row of exp(Q t); costs and QALYs are
//                  start (Q - rho)^-1 (exp((Q - rho) T) - 1) rewards with rho = log 1.03
//   tolerance      1 - exp(-integral of 0.05 x 6^x(t)), x = 1 - 2^(-t/60) for a year, then falling with
//   half-life 20 relapse_curve  1 - S(t): exp(-(t/30)^0.5); exp of minus the sum of weeks x hazards; 1 / (1 +
//   (t/20)^1.3)
// The first test works out two of them again.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>

#include "support/oracle.hpp"
#include "support/read_csv.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

const std::string folder = std::string(TXPATH_SOURCE) + "/tests/data/examples/";

struct Answer {
    std::string example, measure, time;
    double exact;
};

std::vector<Answer> answers()
{
    std::ifstream file(folder + "expected.csv");
    std::ostringstream text;
    text << file.rdbuf();
    std::vector<Answer> answers;
    for (const auto& row : test::read_csv(text.str()))
        if (row[0] != "example") answers.push_back({row[0], row[1], row[2], std::stod(row[3])});
    return answers;
}

/// `3 months` in days.
double days_of(const std::string& time)
{
    return std::stod(time) * (time.find("month") != std::string::npos ? year / 12.0 : year);
}

PerPerson discounted_cost(const EconomicSummary& money)
{
    for (const CostRow& row : money.mean_costs)
        if (row.stratum == 0 && row.category.is_absent() && row.state.is_absent() && row.is_discounted)
            return row.cost;
    throw std::logic_error("no total of discounted costs");
}

PerPerson discounted_qalys(const EconomicSummary& money)
{
    for (const QalyRow& row : money.mean_qalys)
        if (row.stratum == 0 && row.is_discounted) return row.qalys;
    throw std::logic_error("no discounted QALYs");
}

double errors_of(const Answer& answer, const Experiment& experiment)
{
    if (answer.measure.rfind("share ", 0) == 0)
        return errors_of_share(experiment, answer.measure.substr(6), days_of(answer.time), answer.exact);
    const EconomicSummary money = experiment.money();
    const PerPerson found =
        answer.measure.rfind("discounted cost", 0) == 0 ? discounted_cost(money) : discounted_qalys(money);
    REQUIRE(found.has_error);
    return (found.mean - answer.exact) / found.standard_error;
}

/// Run one example and compare all its answers; tell the standard errors when asked to.
std::string compare_with_answers(const std::string& example, const std::vector<Override>& overrides)
{
    const Experiment experiment = run_file(folder + example + ".yaml", overrides);
    std::string told;
    for (const Answer& answer : answers()) {
        if (answer.example != example) continue;
        const double errors = errors_of(answer, experiment);
        told += fmt::format("{:20} {:36} {:10} {:+6.2f} standard errors\n", example, answer.measure,
                            answer.time, errors);
        INFO(told);
        CHECK(std::abs(errors) < errors_allowed);
    }
    CHECK_FALSE(told.empty());
    return told;
}

const std::vector<std::string> examples = {"two_exits", "sick_sicker", "sick_sicker_treated", "tolerance",
                                           "relapse_curve"};

}  // namespace

TEST_CASE("the answers kept for the examples are what their formulas give", "[oracle]")
{
    const double a_year_high = integral(
        [](double t) { return 0.05 / year * std::pow(6.0, 1.0 - std::exp2(-t / 60.0)); }, {0.0, year});
    const double top = 1.0 - std::exp2(-year / 60.0);
    const double then = integral(
        [&](double t) { return 0.05 / year * std::pow(6.0, top * std::exp2(-t / 20.0)); }, {0.0, year});
    for (const Answer& answer : answers()) {
        if (answer.example == "tolerance" && answer.time == "1 year")
            CHECK(answer.exact == Approx(-std::expm1(-a_year_high)).epsilon(1e-9));
        if (answer.example == "tolerance" && answer.time == "2 years")
            CHECK(answer.exact == Approx(-std::expm1(-a_year_high - then)).epsilon(1e-9));
        if (answer.measure == "share c.relapsed" && answer.time == "3 months")
            CHECK(answer.exact ==
                  Approx(1.0 - 1.0 / (1.0 + std::pow(year / 4.0 / 140.0, 1.3))).epsilon(1e-12));
    }
}

TEST_CASE("the examples meet their exact answers as they stand", "[oracle][engine][examples]")
{
    for (const std::string& example : examples) compare_with_answers(example, {});
}

TEST_CASE("the examples meet their exact answers with ten million people",
          "[oracle][engine][examples][.slow]")
{
    for (const std::string& example : examples)
        std::cout << compare_with_answers(example, {{"population.size", "10 million"}});
}

TEST_CASE("the examples meet their exact answers over a hundred replicates",
          "[oracle][engine][examples][.slow]")
{
    for (const std::string& example : examples)
        std::cout << compare_with_answers(example, {{"run.replicates", "100"}});
}
