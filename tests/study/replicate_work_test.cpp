// replicate_work_test.cpp -- claims about replicates as units: the same however they are split, kept and
// read.
#include "txpath/replicate_work.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>

#include "base/random.hpp"
#include "study/replicate_code.hpp"
#include "support/oracle.hpp"
#include "support/region.hpp"
#include "support/same_counts.hpp"
#include "support/written.hpp"

using namespace txpath;

namespace {

constexpr std::uint32_t replicates = 9;

/// Answers in memory.
class HeldAnswers final : public UnitAnswers {
public:
    std::map<std::uint64_t, std::string> answers;
    [[nodiscard]] std::uint64_t size() const override { return answers.size(); }
    [[nodiscard]] std::string one(std::uint64_t unit) const override { return answers.at(unit); }
    void visit(const std::function<void(std::uint64_t, std::string_view)>& take) const override
    {
        for (const auto& [unit, answer] : answers) take(unit, answer);
    }
};

Scenario with_histories(std::string_view text)
{
    Scenario scenario = loaded(text);
    scenario.run.replicates = replicates;
    scenario.outputs.people = 20;
    return scenario;
}

Results plainly(const Scenario& scenario)
{
    RunSpec spec = oracle::spec_of(scenario);
    spec.histories = scenario.outputs.people;
    return oracle::run_as(scenario, spec).results;
}

Results stored(const UnitAnswers& answers)
{
    Results results;
    const StoredReplicates source(answers, replicates);
    source.visit([&](const ReplicateResult& each) { results.replicates.push_back(each); });
    results.checkpoints = source.checkpoints();
    results.network = source.network();
    return results;
}

const std::string alone = R"(txpath: 1
population: {size: 6000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
time: {horizon: 3 years, report_every: 6 months}
run: {replicates: 9, seed: 5}
levels: {effect: {start: 1, half_life: 90 days}}
tracks:
  illness:
    start: well
    states: {well: {utility: 0.9}, ill: {utility: 0.5, costs: {care: 10 USD per day}}, dead: {utility: 0, ends: true}}
    transitions:
      onset: {from: well, to: ill, rate: 0.4 per year, hazard_ratios: {sex.female: 1.3}}
      recovery: {from: ill, to: well, rate: 1 per year, adds: {effect: 1}, costs: {care: 300 USD}}
      death: {from: [well, ill], to: dead, rate: 0.05 per year}
economics: {currency: USD, price_year: 2023, discount: {costs: 3 % per year, health: 3 % per year}}
outputs: {by: [sex]}
)";

}  // namespace

TEST_CASE("replicates done apart are those of a plain run, however they are split", "[batch]")
{
    const std::string text = GENERATE(as<std::string>{}, alone, region);
    const Scenario scenario = with_histories(text);
    const Model model = compile(scenario, base_case(scenario)).value();
    const Results plain = plainly(scenario);
    const auto work = replicate_work(scenario, model, replicates, scenario.outputs.people);
    REQUIRE(work->units() == replicates);
    for (const std::size_t parts : {1, 2, 5, 9}) {
        HeldAnswers answers;
        std::vector<std::uint64_t> units(replicates);
        std::iota(units.begin(), units.end(), 0);
        const Draws draws{{parts, 0, 0}};
        for (std::size_t left = units.size(); left > 1; --left)
            std::swap(units[left - 1], units[draws.bits(left, {0}, 0) % left]);
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t first = part * units.size() / parts, end = (part + 1) * units.size() / parts;
            UnitSpec spec;
            spec.threads = static_cast<int>(1 + part % 3);
            CHECK(work->work(std::span(units).subspan(first, end - first), spec,
                             [&](std::uint64_t unit, std::string_view answer) {
                                 CHECK(answers.answers.emplace(unit, answer).second);
                             }));
        }
        const Results apart = stored(answers);
        CHECK(oracle::difference(plain, apart) == "");
        CHECK(oracle::same_histories(plain, apart));
        CHECK(plain.checkpoints == apart.checkpoints);
        CHECK(plain.network.has_value() == apart.network.has_value());
        for (std::uint32_t r = 0; r < replicates; ++r) {
            const ReplicateResult &a = plain.replicates[r], &b = apart.replicates[r];
            CHECK(a.resources.used == b.resources.used);
            CHECK(a.resources.capacity == b.resources.capacity);
            CHECK(a.resources.waits == b.resources.waits);
            CHECK(a.system == b.system);
            CHECK(a.policies.size() == b.policies.size());
            CHECK(a.instants == b.instants);
            // byte for byte, as it was kept
            CHECK(bytes_of({a, plain.checkpoints, r == 0 ? plain.network : std::nullopt}) ==
                  answers.answers.at(r));
        }
    }
}

TEST_CASE("a lone replicate keeps its batches of people", "[batch]")
{
    Scenario scenario = with_histories(alone);
    scenario.run.replicates = 1;
    const Model model = compile(scenario, base_case(scenario)).value();
    const auto one = replicate_work(scenario, model, 1, scenario.outputs.people),
               many = replicate_work(scenario, model, 2, scenario.outputs.people);
    CHECK(one->identity() != many->identity());
    CHECK(many->identity() == replicate_work(scenario, model, 50, scenario.outputs.people)->identity());
    HeldAnswers answers;
    const std::uint64_t first = 0;
    CHECK(one->work({&first, 1}, {}, [&](std::uint64_t unit, std::string_view answer) {
        answers.answers.emplace(unit, answer);
    }));
    CHECK(replicate_of(0, answers.one(0)).batches.size() > 10);
}

TEST_CASE("what is no replicate is not taken for one", "[batch]")
{
    const Scenario scenario = with_histories(alone);
    const Model model = compile(scenario, base_case(scenario)).value();
    HeldAnswers answers;
    const std::vector<std::uint64_t> units{0, 1};
    CHECK(replicate_work(scenario, model, 2, scenario.outputs.people)
              ->work(units, {}, [&](std::uint64_t unit, std::string_view answer) {
                  answers.answers.emplace(unit, answer);
              }));
    const std::string whole = answers.one(1);
    CHECK_THROWS_AS(replicate_of(0, whole), AnswerError);
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 97)
        CHECK_THROWS_AS(replicate_of(1, whole.substr(0, size)), AnswerError);
    CHECK_THROWS_AS(replicate_of(1, whole + '\0'), AnswerError);
    answers.answers.erase(1);
    const StoredReplicates source(answers, 2);
    CHECK_THROWS_AS(source.visit([](const ReplicateResult&) {}), AnswerError);
}

TEST_CASE("no unit is begun when it is time to rest", "[batch]")
{
    const Scenario scenario = with_histories(alone);
    const Model model = compile(scenario, base_case(scenario)).value();
    const auto work = replicate_work(scenario, model, replicates, scenario.outputs.people);
    std::vector<std::uint64_t> units(replicates);
    std::iota(units.begin(), units.end(), 0);
    std::atomic<bool> is_enough = false;
    UnitSpec spec;
    spec.threads = 2;
    spec.rest = &is_enough;
    std::size_t taken = 0;
    CHECK_FALSE(work->work(units, spec, [&](std::uint64_t, std::string_view) {
        ++taken;
        is_enough = true;
    }));
    CHECK(taken >= 1);
    CHECK(taken <= 2);  // those under way are finished
}
