// sensitivity_test.cpp -- decisions whose tornado, thresholds and indices can be worked out by hand.
#include "txpath/sensitivity.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <map>

#include "support/decisions.hpp"

using namespace txpath;

namespace {

constexpr double threshold = 50000.0;

using Values = std::map<std::string, double>;

struct Figure {
    double cost = 0.0, qalys = 0.0;
    std::vector<double> cost_parts{0.0, 0.0}, qaly_parts{0.0, 0.0};
};
using Play = std::function<Figure(const std::string& strategy, const Values& values)>;

DecisionStudy with_thresholds(DecisionStudy study)
{
    study.name = "toy";
    study.thresholds = {20000.0, threshold};
    return study;
}

/// Two strategies with `a` uniform between 0 and 1, and `b` between 0 and 4.
std::vector<Parameter> two_values()
{
    return {uncertain("parameters.a", {Family::uniform, 0.0, 1.0, 0.0}),
            uncertain("parameters.b", {Family::uniform, 0.0, 4.0, 0.0})};
}

DecisionStudy two_alike()
{
    return with_thresholds(study_of({two_values(), two_values()}));
}

/// What the model of a test says, as `evaluate` would.
Evaluate playing(const DecisionStudy& study, const Play& play)
{
    return [&study, play](const EvaluateSpec&, std::size_t count, const auto& next, const auto& take) {
        for (std::size_t k = 0; k < count; ++k) {
            const ParameterDraw draw = next(k);
            DrawAnswer answer;
            answer.strategies.resize(study.strategies.size());
            for (std::size_t s = 0; s < study.strategies.size(); ++s) {
                const auto& parameters = study.strategies[s].scenario.parameters;
                if (draw.parameters[s].empty() && !parameters.empty()) continue;
                Values values;
                for (std::size_t at = 0; at < parameters.size(); ++at)
                    values[parameters[at].path] = draw.parameters[s][at];
                for (const auto& [path, number] : values)
                    if (number > 3.95) answer.refusal = path + " is too large";
                const Figure figure = play(study.strategies[s].name, values);
                StratumAccount account;
                account.people = 100.0;
                account.total_cost[1] = {figure.cost, 0.0, true};
                account.qalys[1] = {figure.qalys, 0.0, true};
                account.cost_parts = figure.cost_parts;
                account.qaly_parts = figure.qaly_parts;
                answer.strategies[s] = {account};
            }
            if (!answer.refusal.empty()) answer.strategies.assign(study.strategies.size(), {});
            take(k, answer);
        }
        return true;
    };
}

SensitivityAnalysis analysed(const DecisionStudy& study, const Play& play)
{
    const auto plan = plan_sensitivity(study, 1);
    REQUIRE(plan);
    const auto analysis = analyse_sensitivity(study, plan.value(), {}, playing(study, play));
    REQUIRE(analysis);
    return analysis.value();
}

/// The second costs 3000 a more and gains b / 100 QALYs.
Figure linear(const std::string& strategy, const Values& values)
{
    if (strategy == "first") return {500.0, 10.0};
    return {500.0 + 3000.0 * values.at("parameters.a"),
            10.0 + values.at("parameters.b") / 100.0,
            {30.0, -30.0},
            {0.0, 0.0}};
}

}  // namespace

TEST_CASE("bars are net benefits at the quantiles, the widest first", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.coverage = 0.9;
    const auto analysis = analysed(study, linear);
    // at 50,000: 500 b - 3000 a; base a = 1/2, b = 2; ends at 5 % and 95 %
    REQUIRE(analysis.tornado.size() == 4);
    const TornadoBar &a = analysis.tornado[2], &b = analysis.tornado[3];
    CHECK(analysis.base.figures[0][1].incremental_net_benefit[1].value == Approx(-500.0));
    CHECK(a.value == 0);
    CHECK(a.net_benefit[0] == Approx(500.0 * 2 - 3000.0 * 0.05));
    CHECK(a.net_benefit[1] == Approx(500.0 * 2 - 3000.0 * 0.95));
    CHECK(a.range.value == Approx(2700.0));
    CHECK(b.value == 1);
    CHECK(b.range.value == Approx(500.0 * 4 * 0.9));
    CHECK(b.is_beyond == Beyond::luck);  // the same parts on both sides: no luck in the difference
    CHECK(b.range.error == Approx(0.0).margin(1e-9));
    // the reference is best at the base, the second where a is small or b large
    REQUIRE(analysis.changes.size() == 3);
    CHECK(analysis.changes[0].threshold == 0);  // at 20,000: 200 b - 3000 a, so only a small
    CHECK(analysis.changes[0].value == 0);
    CHECK(analysis.changes[1].end == RangeEnd::low);
    CHECK(analysis.changes[1].margin.value == Approx(850.0));
    CHECK(analysis.changes[1].margin.error == Approx(std::sqrt(2.0) * 30.0));
    CHECK(analysis.changes[2].end == RangeEnd::high);
    CHECK(analysis.changes[2].to == 1);
}

TEST_CASE("a bar within the luck of its differences is called luck", "[sensitivity]")
{
    const auto analysis = analysed(two_alike(), [](const std::string& strategy, const Values& values) {
        const double a = values.at("parameters.a"), b = values.at("parameters.b");
        if (strategy == "first") return Figure{};
        // what a moves is 10 times what the luck is worth, what b moves a tenth
        return Figure{100.0 * a + b, 0.0, {5.0 * a + 5.0 * b, -5.0 * a - 5.0 * b}, {0.0, 0.0}};
    });
    CHECK(analysis.tornado[0].is_beyond == Beyond::luck);
    CHECK(analysis.tornado[0].range.error == Approx(std::sqrt(2.0) * 5.0 * 0.95));
    CHECK(analysis.tornado[1].is_beyond == Beyond::nothing);
}

TEST_CASE("identical strategies differ by nothing at all, anywhere", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.thresholds = {{{"parameters.a", 0.0, 1.0, {}}, "", ""}};
    study.sensitivity.two_way = {{{"parameters.a", {}, {}, {}}, {"parameters.b", 0.0, 3.0, {}}, 3}};
    const auto analysis = analysed(study, [](const std::string&, const Values& values) {
        return Figure{
            0.1 + values.at("parameters.a") / 3.0, values.at("parameters.b") / 7.0, {1.0, -1.0}, {0.1, -0.1}};
    });
    for (const TornadoBar& bar : analysis.tornado) {
        CHECK(bar.range.value == 0.0);
        CHECK(bar.is_beyond == Beyond::zero);
    }
    CHECK(analysis.changes.empty());
    for (const SearchResult& result : analysis.searches) {
        CHECK(result.is_equal_throughout);
        CHECK(result.crossings.empty());
        CHECK_FALSE(result.better);
    }
    for (const SweptPoint& point : analysis.two_way[0].points)
        CHECK(point.figures[0][1].incremental_net_benefit[1].value == 0.0);
}

TEST_CASE("the order of strategies changes the order of the answer alone", "[sensitivity]")
{
    DecisionStudy study = two_alike(), turned = two_alike();
    std::swap(turned.strategies[0], turned.strategies[1]);
    turned.reference = 1;
    const auto one = analysed(study, linear), other = analysed(turned, linear);
    REQUIRE(one.tornado.size() == other.tornado.size());
    for (std::size_t k = 0; k < one.tornado.size(); ++k) {
        CHECK(one.tornado[k].value == other.tornado[k].value);
        CHECK(one.tornado[k].range.value == other.tornado[k].range.value);
        CHECK(one.tornado[k].range.error == other.tornado[k].range.error);
    }
}

TEST_CASE("a crossing of lines is where they cross, with the error of the delta method", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.thresholds = {{{"parameters.a", 0.0, 1.0, {}}, "second", "first"}};
    const auto analysis = analysed(study, linear);
    REQUIRE(analysis.searches.size() == 2);
    // 1000 - 3000 a = 0 at 50,000; 400 - 3000 a at 20,000
    for (const std::size_t k : {0, 1}) {
        REQUIRE(analysis.searches[k].crossings.size() == 1);
        const Crossing& crossing = analysis.searches[k].crossings[0];
        CHECK(crossing.at == Approx(study.thresholds[k] * 0.02 / 3000.0).margin(2e-4));
        CHECK(crossing.error == Approx(std::sqrt(2.0) * 30.0 / 3000.0));
        CHECK(crossing.below == 1);
        CHECK(crossing.above == 0);
        CHECK(crossing.is_beyond == Beyond::luck);
    }
}

TEST_CASE("several crossings are all found, and none is said to be none", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.thresholds = {{{"parameters.a", 0.0, 1.0, {}}, "", ""},
                                    {{"parameters.b", 0.0, 2.0, {}}, "", ""}};
    const auto analysis = analysed(study, [](const std::string& strategy, const Values& values) {
        const double a = values.at("parameters.a"), b = values.at("parameters.b");
        if (strategy == "first") return Figure{};
        return Figure{(a - 0.23) * (a - 0.81) * (10.0 + b), 0.0};
    });
    REQUIRE(analysis.searches.size() == 4);
    const SearchResult& two = analysis.searches[0];
    REQUIRE(two.crossings.size() == 2);
    CHECK(two.crossings[0].at == Approx(0.23).margin(2e-4));
    CHECK(two.crossings[1].at == Approx(0.81).margin(2e-4));
    CHECK(two.crossings[0].below == 0);
    CHECK(two.crossings[0].above == 1);
    const SearchResult& none = analysis.searches[2];  // at a = 1/2 the second saves 0.0837 (10 + b)
    CHECK(none.crossings.empty());
    CHECK(none.better == std::size_t{1});
    CHECK(none.nearest_at == 0.0);
    CHECK(std::abs(none.nearest.value) == Approx(0.27 * 0.31 * 10.0));
}

TEST_CASE("a grid has the best strategy at each place", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.two_way = {{{"parameters.a", 0.0, 0.9, {}}, {"parameters.b", 0.0, 3.0, {}}, 4}};
    const auto analysis = analysed(study, linear);
    const GridResult& grid = analysis.two_way[0];
    CHECK(grid.second == std::vector<double>{0.0, 1.0, 2.0, 3.0});
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j) {
            const double benefit = 500.0 * grid.second[j] - 3000.0 * grid.first[i];
            const SweptPoint& point = grid.points[4 * i + j];
            CHECK(point.figures[0][1].incremental_net_benefit[1].value == Approx(benefit).margin(1e-6));
            CHECK(point.best[0][1] == (benefit > 0.0 ? 1 : 0));
        }
}

TEST_CASE("what cannot be answered is listed with its reason", "[sensitivity]")
{
    auto other = two_values();
    other[0] = uncertain("parameters.a", {Family::uniform, 0.2, 1.0, 0.0});
    DecisionStudy study = with_thresholds(study_of({two_values(), other}));
    study.sensitivity.one_way = {{"parameters.a", 0.1, 0.9, {}}, {"parameters.b", 0.0, 4.0, {}}};
    const auto analysis = analysed(study, linear);
    REQUIRE(analysis.left_out.size() == 2);
    CHECK(analysis.left_out[0].values == "parameters.a");
    CHECK(analysis.left_out[0].reason ==
          "it is 0.5 in 'first' and 0.6 in 'second', a difference that one number for both would erase");
    CHECK(analysis.left_out[1].values == "parameters.b at 4");
    CHECK(analysis.left_out[1].reason == "parameters.b is too large");
    REQUIRE(analysis.tornado.size() == 2);
    CHECK(analysis.tornado[1].is_answered == std::array{true, false});
    CHECK(analysis.tornado[1].range.value == Approx(1000.0));  // from b = 0 to the base of 2
}

TEST_CASE("a value that a strategy lacks, or says for certain, leaves it at its base", "[sensitivity]")
{
    DecisionStudy study = with_thresholds(study_of({{certain("parameters.a", 0.7)}, {two_values()[0]}}));
    const auto analysis = analysed(study, [](const std::string&, const Values& values) {
        return Figure{1000.0 * values.at("parameters.a"), 0.0};
    });
    REQUIRE(analysis.tornado.size() == 2);
    CHECK(analysis.tornado[0].net_benefit[0] == Approx(700.0 - 25.0));
    CHECK(analysis.tornado[0].net_benefit[1] == Approx(700.0 - 975.0));
    CHECK(analysis.runs == 2 + 2);  // the first is run once
}

TEST_CASE("shares of a branch keep their proportions when one is changed", "[sensitivity]")
{
    const std::vector<Parameter> shares{share_of("branch", "x", 2, 10), share_of("branch", "y", 3, 10),
                                        share_of("branch", "z", 5, 10)};
    DecisionStudy study = with_thresholds(study_of({{}, shares}));
    study.sensitivity.one_way = {{"branch.x", 0.1, 0.6, {}}};
    std::vector<Values> seen;
    static_cast<void>(analysed(study, [&](const std::string& strategy, const Values& values) {
        if (strategy == "second") seen.push_back(values);
        return Figure{};
    }));
    REQUIRE(seen.size() == 4);  // the base case twice: no life hangs on these values, so both ends share one
    CHECK(seen[1].at("branch.y") == 3.0 / 10.0);
    CHECK(seen[2].at("branch.y") == Approx(0.9 * 3.0 / 8.0));
    CHECK(seen[3].at("branch.y") == Approx(0.4 * 3.0 / 8.0));
    CHECK(seen[3].at("branch.z") == Approx(0.4 * 5.0 / 8.0));
}

TEST_CASE("Sobol indices of a product of values are those of its closed form", "[sensitivity]")
{
    auto values = two_values();
    values[1] = uncertain("parameters.b", {Family::uniform, 0.0, 2.0, 0.0});
    DecisionStudy study = with_thresholds(study_of({values, values}));
    study.sensitivity.global = GlobalSensitivity{4000};
    const auto analysis = analysed(study, [](const std::string& strategy, const Values& at) {
        if (strategy == "first") return Figure{};
        return Figure{at.at("parameters.a") * at.at("parameters.b"), 0.0};
    });
    CHECK(analysis.global_rows == 4000);
    REQUIRE(analysis.global.size() == 4);
    // a b with means 1/2 and 1, variances 1/12 and 1/3: 1/12 + 1/12 + 1/36
    const double whole = 1.0 / 12 + 1.0 / 12 + 1.0 / 36;
    for (const SobolIndex& index : analysis.global[0].indices) {
        CHECK(std::abs(index.first_order - 1.0 / 12 / whole) < 4.0 * index.first_order_error);
        CHECK(std::abs(index.total - (1.0 / 12 + 1.0 / 36) / whole) < 4.0 * index.total_error);
        CHECK(index.total_error < 0.03);
    }
    CHECK(std::isnan(analysis.global[1].indices[0].first_order));  // QALYs do not vary
}

TEST_CASE("a global analysis of correlated values is refused", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.global = GlobalSensitivity{};
    study.uncertainty.correlations = {{"parameters.a", "parameters.b", 0.5, {}}};
    const auto plan = plan_sensitivity(study, 1);
    REQUIRE_FALSE(plan);
    CHECK(
        plan.why_not().all().front().message ==
        "'global' asks for Sobol indices, which are defined for independent values, but the study correlates "
        "some");
}

TEST_CASE("the planned number of runs is the number that is run, but for closing in", "[sensitivity]")
{
    DecisionStudy study = two_alike();
    study.sensitivity.two_way = {{{"parameters.a", {}, {}, {}}, {"parameters.b", 0.0, 3.0, {}}, 5}};
    study.sensitivity.global = GlobalSensitivity{3};
    const auto plan = plan_sensitivity(study, 1);
    const auto analysis = analysed(study, linear);
    CHECK(analysis.left_out.empty());
    CHECK(analysis.runs == plan.value().runs(study));
    CHECK(analysis.runs == 2 + 2 * 2 * 2 + 2 * 25 + 2 * 4 * 3);
}
