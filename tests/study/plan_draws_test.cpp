// plan_draws_test.cpp -- what plans refuse, and what they call their values.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/decisions.hpp"
#include "support/written.hpp"
#include "txpath/model.hpp"

using namespace txpath;

namespace {

const Distribution unit{Family::uniform, 0.0, 1.0, 0.0};

Transition branch(const std::string& name, std::vector<Option> to)
{
    Transition transition;
    transition.name = name;
    transition.track = TrackId{0};
    transition.to = std::move(to);
    transition.at = {"care.yaml", 12, 3, 1};
    return transition;
}

Option option(std::size_t parameter)
{
    Option option;
    option.probability.parameter = ParameterId{parameter};
    return option;
}

}  // namespace

TEST_CASE("correlations that contradict one another are named with their eigenvalue", "[draws]")
{
    DecisionStudy study = study_of({{uncertain("a", unit), uncertain("b", unit), uncertain("c", unit)}});
    study.text = "title: x\nuncertainty:\n  correlations: [...]\n";
    const Span at{"study.yaml", 3, 17, 5};
    study.uncertainty.correlations = {{"a", "b", -0.9, at}, {"b", "c", -0.9, at}, {"a", "c", -0.9, at}};
    // r = 2 sin(0.15 pi) = 0.908; 1 - 2 r = -0.816; 2 sin(x pi / 6) is 1 / 2 at x = 0.4826 = 0.536 * 0.9
    CHECK(refusal_of(study) ==
          "study.yaml:3:17: error: the correlations contradict one another: the smallest eigenvalue of their "
          "matrix is -0.816, not above 0\n"
          "    3 |   correlations: [...]\n"
          "      |                 ^~~~~ bring them nearer to 0: times 0.53, all of them could hold\n"
          " help | most to blame are -0.9 of 'a' with 'b', -0.9 of 'b' with 'c', -0.9 of 'a' with 'c'\n");
    for (auto& pair : study.uncertainty.correlations) pair.rho *= 0.53;
    CHECK(refusal_of(study).empty());
}

TEST_CASE("correlations that cannot be are refused", "[draws]")
{
    DecisionStudy study =
        study_of({{uncertain("a", unit), uncertain("b", unit), certain("f", 1.0), uncertain("g", unit),
                   share_of("t.to", "x", 1.0, 3.0), share_of("t.to", "y", 2.0, 3.0)}});
    study.uncertainty.samples = 1;
    study.uncertainty.given = GivenDraws{"draws.csv", {"g"}, {{0.5}}};
    study.uncertainty.correlations = {{"a", "f", 0.1, {}}, {"a", "g", 0.1, {}}, {"t.to.x", "a", 0.1, {}},
                                      {"b", "b", 0.1, {}}, {"a", "b", 0.1, {}}, {"b", "a", 0.1, {}},
                                      {"a", "b", 1.5, {}}};
    const std::string found = refusal_of(study);
    for (const char* sentence :
         {"a correlation is of 'f', which does not vary", "a correlation is of 'g', whose draws a file gives",
          "a correlation is of 't.to.x', which is drawn together with the other shares of its branch",
          "'b' is correlated with itself", "the correlation of 'b' with 'a' is given twice",
          "a correlation is 1.5, which is not between -1 and 1"}) {
        INFO(found);
        CHECK(found.find(sentence) != std::string::npos);
    }
}

TEST_CASE("given draws that do not fit are refused", "[draws]")
{
    DecisionStudy study = study_of({{uncertain("a", unit), certain("c", 4.0)}, {certain("c", 5.0)}});
    study.uncertainty.samples = 3;
    study.uncertainty.given = GivenDraws{"draws.csv", {"a", "c", "z"}, {{1, 1, 1}, {1, NAN, 1}}};
    CHECK(refusal_of(study) ==
          "draws.csv: error: the file has 2 rows of draws for 3 samples\n"
          "      | give more rows, or write 'samples: 2'\n"
          "draws.csv: error: row 2 of the draws is not finite\n"
          "      | drop the row\n"
          "draws.csv: error: the draws of 'c' are given, but it is 4 in 'first' and 5 in 'second', a "
          "difference "
          "they would erase\n"
          "      | drop its column, or give it a distribution where it is uncertain\n"
          "draws.csv: error: no strategy has a value 'z'\n"
          "      | drop its column\n");
    study.uncertainty.given = GivenDraws{"draws.csv", {"a"}, {{1}, {2}, {3}}};
    study.uncertainty.vary = {"b"};
    CHECK(refusal_of(study).find("the draws of 'a' are given, but 'vary' leaves it out") !=
          std::string::npos);
}

TEST_CASE("a study in which nothing can be drawn is refused", "[draws]")
{
    DecisionStudy study = study_of({{certain("a", 1.0)}});
    CHECK(refusal_of(study).find("no value of any strategy has a distribution") != std::string::npos);
    study.uncertainty.vary = {"a"};
    CHECK(refusal_of(study) ==
          "error: 'vary' names 'a', where no value has a distribution\n"
          "      | name an uncertain value or a part of the scenario that holds one\n");
    study = study_of({{uncertain("a", unit)}});
    study.uncertainty.samples = 0;
    CHECK(refusal_of(study).find("'samples' is 0") != std::string::npos);
}

TEST_CASE("more values than Sobol's points have dimensions are refused", "[draws]")
{
    std::vector<Parameter> parameters;
    for (std::size_t k = 0; k < 3668; ++k) parameters.push_back(uncertain("p" + std::to_string(k), unit));
    DecisionStudy study = study_of({parameters});
    CHECK(refusal_of(study).empty());
    study.uncertainty.sampling = Sampling::sobol;
    CHECK(refusal_of(study) ==
          "error: 3668 values vary, more than the 3667 dimensions of Sobol's points\n"
          "      | write 'sampling: latin_hypercube', or fewer under 'vary'\n");
}

TEST_CASE("shares that vary must be able to sum to 1", "[draws]")
{
    DecisionStudy study = study_of({{uncertain("p.a", unit), uncertain("p.b", unit),
                                     share_of("q", "x", 1.0, 2.0), share_of("q", "y", 1.0, 2.0)}});
    Scenario& scenario = study.strategies[0].scenario;
    scenario.tracks.emplace_back().name = "care";
    scenario.transitions.push_back(branch("whole", {option(2), option(3)}));
    CHECK(refusal_of(study).empty());

    scenario.transitions.push_back(branch("split", {option(0), option(1)}));
    CHECK(refusal_of(study) ==
          "care.yaml:12:3: error: the shares of 'care.split' vary one by one, so they would not sum to 1\n"
          "      | write 'rest' for one of them, or a 'dirichlet' for the branch\n");
    scenario.transitions.back().to[1].is_rest = true;
    CHECK(refusal_of(study).empty());

    study.uncertainty.vary = {"q.x"};
    CHECK(refusal_of(study) ==
          "care.yaml:12:3: error: only some of the shares of 'care.whole' vary, though they are drawn "
          "together\n"
          "      | let 'vary' or the file name the branch with all its shares\n");

    study.uncertainty.vary = {};
    study.uncertainty.samples = 2;
    study.uncertainty.given = GivenDraws{"draws.csv", {"q.x", "q.y"}, {{0.25, 0.75}, {0.5, 0.6}}};
    CHECK(refusal_of(study) ==
          "care.yaml:12:3: error: row 2 of the given draws makes the shares of 'care.whole' sum to 1.1\n"
          "      | give shares that sum to 1, with all their digits\n");
    study.uncertainty.given->rows[1] = {0.5, 0.5};
    CHECK(numbers(plan_of(study), "q.x", 0) == std::vector<double>{0.25, 0.5});
}

TEST_CASE("values are shown in the unit in which their base case is written", "[draws]")
{
    const auto shown = [](const std::string& written, double base) {
        Parameter value = uncertain("a", unit);
        value.written = written;
        value.base = base;
        const DrawPlan plan = plan_of(study_of({{value}}));
        return std::pair(plan.values()[0].unit, plan.values()[0].unit_size);
    };
    CHECK(shown("0.6 per year", 0.6 / 365.25) == std::pair(std::string("per year"), 0.6 / 365.25 / 0.6));
    CHECK(shown("33 % within 14 weeks", 0.33) == std::pair(std::string("% within 14 weeks"), 0.01));
    CHECK(shown("4%", 0.04) == std::pair(std::string("%"), 0.01));
    CHECK(shown("3", 3.0) == std::pair(std::string(), 1.0));
    CHECK(shown("2027-01-01", 30.0) == std::pair(std::string(), 1.0));
    CHECK(shown("", 30.0) == std::pair(std::string(), 1.0));
}

TEST_CASE("draws of a scenario file compile, and what the model refuses is drawn all the same", "[draws]")
{
    const auto text = [](const char* chance) {
        return care_scenario(
            "population: {size: 10}",
            std::string(
                "      fall: {from: well, rate: {value: 0.6 per year, gamma: {mean: 0.6, sd: 0.3 per year}, "
                "source: assumption, note: x}, to: {dirichlet: {counts: {ill: 12, well: 30}}, source: "
                "assumption, note: x}}\n"
                "      rise: {from: ill, rate: 1 per year, to: {well: {value: 0.5, ") +
                chance + ", source: assumption, note: x}, ill: rest}}\n");
    };
    DecisionStudy study = study_of({{}});
    study.strategies[0].scenario = loaded(text("uniform: {min: 0.2, max: 0.9}"));
    study.uncertainty.samples = 64;
    const Scenario& scenario = study.strategies[0].scenario;
    const DrawPlan plan = plan_of(study);
    REQUIRE(plan.values().size() == 4);
    CHECK(plan.values()[0].column == "tracks_care_transitions_fall_rate");
    CHECK(plan.values()[0].unit == "per year");
    CHECK(plan.values()[0].unit_size == Approx(1.0 / 365.25));
    for (std::uint32_t sample = 0; sample < 64; ++sample) {
        const auto parameters = plan.parameters(0, sample);
        CHECK(compile(scenario, parameters));
        CHECK(plan.shown(sample)[0] == Approx(parameters[0] * 365.25));
    }

    // outside what the reader checks: a file of draws says so
    study.uncertainty.given = GivenDraws{"draws.csv", {plan.values()[3].path}, {{0.3}, {1.2}}};
    study.uncertainty.samples = 2;
    const DrawPlan given = plan_of(study);
    CHECK(compile(scenario, given.parameters(0, 0)));
    const auto refused = compile(scenario, given.parameters(0, 1));
    REQUIRE_FALSE(refused);
    CHECK(refused.why_not().all()[0].message.find("outside 0 to 1") != std::string::npos);
}

TEST_CASE("columns of values are plain, unique names", "[draws]")
{
    DecisionStudy study =
        study_of({{uncertain("parameters.price", unit), uncertain("parameters.sample", unit),
                   uncertain("tracks.SSRI.to[0].rate", unit), uncertain("tracks.ssri.to_0.rate", unit),
                   uncertain("0", unit)}});
    std::vector<std::string> columns;
    const DrawPlan plan = plan_of(study);
    for (const VariedValue& value : plan.values()) columns.push_back(value.column);
    CHECK(columns == std::vector<std::string>{"value_0", "price", "sample_2", "tracks_ssri_to_0_rate",
                                              "tracks_ssri_to_0_rate_2"});
}
