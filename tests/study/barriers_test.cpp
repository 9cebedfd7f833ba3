// barriers_test.cpp -- what barriers keep from people, in worlds where that is known.
#include "txpath/barriers.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <tuple>

#include "support/oracle.hpp"
#include "support/written.hpp"

using namespace txpath;

namespace {

constexpr double per_year = 0.8;
constexpr double years = 2.0;
constexpr double people = 20000.0, scale = 3.0;
constexpr std::uint32_t replicates = 8;

// Barriers by name: a, b and c each halve the rate at which treatment begins (c only men's), d does nothing.
constexpr const char* clinic = R"(txpath: 1
title: Three ratios
time: {horizon: 2 years, report_every: 6 months}
population:
  size: 20000
  scale: 3
  attributes:
    place: {categories: {rural: 0.3, urban: 0.7}}
    sex: {categories: {female: 0.6, male: 0.4}}
parameters: {a: 0.5, b: 0.5, c: 0.5, d: 1}
tracks:
  care:
    start: untreated
    states: {untreated: {utility: 0.5}, treated: {costs: {drug: 100 USD per year}}}
    transitions:
      begin:
        from: untreated
        to: treated
        rate: 0.8 per year
        hazard_ratios: {place.rural: $a, place.urban: $a}
        only_if: {sex: [female]}
      begin_man:
        from: untreated
        to: treated
        rate: 0.8 per year
        hazard_ratios: {place.rural: $a, place.urban: $a, sex.male: $c}
        only_if: {sex: [male]}
      begin_late: {from: untreated, to: treated, rate: 0 per year, hazard_ratios: {place.rural: $d}}
economics: {currency: USD, price_year: 2025, discount: {costs: 0 % per year, health: 0 % per year}}
outputs:
  by: [sex]
  measures:
    begun: {events: [care.begin, care.begin_man]}
    treated: {states: [care.treated]}
run: {seed: 5, replicates: 8}
)";

/// The clinic without some of its barriers; b works like a, through the same ratio.
Checked<Scenario> clinic_without(BarrierSet removed)
{
    std::vector<Override> overrides;
    double both = 1.0;
    if ((removed & 1) == 0) both *= 0.5;
    if ((removed & 2) == 0) both *= 0.5;
    overrides.push_back({"parameters.a", std::to_string(both)});
    if ((removed & 4) != 0) overrides.push_back({"parameters.c", "1"});
    if ((removed & 8) != 0) overrides.push_back({"parameters.d", "2"});
    auto loaded = load_scenario_text(clinic, overrides);
    if (!loaded) return loaded;
    for (const char* name : {"a", "b", "c", "d"}) {
        Barrier barrier;
        barrier.name = name;
        loaded.value().shared.barriers.push_back(barrier);
    }
    return loaded;
}

double rate_of(BarrierSet removed, bool is_man)
{
    double rate = per_year;
    if ((removed & 1) == 0) rate *= 0.5;
    if ((removed & 2) == 0) rate *= 0.5;
    if (is_man && (removed & 4) == 0) rate *= 0.5;
    return rate;
}

/// Expected number of people who began.
double begun(BarrierSet removed)
{
    double sum = 0.0;
    for (const bool is_man : {false, true})
        sum += (is_man ? 0.4 : 0.6) * -std::expm1(-rate_of(removed, is_man) * years);
    return people * scale * sum;
}

/// Expected person-years in treatment.
double treated(BarrierSet removed)
{
    double sum = 0.0;
    for (const bool is_man : {false, true}) {
        const double rate = rate_of(removed, is_man);
        sum += (is_man ? 0.4 : 0.6) * (years + std::expm1(-rate * years) / rate);
    }
    return people * scale * sum;
}

BarriersSpec spec_of(Sharing sharing, int threads)
{
    BarriersSpec spec;
    spec.sharing = sharing;
    spec.threads = threads;
    return spec;
}

BarrierAnalysis analysis_of(const BarrierVariants& variants, const BarriersSpec& spec)
{
    const auto plan = plan_barriers(variants, spec);
    if (!plan) FAIL(render(plan.why_not()));
    const auto found = analyse_barriers(plan.value(), variants, spec);
    if (!found) FAIL(render(found.why_not()));
    return found.value();
}

const BarrierAnalysis& clinic_analysis()
{
    static const BarrierAnalysis found = analysis_of(clinic_without, spec_of(Sharing::exact, 2));
    return found;
}

std::size_t place_of(const BarrierAnalysis& analysis, std::string_view outcome)
{
    for (std::size_t k = 0; k < analysis.plan.outcomes.size(); ++k)
        if (analysis.plan.outcomes[k].name == outcome) return k;
    FAIL("no outcome " << outcome);
    return 0;
}

constexpr auto every = BarrierFigure::every;

const BarrierFigure& figure(std::string_view outcome, BarrierKind kind, std::size_t barrier,
                            std::size_t stratum)
{
    const auto& analysis = clinic_analysis();
    const auto* found = find_figure(analysis, stratum, place_of(analysis, outcome), kind, barrier);
    REQUIRE(found != nullptr);
    return *found;
}

void check_mean(const MeanOverLuck& found, double exact)
{
    INFO(found.mean << " against " << exact << ", error " << found.error);
    CHECK(std::abs(found.mean - exact) < 4.0 * found.error);
}

const std::vector<std::string> outcome_names{
    "begun", "costs.per_person", "costs.total", "qalys.per_person", "qalys.total", "treated"};

}  // namespace

TEST_CASE("what removing barriers changes is what the rates say", "[barriers]")
{
    constexpr BarrierSet all = 15;
    check_mean(figure("begun", BarrierKind::as_is, every, 0).value, begun(0));
    check_mean(figure("begun", BarrierKind::all_removed, every, 0).value, begun(all));
    check_mean(figure("begun", BarrierKind::all_removed, every, 0).difference, begun(all) - begun(0));
    check_mean(figure("treated", BarrierKind::all_removed, every, 0).difference, treated(all) - treated(0));
    for (std::size_t k = 0; k < 3; ++k) {
        const BarrierSet alone = BarrierSet{1} << k;
        check_mean(figure("begun", BarrierKind::alone_removed, k, 0).difference, begun(alone) - begun(0));
        check_mean(figure("begun", BarrierKind::alone_kept, k, 0).value, begun(all ^ alone));
        check_mean(figure("begun", BarrierKind::alone_kept, k, 0).difference,
                   begun(all) - begun(all ^ alone));
        check_mean(figure("treated", BarrierKind::alone_removed, k, 0).difference,
                   treated(alone) - treated(0));
    }
    // money and health follow the time in treatment: 100 USD a year, 0.5 QALYs a year better
    const double each = (treated(all) - treated(0)) / (people * scale);
    check_mean(figure("costs.per_person", BarrierKind::all_removed, every, 0).difference, 100.0 * each);
    check_mean(figure("costs.total", BarrierKind::all_removed, every, 0).difference,
               100.0 * (treated(all) - treated(0)));
    check_mean(figure("qalys.total", BarrierKind::all_removed, every, 0).difference,
               0.5 * (treated(all) - treated(0)));
}

TEST_CASE("the Shapley shares are those of the expected numbers", "[barriers]")
{
    // a and b alike; by the definition over the six orders of a, b and c
    const auto v = [](BarrierSet set) { return begun(set); };
    const double c = (2.0 * (v(4) - v(0)) + (v(5) - v(1)) + (v(6) - v(2)) + 2.0 * (v(7) - v(3))) / 6.0;
    const double a = (v(7) - v(0) - c) / 2.0;
    check_mean(figure("begun", BarrierKind::shapley, 0, 0).difference, a);
    check_mean(figure("begun", BarrierKind::shapley, 1, 0).difference, a);
    check_mean(figure("begun", BarrierKind::shapley, 2, 0).difference, c);
}

TEST_CASE("shares of every outcome sum to what removing all changes, replicate by replicate", "[barriers]")
{
    for (const std::string& outcome : outcome_names)
        for (std::size_t stratum = 0; stratum < 3; ++stratum)
            for (std::uint32_t r = 0; r < replicates; ++r) {
                double sum = 0.0;
                for (std::size_t k = 0; k < 4; ++k)
                    sum += figure(outcome, BarrierKind::shapley, k, stratum).differences[r];
                const double all = figure(outcome, BarrierKind::all_removed, every, stratum).differences[r];
                INFO(outcome << ", stratum " << stratum);
                CHECK(sum == Approx(all).epsilon(1e-11));
            }
}

TEST_CASE("barriers that act alike have equal shares, and one that does nothing exactly none", "[barriers]")
{
    for (const std::string& outcome : outcome_names)
        for (std::uint32_t r = 0; r < replicates; ++r) {
            INFO(outcome);
            const auto& a = figure(outcome, BarrierKind::shapley, 0, 0);
            CHECK(a.differences[r] == Approx(figure(outcome, BarrierKind::shapley, 1, 0).differences[r]));
            for (const auto kind :
                 {BarrierKind::shapley, BarrierKind::alone_kept, BarrierKind::alone_removed})
                CHECK(figure(outcome, kind, 3, 0).differences[r] == 0.0);
            // c changes nothing for women
            CHECK(figure(outcome, BarrierKind::shapley, 2, 1).differences[r] == 0.0);
        }
}

TEST_CASE("strata add up to everybody", "[barriers]")
{
    REQUIRE(clinic_analysis().plan.strata[1].name == "sex=female");
    for (const char* outcome : {"begun", "treated", "costs.total", "qalys.total"})
        for (const BarrierFigure& of_all : clinic_analysis().figures) {
            const auto& analysis = clinic_analysis();
            if (of_all.stratum != 0 || of_all.outcome != place_of(analysis, outcome)) continue;
            const auto& women = figure(outcome, of_all.kind, of_all.barrier, 1);
            const auto& men = figure(outcome, of_all.kind, of_all.barrier, 2);
            for (std::size_t r = 0; r < of_all.values.size(); ++r)
                CHECK(women.values[r] + men.values[r] == Approx(of_all.values[r]).epsilon(1e-12));
            for (std::size_t r = 0; r < of_all.differences.size(); ++r)
                CHECK(women.differences[r] + men.differences[r] ==
                      Approx(of_all.differences[r]).epsilon(1e-9).margin(1e-7));
        }
}

TEST_CASE("the interval is Student's, and common luck makes it narrower", "[barriers]")
{
    const auto& all = figure("begun", BarrierKind::all_removed, every, 0);
    REQUIRE(all.differences.size() == replicates);
    double mean = 0.0, squares = 0.0;
    for (const double each : all.differences) mean += each / replicates;
    for (const double each : all.differences) squares += (each - mean) * (each - mean);
    const double error = std::sqrt(squares / (replicates - 1) / replicates);
    CHECK(all.difference.mean == Approx(mean));
    CHECK(all.difference.error == Approx(error));
    // 2.3646 is in tables: 7 degrees of freedom, 97.5 %
    CHECK(all.difference.high - all.difference.mean == Approx(2.364624 * error).epsilon(1e-6));
    CHECK(all.difference.mean - all.difference.low == Approx(2.364624 * error).epsilon(1e-6));

    const auto& as_is = figure("begun", BarrierKind::as_is, every, 0);
    CHECK(all.independent_error == Approx(std::hypot(all.value.error, as_is.value.error)));
    // one barrier of two alike changes the lives of few, so the same luck helps much
    const auto& one = figure("treated", BarrierKind::alone_removed, 2, 0);
    CHECK(one.difference.error < 0.7 * one.independent_error);
}

TEST_CASE("an analysis does not depend on threads", "[barriers]")
{
    const auto one = analysis_of(clinic_without, spec_of(Sharing::exact, 1));
    const auto& two = clinic_analysis();
    REQUIRE(one.figures.size() == two.figures.size());
    CHECK(one.plan.fingerprint == two.plan.fingerprint);
    CHECK(one.instants == two.instants);
    for (std::size_t k = 0; k < one.figures.size(); ++k) {
        CHECK(one.figures[k].values == two.figures[k].values);
        CHECK(one.figures[k].differences == two.figures[k].differences);
    }
}

TEST_CASE("sampled shares say how far the draw of the orders may lead them off", "[barriers]")
{
    BarriersSpec spec = spec_of(Sharing::sampled, 2);
    spec.permutations = 40;
    const auto found = analysis_of(clinic_without, spec);
    const std::size_t outcome = place_of(found, "begun");
    double sum = 0.0;
    for (std::size_t k = 0; k < 4; ++k) {
        const auto* share = find_figure(found, 0, outcome, BarrierKind::shapley, k);
        REQUIRE(share != nullptr);
        const double exact = figure("begun", BarrierKind::shapley, k, 0).difference.mean;
        INFO(share->difference.mean << " against " << exact << ", error " << share->sampling_error);
        CHECK(std::abs(share->difference.mean - exact) <= 4.0 * share->sampling_error);
        // the interval holds both errors
        CHECK(share->difference.high - share->difference.mean ==
              Approx(2.364624 * std::hypot(share->difference.error, share->sampling_error)).epsilon(1e-6));
        sum += share->difference.mean;
    }
    CHECK(find_figure(found, 0, outcome, BarrierKind::shapley, 3)->sampling_error == 0.0);
    CHECK(sum == Approx(figure("begun", BarrierKind::all_removed, every, 0).difference.mean).epsilon(1e-11));
}

TEST_CASE("one replicate gives values and no intervals", "[barriers]")
{
    const auto alone = [](BarrierSet removed) {
        auto loaded = clinic_without(removed);
        loaded.value().run.replicates = 1;
        loaded.value().people.size = 500;
        return loaded;
    };
    const auto found = analysis_of(alone, spec_of(Sharing::none, 1));
    CHECK(found.plan.notes ==
          std::vector<std::string>{"one replicate gives no intervals; --replicates 20 would"});
    const auto* all = find_figure(found, 0, place_of(found, "begun"), BarrierKind::all_removed, every);
    REQUIRE(all != nullptr);
    CHECK(std::isfinite(all->difference.mean));
    CHECK(std::isnan(all->difference.error));
    CHECK(std::isnan(all->difference.low));
    CHECK(std::isnan(all->independent_error));
    CHECK(find_figure(found, 0, 0, BarrierKind::shapley, 0) == nullptr);
}

TEST_CASE("what cannot be analysed is refused before anything runs", "[barriers]")
{
    const auto refused = [](const BarrierVariants& variants, Sharing sharing) {
        const auto plan = plan_barriers(variants, spec_of(sharing, 1));
        REQUIRE_FALSE(plan);
        return plan.why_not().all().front().message;
    };
    CHECK(refused([](BarrierSet) { return load_scenario_text(clinic, {}); }, Sharing::none) ==
          "the scenario declares no barriers");
    const auto many = [](BarrierSet removed) {
        auto loaded = clinic_without(removed & 15);
        loaded.value().shared.barriers.resize(7);
        return loaded;
    };
    CHECK(refused(many, Sharing::exact) == "exact shares of 7 barriers would take 2^7 runs");
    const auto reseeded = [](BarrierSet removed) {
        auto loaded = clinic_without(removed);
        if ((removed & 2) != 0) loaded.value().run.seed = 6;
        return loaded;
    };
    CHECK(refused(reseeded, Sharing::none) == "removing 'b' changes the seed");
    const auto quarrelling = [](BarrierSet removed) {
        auto loaded = clinic_without(removed);
        loaded.value().shared.barriers[0].removed_by = {{"parameters.a", "1"}, {"parameters.c", "1"}};
        loaded.value().shared.barriers[2].removed_by = {{"parameters.c", "1"}, {"parameters.a", "0.9"}};
        return loaded;
    };
    CHECK(refused(quarrelling, Sharing::none) ==
          "'a' and 'c' set parameters.a to different values, '1' and '0.9'");
    const auto broken = [](BarrierSet removed) -> Checked<Scenario> {
        if (removed != 13) return clinic_without(removed);
        return load_scenario_text(clinic, {{"parameters.a", "none"}});
    };
    const auto plan = plan_barriers(broken, BarriersSpec{});
    REQUIRE_FALSE(plan);
    CHECK(plan.why_not().all().back().message == "this is the scenario with 'a', 'c' and 'd' removed");
}

TEST_CASE("a scenario that changes while it is analysed is noticed", "[barriers]")
{
    const auto plan = plan_barriers(clinic_without, spec_of(Sharing::none, 1));
    REQUIRE(plan);
    const auto changed = [](BarrierSet removed) { return clinic_without(removed ^ 1); };
    const auto found = analyse_barriers(plan.value(), changed, spec_of(Sharing::none, 1));
    REQUIRE_FALSE(found);
    CHECK(found.why_not().all().front().message ==
          "the scenario was changed while it was analysed; analyse it again");
}

TEST_CASE("an analysis that is stopped says so", "[barriers]")
{
    const std::atomic<bool> stop = true;
    const auto plan = plan_barriers(clinic_without, BarriersSpec{});
    REQUIRE(plan);
    BarriersSpec spec;
    spec.stop = &stop;
    const auto found = analyse_barriers(plan.value(), clinic_without, spec);
    REQUIRE(found);
    CHECK_FALSE(found.value().is_complete);
    CHECK(found.value().figures.empty());
}
