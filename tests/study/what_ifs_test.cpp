// what_ifs_test.cpp -- each shipped what-if moves what it is about, and in the direction that it says.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <functional>
#include <set>

#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;

namespace {

constexpr double errors_allowed = 4.0;
constexpr std::uint32_t replicates = 6;
const std::string folder = std::string(TXPATH_SOURCE) + "/scenarios/";

/// A small part of the region, on the region's scale of 28.
const std::vector<Override> part_of_region = {
    {"population.size", "2000"}, {"population.represents", "56000"}, {"outputs.people", "0"}};

/// The same, but everybody is in a resistant episode, so that few people show much.
std::vector<Override> resistant_people()
{
    auto overrides = part_of_region;
    overrides.push_back(
        {"population.attributes.condition.categories", "{pain_only: 0, depression_only: 1, both: 0}"});
    overrides.push_back({"tracks.resistance.start", "resistant"});
    return overrides;
}

struct Lived {
    Scenario scenario;
    Results results;
};

Lived lived(const std::string& file, const std::vector<Override>& overrides)
{
    auto loaded = load_scenario(folder + file, overrides);
    if (!loaded) FAIL(render(loaded.why_not()));
    CHECK_FALSE(check_pathways(loaded.value()).has_errors());
    const Checked<Model> model = compile(loaded.value(), base_case(loaded.value()));
    if (!model) FAIL(render(model.why_not()));
    RunSpec spec;
    spec.seed = 21;
    spec.replicates = replicates;
    return {loaded.value(), simulate(model.value(), spec).results};
}

/// One number of one replicate.
using Figure = std::function<double(const Lived&, const ReplicateResult&)>;

/// Events, or ticks lived in the states, over the whole horizon.
Figure measure(const std::string& name)
{
    return [name](const Lived& world, const ReplicateResult& one) {
        const auto& all = world.scenario.outputs.measures;
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const Measure& each) { return each.name == name; });
        REQUIRE(found != all.end());
        double sum = 0.0;
        const Tally& tally = one.tally;
        for (std::size_t row = 0; row < tally.times * tally.cells; ++row) {
            for (const TransitionId id : found->events)
                sum += static_cast<double>(tally.events.at(row, id.index()));
            for (const StateId id : found->states)
                sum += static_cast<double>(tally.person_ticks.at(row, id.index()));
        }
        return sum;
    };
}

/// Time that clinicians spend using racemic ketamine.
double time_of_racemic_prescribers(const Lived& world, const ReplicateResult& one)
{
    const Scenario& clinicians = *world.scenario.shared.clinicians->scenario;
    double sum = 0.0;
    for (std::size_t i = 0; i < clinicians.states.size(); ++i) {
        const std::string& name = clinicians.states[StateId{i}].name;
        if (name != "racemic" && name != "both") continue;
        for (std::size_t row = 0; row < one.clinicians.times * one.clinicians.cells; ++row)
            sum += static_cast<double>(one.clinicians.person_ticks.at(row, i));
    }
    return sum;
}

/// A system variable at the horizon.
Figure at_the_end(const std::string& variable)
{
    return [variable](const Lived& world, const ReplicateResult& one) {
        const auto& system = world.scenario.shared.system;
        std::size_t place = 0;
        while (system[SystemId{place}].name != variable) ++place;
        return one.system[one.system.size() - system.size() + place];
    };
}

/// Standard errors by which a figure is higher in the first world, on the same luck.
double errors_above(const Lived& high, const Lived& low, const Figure& figure)
{
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < replicates; ++i) {
        const double difference =
            figure(high, high.results.replicates[i]) - figure(low, low.results.replicates[i]);
        sum += difference;
        squares += difference * difference;
    }
    const double mean = sum / replicates;
    const double variance = (squares / replicates - mean * mean) * replicates / (replicates - 1.0);
    if (mean == 0.0) return 0.0;
    return mean / std::sqrt(std::max(variance, 0.0) / replicates);
}

/// What-ifs on people in a resistant episode, beside the same people as it is.
struct AmongResistant {
    AmongResistant()
    {
        static const Lived once = lived("access.yaml", resistant_people());
        as_is = &once;
    }
    [[nodiscard]] static Lived with(const std::string& name)
    {
        return lived("what_ifs/" + name + ".yaml", resistant_people());
    }
    const Lived* as_is = nullptr;
};

struct InRegion {
    InRegion()
    {
        static const Lived once = lived("access.yaml", part_of_region);
        as_is = &once;
    }
    [[nodiscard]] static Lived with(const std::string& name)
    {
        return lived("what_ifs/" + name + ".yaml", part_of_region);
    }
    const Lived* as_is = nullptr;
};

}  // namespace

TEST_CASE_METHOD(AmongResistant, "more clinics and shorter ways let more people start", "[what_ifs]")
{
    const Lived expanded = with("expand_clinics");
    CHECK(errors_above(expanded, *as_is, measure("ketamine_starts")) > errors_allowed);
}

TEST_CASE_METHOD(AmongResistant, "more start infusions once Medicaid pays for them", "[what_ifs]")
{
    const Lived covered = with("medicaid_covers_racemic");
    CHECK(errors_above(covered, *as_is, measure("infusion_starts")) > errors_allowed);
}

TEST_CASE_METHOD(AmongResistant, "a guideline and trials make clinicians use racemic ketamine", "[what_ifs]")
{
    const Lived guided = with("national_guideline"), tried = with("public_trial_programme");
    CHECK(errors_above(guided, *as_is, time_of_racemic_prescribers) > errors_allowed);
    CHECK(errors_above(guided, *as_is, measure("ketamine_starts")) > errors_allowed);
    CHECK(errors_above(tried, *as_is, time_of_racemic_prescribers) > errors_allowed);
    CHECK(at_the_end("guideline")(tried, tried.results.replicates[0]) == 1.0);
    CHECK(at_the_end("guideline")(*as_is, as_is->results.replicates[0]) == 0.0);
}

TEST_CASE("evidence gathers from 0.3 with the half-lives that are written", "[what_ifs]")
{
    const InRegion region;
    const double years = region.as_is->scenario.time.horizon / 365.25;
    const double slow = 1.0 - 0.7 * std::exp2(-years / 12.0);
    CHECK(at_the_end("evidence")(*region.as_is, region.as_is->results.replicates[0]) ==
          Approx(slow).epsilon(1e-9));
    const Lived tried = region.with("public_trial_programme");
    const double until = 181.0 / 365.25;  // 2025-07-01
    const double quick = 1.0 - 0.7 * std::exp2(-until / 12.0) * std::exp2(-(years - until) / 3.0);
    CHECK(at_the_end("evidence")(tried, tried.results.replicates[0]) == Approx(quick).epsilon(1e-9));
}

TEST_CASE_METHOD(AmongResistant, "ketamine at home moves people from clinics to their homes", "[what_ifs]")
{
    const Lived at_home = with("at_home_sublingual");
    CHECK(errors_above(at_home, *as_is, measure("home_starts")) > errors_allowed);
    CHECK(errors_above(*as_is, at_home, measure("infusion_starts")) > errors_allowed);
}

TEST_CASE_METHOD(AmongResistant, "a lower price lets more people start the spray", "[what_ifs]")
{
    const Lived cheap = with("esketamine_price_cut");
    CHECK(errors_above(cheap, *as_is, measure("spray_starts")) > errors_allowed);
}

TEST_CASE_METHOD(InRegion, "limits and forced tapers leave fewer people on opioids for long", "[what_ifs]")
{
    const Lived limited = with("opioid_prescribing_limit"), tapered = with("forced_taper");
    CHECK(errors_above(*as_is, limited, measure("long_term_opioids")) > errors_allowed);
    CHECK(errors_above(*as_is, tapered, measure("long_term_opioids")) > errors_allowed);
}

TEST_CASE_METHOD(InRegion, "easy entry brings more people into treatment of opioid use disorder",
                 "[what_ifs]")
{
    const Lived easy = with("moud_expansion");
    CHECK(errors_above(easy, *as_is, measure("in_moud")) > errors_allowed);
}

TEST_CASE_METHOD(InRegion, "telehealth starts more antidepressants", "[what_ifs]")
{
    const Lived by_video = with("telehealth_ssri");
    CHECK(errors_above(by_video, *as_is, measure("ssri_starts")) > errors_allowed);
}

TEST_CASE("the shipped what-ifs are those that the tests know", "[what_ifs]")
{
    std::set<std::string> shipped;
    for (const auto& entry : std::filesystem::directory_iterator(folder + "what_ifs"))
        if (entry.path().extension() == ".yaml") shipped.insert(entry.path().stem().string());
    CHECK(shipped == std::set<std::string>{"at_home_sublingual", "esketamine_price_cut", "expand_clinics",
                                           "forced_taper", "medicaid_covers_racemic", "moud_expansion",
                                           "national_guideline", "opioid_prescribing_limit",
                                           "public_trial_programme", "telehealth_ssri"});
}

TEST_CASE("every barrier of the access scenario stands for something that can be removed", "[what_ifs]")
{
    const auto loaded = load_scenario(folder + "access.yaml", {});
    REQUIRE(loaded);
    CHECK(loaded.value().shared.barriers.size() == 9);
    CHECK(loaded.value().unsourced == 0);
}
