// clinical_facts_test.cpp -- what psychiatrists, pain physicians and addiction researchers agree on, seen in
// the baseline.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"
#include "txpath/validate.hpp"

using namespace txpath;

namespace {

constexpr double errors_allowed = 4.0;
const std::string folder = std::string(TXPATH_SOURCE) + "/scenarios/";

/// One stay of one person in a state, and where it led.
struct Stay {
    std::uint64_t person = 0;
    StateId from, state, next;  ///< `next` is absent if the stay was cut short by the horizon or by death
    double entered = 0.0, left = 0.0;
};

struct Told {
    Scenario scenario;
    std::vector<Stay> stays;  ///< person by person, each track in order

    [[nodiscard]] bool is(StateId id, std::string_view track,
                          std::initializer_list<std::string_view> names) const
    {
        if (id.is_absent()) return false;
        const State& state = scenario.states[id];
        return scenario.tracks[state.track].name == track &&
               std::find(names.begin(), names.end(), state.name) != names.end();
    }
};

Told tell(const std::string& file, const std::string& people, std::vector<Override> overrides = {})
{
    overrides.push_back({"population.size", people});
    auto loaded = load_scenario(folder + file, overrides);
    if (!loaded) FAIL(render(loaded.why_not()));
    Told told{loaded.value(), {}};
    const Checked<Model> model = compile(told.scenario, base_case(told.scenario));
    RunSpec spec;
    spec.seed = 20;
    spec.histories = std::stoull(people);
    const auto moves = simulate(model.value(), spec).results.replicates.at(0).histories;
    std::map<std::pair<std::uint64_t, std::size_t>, Stay> open;  // by person and track
    std::map<std::uint64_t, double> ended;
    for (const HistoryRow& row : moves) {
        const auto key = std::pair{row.person, row.track.index()};
        if (const auto stay = open.find(key); stay != open.end()) {
            stay->second.left = row.stop;
            stay->second.next = row.to;
            told.stays.push_back(stay->second);
        }
        open[key] = {row.person, row.from, row.to, {}, row.stop, told.scenario.time.horizon};
        if (told.scenario.states[row.to].ends) ended[row.person] = row.stop;
    }
    for (auto& [key, stay] : open) {
        if (const auto end = ended.find(key.first); end != ended.end()) stay.left = end->second;
        told.stays.push_back(stay);
    }
    std::stable_sort(told.stays.begin(), told.stays.end(), [](const Stay& a, const Stay& b) {
        return std::pair(a.person, a.entered) < std::pair(b.person, b.entered);
    });
    return told;
}

/// Events over time at risk.
struct Rate {
    double events = 0.0, days = 0.0;
    void add(double risk_days, bool happened)
    {
        days += risk_days;
        events += happened ? 1.0 : 0.0;
    }
};

/// Standard errors by which the first rate is higher, on the log scale.
double errors_above(const Rate& high, const Rate& low)
{
    REQUIRE(high.events >= 10.0);
    REQUIRE(low.events >= 10.0);
    return std::log(high.events / high.days * low.days / low.events) /
           std::sqrt(1.0 / high.events + 1.0 / low.events);
}

/// The part of a stay between two ages of it.
double overlap(const Stay& stay, double from, double to)
{
    return std::max(0.0, std::min(stay.left, stay.entered + to) - (stay.entered + from));
}

}  // namespace

TEST_CASE("relapse becomes rarer the longer remission lasts", "[clinical]")
{
    const Told told = tell("baseline.yaml", "40000");
    Rate early, late;
    for (const Stay& stay : told.stays) {
        if (!told.is(stay.state, "depression", {"remission"})) continue;
        const bool relapses = told.is(stay.next, "depression", {"depressed"});
        const double length = stay.left - stay.entered;
        early.add(overlap(stay, 0.0, 60.0), relapses && length <= 60.0);
        late.add(overlap(stay, 150.0, 275.0), relapses && length > 150.0 && length <= 275.0);
    }
    CHECK(errors_above(early, late) > errors_allowed);
}

TEST_CASE("a regained response is lost sooner than the first", "[clinical]")
{
    const Told told = tell("baseline.yaml", "40000");
    Rate first, regained;
    std::map<std::uint64_t, int> losses;
    for (const Stay& stay : told.stays) {
        if (!told.is(stay.state, "depression", {"responding", "remission"})) continue;
        const bool is_lost = told.is(stay.next, "depression", {"depressed"});
        (losses[stay.person] == 0 ? first : regained).add(stay.left - stay.entered, is_lost);
        losses[stay.person] += is_lost ? 1 : 0;
    }
    CHECK(errors_above(regained, first) > errors_allowed);
}

TEST_CASE("overdoses are densest in the two weeks after opioids are taken up again without tolerance",
          "[clinical]")
{
    const Told told = tell("baseline.yaml", "40000", {{"tracks.opioid.start", "abstinent"}});
    Rate soon, later;
    std::map<std::uint64_t, std::vector<double>> overdoses;
    for (const Stay& stay : told.stays)
        if (told.is(stay.state, "overdose", {"emergency", "fatal"}))
            overdoses[stay.person].push_back(stay.entered);
    std::map<std::uint64_t, double> clean_since;
    for (const Stay& stay : told.stays) {
        if (told.is(stay.state, "opioid", {"abstinent"})) clean_since[stay.person] = stay.entered;
        if (!told.is(stay.state, "opioid", {"disorder", "illicit"}) ||
            !told.is(stay.from, "opioid", {"abstinent"}) || stay.entered - clean_since[stay.person] < 30.0)
            continue;
        soon.days += overlap(stay, 0.0, 14.0);
        later.days += overlap(stay, 60.0, 365.0);
        for (const double moment : overdoses[stay.person]) {
            const double age = moment - stay.entered;
            if (age < 0.0 || moment > stay.left) continue;
            soon.events += age <= 14.0 ? 1.0 : 0.0;
            later.events += age > 60.0 && age <= 365.0 ? 1.0 : 0.0;
        }
    }
    CHECK(errors_above(soon, later) > errors_allowed);
}

TEST_CASE("the longer the first supply of opioids, the likelier long-term use", "[clinical]")
{
    const Told told = tell("baseline.yaml", "40000");
    double last = 0.0, last_error = 0.0;
    for (const std::string_view course : {"brief_course", "course", "long_course"}) {
        double starts = 0.0, long_term = 0.0;
        for (const Stay& stay : told.stays) {
            if (!told.is(stay.state, "opioid", {course}) || stay.next.is_absent()) continue;
            starts += 1.0;
            long_term += told.is(stay.next, "opioid", {"dose_low", "dose_medium", "dose_high"}) ? 1.0 : 0.0;
        }
        REQUIRE(starts > 100.0);
        const double share = long_term / starts, error = std::sqrt(share * (1.0 - share) / starts);
        INFO(course << ": " << share << " of " << starts);
        CHECK(share - last > errors_allowed * std::hypot(error, last_error));
        last = share;
        last_error = error;
    }
}

TEST_CASE("a comparator that patients take for the drug shrinks ketamine's effect", "[clinical]")
{
    auto loaded = load_scenario(folder + "trials/comparator_gap.yaml", {});
    if (!loaded) FAIL(render(loaded.why_not()));
    const auto scenario = std::make_shared<const Scenario>(loaded.value());
    const Checked<TrialModel> model = compile_trial(scenario, {});
    if (!model) FAIL(render(model.why_not()));
    ValidateSpec spec;
    spec.replicates = 60;
    const Checked<Validation> done = validate(std::span{&model.value(), 1}, spec);
    if (!done) FAIL(render(done.why_not()));
    const auto found = [&](std::string_view name) -> const EndpointResult& {
        for (std::size_t at = 0; at < scenario->trial->endpoints.size(); ++at)
            if (scenario->trial->endpoints[at].name == name) return done.value().trials.at(0).endpoints[at];
        throw std::logic_error("no such endpoint");
    };
    const EndpointResult& saline = found("gap_to_saline");
    const EndpointResult& midazolam = found("gap_to_midazolam");
    CHECK(saline.simulated - midazolam.simulated >
          errors_allowed * std::hypot(saline.error, midazolam.error));
}
