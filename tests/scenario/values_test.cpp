// values_test.cpp -- claims about certain and uncertain values, references and their mistakes.
#include <catch2/catch.hpp>

#include "scenario/load.hpp"
#include "scenario/uncertain.hpp"

using namespace txpath;

namespace {

/// A mapping and everything needed to read values from it.
struct Reader {
    explicit Reader(const std::string& text)
    {
        const auto& file = sources.add(source_of("a.yaml", "a.yaml", text));
        root = parse_yaml(file, text, loading.found);
        load_named_values(loading, root);
    }
    [[nodiscard]] Value value(std::string_view key, Dimension wanted)
    {
        return read_value(loading, root.find(key)->value, wanted, std::string(key));
    }
    [[nodiscard]] const Distribution& distribution(const Value& value) const
    {
        return loading.scenario.parameters.at(value.parameter.index()).distribution;
    }
    [[nodiscard]] std::string mistakes()
    {
        loading.found.sort();
        return render(loading.found);
    }

    Sources sources;
    Node root;
    Loading loading{.sources = sources, .root_folder = "."};
};

}  // namespace

TEST_CASE("every published form of a distribution becomes its canonical parameters", "[values]")
{
    Reader in(
        "a: {beta: {events: 949, of: 2876}}\n"
        "b: {beta: {mean: 0.2, sd: 0.1}}\n"
        "c: {gamma: {mean: 10 days, sd: 5 days}}\n"
        "d: {value: 1.9, lognormal: {ci95: [1.4, 2.6]}}\n"
        "e: {pert: {min: 1 week, mode: 2 weeks, max: 4 weeks}}\n"
        "f: {value: 5 per week, uniform: {min: 4, max: 7 per week}}\n");
    const auto a = in.value("a", Dimension::probability);
    CHECK(in.distribution(a).a == 949.0);
    CHECK(in.distribution(a).b == 1927.0);
    CHECK(a.number == Approx(949.0 / 2876.0).epsilon(1e-14));
    // mean 0.2, variance 0.01: alpha + beta = 0.16 / 0.01 - 1 = 15
    const auto b = in.value("b", Dimension::probability);
    CHECK(in.distribution(b).a == Approx(3.0).epsilon(1e-12));
    CHECK(in.distribution(b).b == Approx(12.0).epsilon(1e-12));
    const auto c = in.value("c", Dimension::duration);
    CHECK(in.distribution(c).a == Approx(4.0).epsilon(1e-14));
    CHECK(in.distribution(c).b == Approx(2.5).epsilon(1e-14));
    // log 1.4 = 0.336472, log 2.6 = 0.955511: mean 0.645992, half width 0.309520 / 1.959964 = 0.157921
    const auto d = in.value("d", Dimension::pure);
    CHECK(in.distribution(d).a == Approx(0.645992).epsilon(1e-5));
    CHECK(in.distribution(d).b == Approx(0.157921).epsilon(1e-5));
    CHECK(d.number == 1.9);
    const auto e = in.value("e", Dimension::duration);
    CHECK(e.number == Approx((7.0 + 4.0 * 14.0 + 28.0) / 6.0).epsilon(1e-14));
    const auto f = in.value("f", Dimension::rate);  // a bare number is in the unit of the value
    CHECK(in.distribution(f).a == Approx(4.0 / 7.0).epsilon(1e-14));
    CHECK(in.distribution(f).b == Approx(1.0).epsilon(1e-14));
    CHECK(in.mistakes().empty());
    CHECK(in.loading.unsourced.size() == 6);
}

TEST_CASE("a probability over time becomes its hazard", "[values]")
{
    Reader in("a: 50 % within 10 days\nb: {value: 50 % within 10 days, beta: {events: 50, of: 100}}\n");
    const double hazard = 0.069314718055994531;  // log 2 / 10
    const auto a = in.value("a", Dimension::chance_over_time);
    CHECK(converted(a, a.number) == Approx(hazard).epsilon(1e-14));
    const auto b = in.value("b", Dimension::chance_over_time);
    CHECK(b.number == 0.5);
    CHECK(converted(b, b.number) == Approx(hazard).epsilon(1e-14));
    CHECK(in.mistakes().empty());
}

TEST_CASE("a name is one parameter wherever it is used", "[values]")
{
    Reader in(
        "parameters: {r: {value: 3 % per year, source: assumption, note: why}}\na: $r\nb: $r\nc: $r\nd: "
        "$s\n");
    const auto a = in.value("a", Dimension::rate_per_year);
    const auto b = in.value("b", Dimension::rate);
    CHECK(a.parameter == b.parameter);
    CHECK(converted(a, a.number) == Approx(0.03).epsilon(1e-14));
    CHECK(converted(b, b.number) == Approx(0.03 / 365.25).epsilon(1e-14));
    (void)in.value("c", Dimension::duration);
    (void)in.value("d", Dimension::rate);
    CHECK(in.mistakes() ==
          "a.yaml:4:4: error: 'c' is '$r', which is a rate, not a duration\n"
          "    4 | c: $r\n"
          "      |    ^~\n"
          "a.yaml:5:4: error: no parameter 's'\n"
          "    5 | d: $s\n"
          "      |    ^~\n"
          " help | parameters: r\n");
}

TEST_CASE("values out of range and distributions that leave the range are refused", "[values]")
{
    Reader in(
        "a: -1 days\n"
        "b: {value: 0.5, lognormal: {mean: 0.5, sd: 0.2}}\n"
        "c: {value: 0.9, uniform: {min: 0.1, max: 0.5}}\n"
        "d: {value: 9, normal: {mean: 1, sd: 1}}\n"
        "e: {value: 0.2, beta: {events: 5, of: 4}}\n"
        "f: {value: 0.2, beta: {events: 5}}\n"
        "g: 590 USD\n");
    (void)in.value("a", Dimension::duration);
    for (const char* key : {"b", "c", "e", "f"}) (void)in.value(key, Dimension::probability);
    (void)in.value("d", Dimension::pure);
    (void)in.value("g", Dimension::money);
    CHECK(in.mistakes() ==
          "a.yaml:1:4: error: 'a' is '-1 days', which is negative\n"
          "    1 | a: -1 days\n"
          "      |    ^~~~~~~\n"
          "a.yaml:2:17: error: the value has a 'lognormal' distribution, which can rise above 1\n"
          "    2 | b: {value: 0.5, lognormal: {mean: 0.5, sd: 0.2}}\n"
          "      |                 ^~~~~~~~~ use 'beta'\n"
          "a.yaml:3:12: error: the base case lies outside its 'uniform' distribution\n"
          "    3 | c: {value: 0.9, uniform: {min: 0.1, max: 0.5}}\n"
          "      |            ^~~\n"
          "a.yaml:4:12: warning: the base case lies 8 standard deviations from the mean of its 'normal' "
          "distribution\n"
          "    4 | d: {value: 9, normal: {mean: 1, sd: 1}}\n"
          "      |            ^ check both\n"
          "a.yaml:5:23: error: 'beta' needs 0 < events < of\n"
          "    5 | e: {value: 0.2, beta: {events: 5, of: 4}}\n"
          "      |                       ^~~~~~~~~~~~~~~~~~\n"
          "a.yaml:6:23: error: 'beta' does not have the arguments of one of its forms\n"
          "    6 | f: {value: 0.2, beta: {events: 5}}\n"
          "      |                       ^~~~~~~~~~~ give 'events' and 'of', or 'alpha' and 'beta', or "
          "'mean' and 'sd'\n"
          "a.yaml:7:4: error: 'g' is '590 USD', but the scenario has no 'economics'\n"
          "    7 | g: 590 USD\n"
          "      |    ^~~~~~~\n"
          " help | money needs 'economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, "
          "health: 3 % "
          "per year}}'\n");
}

TEST_CASE("a source is a reference or an assumption with a note", "[values]")
{
    Reader in(
        "references: {trivedi2006: Am J Psychiatry 163}\n"
        "a: {value: 1, source: trivedi2006}\n"
        "b: {value: 1, source: trivedi206}\n"
        "c: {value: 1, source: assumption}\n");
    for (const char* key : {"a", "b", "c"}) (void)in.value(key, Dimension::pure);
    CHECK(in.mistakes() ==
          "a.yaml:3:23: error: no reference 'trivedi206'\n"
          "    3 | b: {value: 1, source: trivedi206}\n"
          "      |                       ^~~~~~~~~~ did you mean 'trivedi2006'?\n"
          "a.yaml:4:23: error: an assumption has no 'note'\n"
          "    4 | c: {value: 1, source: assumption}\n"
          "      |                       ^~~~~~~~~~ add 'note: why it is plausible'\n");
}

TEST_CASE("unknown, missing and misshapen keys are reported together", "[values]")
{
    Reader in("a: {form: x, waits_for: y}\nrun: {seed: 1.5, replicates: [2]}\nstate: {ends: yes}\n");
    check_keys(in.loading, in.root.find("a")->value, "track", "track 'a'");
    check_keys(in.loading, in.root.find("run")->value, "run", "'run'");
    check_keys(in.loading, in.root.find("state")->value, "state", "state 's'");
    CHECK(
        in.mistakes() ==
        "a.yaml:1:4: error: track 'a' has no 'start'\n"
        "    1 | a: {form: x, waits_for: y}\n"
        "      |    ^~~~~~~~~~~~~~~~~~~~~~~ write 'start: {depressed: 0.85, remission: 0.15}', for example\n"
        "a.yaml:1:4: error: track 'a' has no 'states'\n"
        "    1 | a: {form: x, waits_for: y}\n"
        "      |    ^~~~~~~~~~~~~~~~~~~~~~~ write 'states: {well: {}, ill: {utility: 0.6}}', for example\n"
        "a.yaml:1:5: error: unknown key 'form' in track 'a'\n"
        "    1 | a: {form: x, waits_for: y}\n"
        "      |     ^~~~\n"
        " help | allowed here: start, states, transitions\n"
        "a.yaml:1:14: error: unknown key 'waits_for' in track 'a'\n"
        "    1 | a: {form: x, waits_for: y}\n"
        "      |              ^~~~~~~~~\n"
        " help | allowed here: start, states, transitions\n"
        "a.yaml:2:13: error: 'seed' is '1.5', which is not a whole number\n"
        "    2 | run: {seed: 1.5, replicates: [2]}\n"
        "      |             ^~~ write 'seed: 20250101', for example\n"
        "a.yaml:2:30: error: 'replicates' is a list, not a whole number\n"
        "    2 | run: {seed: 1.5, replicates: [2]}\n"
        "      |                              ^~~ write 'replicates: 20', for example\n"
        "a.yaml:3:15: error: 'ends' is 'yes', which is neither true nor false\n"
        "    3 | state: {ends: yes}\n"
        "      |               ^~~ write 'true'\n");
}
