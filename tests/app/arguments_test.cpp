// arguments_test.cpp -- the command line: what is understood, and what is said when it is not.
#include "app/arguments.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <variant>
#include <vector>

#include "app/load_checked.hpp"
#include "base/text.hpp"

using namespace txpath;
using namespace txpath::app;

namespace {

Parsed parsed(const std::vector<std::string>& words)
{
    return parse(words);
}

/// The sentence of a command line that must be refused.
std::string refusal(const std::vector<std::string>& words)
{
    const auto result = parsed(words);
    REQUIRE(std::holds_alternative<UsageError>(result));
    return std::get<UsageError>(result).sentence;
}

Invocation understood(const std::vector<std::string>& words)
{
    auto result = parsed(words);
    INFO((std::holds_alternative<UsageError>(result) ? std::get<UsageError>(result).sentence : ""));
    REQUIRE(std::holds_alternative<Invocation>(result));
    return std::get<Invocation>(result);
}

}  // namespace

TEST_CASE("a command keeps its argument and its flags, in whatever order they come", "[app]")
{
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"run", "a.yaml", "--seed", "7", "-v", "--out=there"},
          std::vector<std::string>{"run", "-v", "--out", "there", "--seed=7", "a.yaml"}}) {
        const auto run = understood(words);
        CHECK(run.command().name == "run");
        CHECK(run.argument() == "a.yaml");
        CHECK(run.number("seed") == 7);
        CHECK(run.text("out") == "there");
        CHECK(run.has("verbose"));
        CHECK_FALSE(run.has("force"));
    }
}

TEST_CASE("every --set is kept, in order, and does not swallow the scenario", "[app]")
{
    const auto run = understood({"run", "--set", "a.b=1", "--set", "c=2 per year", "a.yaml"});

    CHECK(run.argument() == "a.yaml");
    CHECK(run.texts("set") == std::vector<std::string>{"a.b=1", "c=2 per year"});
}

TEST_CASE("short ways to change a scenario are overrides like any other", "[app]")
{
    const auto overrides = overrides_of(understood(
        {"run", "a.yaml", "--seed", "9", "--population", "500", "--replicates", "2", "--set", "x.y=a=b"}));

    REQUIRE(overrides.size() == 4);
    CHECK((overrides[0].path == "x.y" && overrides[0].value == "a=b"));
    CHECK((overrides[1].path == "population.size" && overrides[1].value == "500"));
    CHECK((overrides[2].path == "run.replicates" && overrides[2].value == "2"));
    CHECK((overrides[3].path == "run.seed" && overrides[3].value == "9"));
}

TEST_CASE("an unknown command or flag is refused with the nearest right word", "[app]")
{
    CHECK(refusal({"rum", "a.yaml"}) == "there is no command 'rum'; did you mean 'run'?");
    CHECK(refusal({"simulate"}) == "there is no command 'simulate'");
    CHECK(refusal({"a.yaml"}) == "there is no command 'a.yaml'; did you mean 'txpath run a.yaml'?");
    CHECK(refusal({"run", "a.yaml", "--sed", "7"}) == "'run' has no flag '--sed'; did you mean '--seed'?");
    CHECK(refusal({"run", "a.yaml", "--treads=2"}) ==
          "'run' has no flag '--treads'; did you mean '--threads'?");
    CHECK(refusal({"graph", "a.yaml", "--thread", "2"}) == "'graph' has no flag '--thread'");
    CHECK(refusal({"run", "a.yaml", "-x"}) == "'run' has no flag '-x'");
    CHECK(refusal({"--quiet", "run", "a.yaml"}) ==
          "'--quiet' comes before any command; write the command first: txpath COMMAND --quiet");
}

TEST_CASE("a wrong value is named with what its flag takes", "[app]")
{
    CHECK(refusal({"run", "a.yaml", "--threads", "two"}) ==
          "'--threads' is 'two', which is not a whole number of at least 1");
    CHECK(refusal({"run", "a.yaml", "--threads", "0"}) ==
          "'--threads' is '0', which is not a whole number of at least 1");
    CHECK(refusal({"run", "a.yaml", "--seed=-5"}) == "'--seed' is '-5', which is not a whole number");
    CHECK(refusal({"run", "a.yaml", "--seed", "1e3"}) == "'--seed' is '1e3', which is not a whole number");
    CHECK(refusal({"run", "a.yaml", "--seed", "18446744073709551616"}) ==
          "'--seed' is '18446744073709551616', which is not a whole number");
    CHECK(refusal({"graph", "a.yaml", "--format", "mermade"}) ==
          "'--format' is 'mermade', but takes dot, mermaid; did you mean 'mermaid'?");
    CHECK(refusal({"run", "a.yaml", "--set", "rate"}) == "'--set' is 'rate', but takes PATH=VALUE");
    CHECK(refusal({"run", "a.yaml", "--out", ""}) == "'--out' is empty");
    CHECK(refusal({"run", "a.yaml", "--out="}) == "'--out' needs a value: --out DIR");
    CHECK(refusal({"run", "a.yaml", "--seed"}) == "'--seed' needs a value: --seed N");
    CHECK(refusal({"run", "a.yaml", "--force=yes"}) == "'--force' takes no value");
    CHECK(refusal({"run", "a.yaml", "--seed", "1", "--seed", "2"}) == "'--seed' is given 2 times");
}

TEST_CASE("the number of arguments is checked", "[app]")
{
    CHECK(refusal({}) == "no command is given");
    CHECK(refusal({"--", "run"}) == "no command is given");
    CHECK(refusal({"run"}) == "'run' needs a SCENARIO: txpath run SCENARIO");
    CHECK(refusal({"run", "a.yaml", "b.yaml"}) == "'run' takes one SCENARIO, so 'b.yaml' is one too many");
    CHECK(refusal({"doctor", "who"}) == "'doctor' takes no argument, so 'who' is one too many");
    CHECK(refusal({"completion", "bsh"}) ==
          "'completion' does not know 'bsh'; it takes bash, zsh, fish; did you mean 'bash'?");
}

TEST_CASE("a scenario may be called like a command or begin with a dash", "[app]")
{
    CHECK(understood({"run", "check"}).argument() == "check");
    CHECK(understood({"run", "--", "-a.yaml"}).argument() == "-a.yaml");
}

TEST_CASE("help is there however it is asked for", "[app]")
{
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"run", "--help"}, std::vector<std::string>{"help", "run"},
          std::vector<std::string>{"run", "-h", "--seed", "wrong"}}) {
        CHECK(understood(words).command().name == "help");
        CHECK(understood(words).argument() == "run");
    }
    CHECK(understood({"--help"}).argument().empty());
    CHECK(std::holds_alternative<VersionWanted>(parsed({"--version"})));
}

TEST_CASE("absent files alone make exit code 66, any other mistake 65", "[app]")
{
    Diagnostic absent;
    absent.fault = Fault::missing_input;
    Diagnostic mistake;
    Diagnostic warning;
    warning.severity = Severity::warning;

    Diagnostics found;
    found.add(absent);
    found.add(warning);
    CHECK(code_of(found) == ExitCode::missing_input);
    found.add(mistake);
    CHECK(code_of(found) == ExitCode::bad_scenario);
}
