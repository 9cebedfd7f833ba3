// diagnostic_test.cpp -- claims about what a person sees of a mistake.
#include "txpath/diagnostic.hpp"

#include <catch2/catch.hpp>

using namespace txpath;

namespace {

Diagnostic mistake_at(std::size_t line, std::size_t column, std::size_t length, std::string excerpt)
{
    return {
        Severity::error, Fault::scenario, {"a.yaml", line, column, length}, "no", std::move(excerpt), {}, {}};
}

}  // namespace

TEST_CASE("a mistake shows its line, a caret with advice, and help", "[diagnostic]")
{
    auto found = mistake_at(14, 3, 12, "  hazard_ratoi: {sex.female: 1.2}");
    found.message = "unknown key 'hazard_ratoi'";
    found.advice = "did you mean 'hazard_ratios'?";
    found.help = "allowed here: from, to";
    CHECK(render(found) ==
          "a.yaml:14:3: error: unknown key 'hazard_ratoi'\n"
          "   14 |   hazard_ratoi: {sex.female: 1.2}\n"
          "      |   ^~~~~~~~~~~~ did you mean 'hazard_ratios'?\n"
          " help | allowed here: from, to\n");
}

TEST_CASE("a caret counts characters, and a tab as four", "[diagnostic]")
{
    CHECK(render(mistake_at(1, 8, 2, "na\xC3\xAFve: ab")) ==
          "a.yaml:1:8: error: no\n    1 | na\xC3\xAFve: ab\n      |        ^~\n");
    CHECK(render(mistake_at(1, 2, 1, "\tx")) == "a.yaml:1:2: error: no\n    1 |     x\n      |     ^\n");
}

TEST_CASE("a long line is cut around its caret", "[diagnostic]")
{
    const std::string line = std::string(200, 'a') + "b" + std::string(200, 'c');
    CHECK(render(mistake_at(1, 201, 1, line)) == "a.yaml:1:201: error: no\n    1 | ..." +
                                                     std::string(40, 'a') + "b" + std::string(59, 'c') +
                                                     "...\n      | " + std::string(43, ' ') + "^\n");
}

TEST_CASE("nothing in a file can steer the terminal", "[diagnostic]")
{
    CHECK(render(mistake_at(1, 1, 1, "\x1b[2Jx")) ==
          "a.yaml:1:1: error: no\n    1 | \xEF\xBF\xBD[2Jx\n      | ^\n");
}

TEST_CASE("mistakes come in the order of lines, and none twice", "[diagnostic]")
{
    Diagnostics found;
    found.add(mistake_at(9, 1, 1, ""));
    found.add(mistake_at(2, 5, 1, ""));
    found.add(mistake_at(2, 1, 1, ""));
    found.add(mistake_at(9, 1, 1, ""));
    found.sort();
    CHECK(render(found) == "a.yaml:2:1: error: no\na.yaml:2:5: error: no\na.yaml:9:1: error: no\n");
    CHECK(found.error_count() == 3);
}

TEST_CASE("a hundred mistakes are shown, the rest are counted, and notes hide no error", "[diagnostic]")
{
    Diagnostics found;
    for (std::size_t line = 1; line <= 3000; ++line) {
        found.add(mistake_at(line, 1, 1, "")).severity = Severity::error;
    }
    found.sort();
    const auto text = render(found);
    CHECK(text.substr(text.size() - 14) == "and 2900 more\n");
    CHECK(found.error_count() == 3000);
}
