// giants_test.cpp -- scenarios too large to keep in the repository, made when the test runs.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>

#include "support/written.hpp"
#include "txpath/model.hpp"

using namespace txpath;

namespace {

// Sanitizers make everything several times slower; the bars are for the program as it is used.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double slowness = 20.0;
#else
constexpr double slowness = 1.0;
#endif

struct Refusal {
    std::string text;
    double seconds = 0.0;
};

/// Seconds of processor time, so that a busy machine does not fail the test.
double processor_seconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Refusal refusal_of(const std::string& text)
{
    const WrittenFolder folder;
    const std::string path = folder.write("giant.yaml", text);
    const double start = processor_seconds();
    Refusal refusal;
    refusal.text = mistakes_in(path, folder.path().string());
    refusal.seconds = processor_seconds() - start;
    return refusal;
}

/// A scenario of about `lines` lines: tracks of twenty states in a ring, with costs, ratios and conditions.
std::string long_scenario(int lines)
{
    std::string text =
        "txpath: 1\ntime: {horizon: 2 years, report_every: 1 month}\n"
        "population:\n  size: 1000\n  attributes:\n    sex: {categories: {female: 0.5, male: 0.5}}\n"
        "    age: {normal: {mean: 44 years, sd: 14 years}, min: 18 years, ages: true}\n"
        "levels:\n  tolerance: {half_life: 20 days, toward: {track_0.s0: 1}}\n"
        "economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per "
        "year}}\n"
        "tracks:\n";
    constexpr int states = 20;
    for (int track = 0, line = 11; line < lines; ++track) {
        text += fmt::format("  track_{}:\n    start: s0\n    states:\n", track);
        for (int state = 0; state < states; ++state)
            text += fmt::format("      s{}: {{utility: 0.{}, costs: {{care: {} USD per month}}}}\n", state,
                                50 + state, state);
        text += "    transitions:\n";
        for (int state = 0; state < states; ++state)
            text += fmt::format(
                "      t{0}:\n        from: s{0}\n        to: {{s{1}: 0.5, s{2}: rest}}\n"
                "        rate: {{value: 0.5{0} per year, gamma: {{mean: 0.5{0}, sd: 0.05}}, source: "
                "assumption, note: made up}}\n"
                "        hazard_ratios: {{sex.female: 1.2, tolerance: {{per: 1, ratio: 2}}, age: {{per: 10 "
                "years, ratio: 1.1}}}}\n"
                "        only_if: {{tolerance: {{below: 5}}}}\n",
                state + 1 < states ? state + 1 : 0, (state + 2) % states, (state + 1) % states);
        line += 4 + states * 7;
    }
    return text;
}

}  // namespace

TEST_CASE("a scalar of 100 MB is refused within a second", "[scenario][bad]")
{
    const auto refusal = refusal_of("txpath: 1\ntitle: " + std::string(100'000'000, 'x') + "\n");
    CHECK(refusal.text == "giant.yaml: error: 'giant.yaml' is larger than 67108864 bytes\n");
    CHECK(refusal.seconds < 1.0 * slowness);
}

TEST_CASE("a million levels of nesting are refused within a second", "[scenario][bad]")
{
    std::string text = "txpath: 1\ntitle:";
    for (int line = 0; line < 100; ++line) text += "\n " + std::string(10'000, '[');
    const auto refusal = refusal_of(text);
    CHECK(refusal.text.find("error: the text is nested deeper than 32 levels\n") != std::string::npos);
    CHECK(refusal.seconds < 1.0 * slowness);
}

TEST_CASE("three hundred thousand keys are refused within a second", "[scenario][bad]")
{
    std::string text = "txpath: 1\ncounters:\n";
    for (int i = 0; i < 300'000; ++i) text += fmt::format(" a{}: 0\n", i);
    const auto refusal = refusal_of(text);
    CHECK(refusal.text ==
          "giant.yaml:100000:10: error: the file has more than 200,000 values\n"
          "100000 |  a99997: 0\n"
          "       |          ^\n");
    CHECK(refusal.seconds < 1.0 * slowness);
}

TEST_CASE("aliases of aliases are refused before they grow", "[scenario][bad]")
{
    std::string text = "txpath: 1\na: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name <= 'j'; ++name) {
        const char last = static_cast<char>(name - 1);
        text += fmt::format("{0}: &{0} [*{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}]\n", name, last);
    }
    const auto refusal = refusal_of(text);
    CHECK(refusal.text.find("giant.yaml:2:4: error: anchors (&name) are not part of the language") == 0);
    CHECK(refusal.seconds < 1.0 * slowness);
}

TEST_CASE("ten thousand mistakes are listed up to the hundredth", "[scenario][bad]")
{
    std::string text =
        "txpath: 1\ntime: {horizon: 2 years, report_every: 1 month}\npopulation: {size: 10}\n"
        "tracks:\n  care:\n    start: well\n    states: {well: {}}\n    transitions:\n";
    for (int i = 0; i < 10'000; ++i)
        text += fmt::format("      t{}: {{from: wel, to: well, rate: 1 per year}}\n", i);
    const auto refusal = refusal_of(text);
    CHECK(refusal.text.size() < 40'000);
    CHECK(refusal.seconds < 1.0 * slowness);
}

TEST_CASE("a scenario of 2,000 lines is loaded and checked in a tenth of a second", "[scenario][speed]")
{
    const WrittenFolder folder;
    const std::string path = folder.write("long.yaml", long_scenario(2000));
    double best = 1e9;
    for (int repeat = 0; repeat < 5; ++repeat) {
        const double start = processor_seconds();
        const auto result = load_scenario(path, {});
        if (!result) FAIL(render(result.why_not()));
        CHECK_FALSE(check_pathways(result.value()).has_errors());
        CHECK(result.value().transitions.size() == 280);
        best = std::min(best, processor_seconds() - start);
    }
    WARN("2,000 lines loaded and checked in " << best * 1000.0 << " ms");
    CHECK(best < 0.1 * slowness);
}
