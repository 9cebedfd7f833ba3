// refine_test.cpp -- how much results move when sync_every is halved.
#include "txpath/refine.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/written.hpp"

using namespace txpath;

namespace {

constexpr std::string_view clinic = R"(txpath: 1
title: a clinic that fills
time: {horizon: 300 days, report_every: 100 days, sync_every: 4 days}
population: {size: 0, arrivals: {rate: 0.6 per day}}
resources: {places: {capacity: 2, used_by: {care.treated: 1}}}
system: {evidence: {start: 0, toward: 1, half_life: 101 days}, unread: {start: 0}}
policies: {issued: {when: {evidence: {at_least: 0.5}}, set: {unread: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, mean: 2 days}}
outputs: {measures: {finished: {events: [care.finish]}}}
run: {seed: 3, replicates: 8}
)";

const RefinedFigure& figure(const Refinement& found, std::string_view name)
{
    const auto at = std::ranges::find(found.figures, name, &RefinedFigure::name);
    if (at == found.figures.end()) FAIL("no figure " << name);
    return *at;
}

Refinement refined(std::string_view text)
{
    const auto found = refine(loaded(text), RefineSpec{.threads = 1, .progress = {}, .stop = nullptr});
    if (!found) FAIL(render(found.why_not()));
    return found.value();
}

}  // namespace

TEST_CASE("waits grow shorter when sync_every is halved, by less than their bound", "[refine][study]")
{
    const Refinement found = refined(clinic);
    CHECK(found.has_sync_points);
    CHECK(found.sync_every == 4.0);
    const RefinedFigure& wait = figure(found, "resource.places.wait_mean");
    CHECK(wait.moved == Approx(wait.halved - wait.written));
    CHECK(wait.moved < -1.0);  // half of the stays' rounding up alone is a day
    CHECK(wait.bound > 4.0);
    CHECK(is_within_bound(wait));
    const RefinedFigure& granted = figure(found, "resource.places.granted");
    CHECK(granted.moved > 0.0);
    CHECK(std::isnan(granted.bound));
    CHECK(figure(found, "finished").moved > 0.0);
}

TEST_CASE("a policy that waits for evidence begins at the next sync point, whichever they are",
          "[refine][study]")
{
    const RefinedFigure policy = figure(refined(clinic), "policy.issued");
    CHECK(policy.written == 104.0);  // its day is 101
    CHECK(policy.halved == 102.0);
    CHECK(policy.bound == 4.0);
    CHECK(policy.error == 0.0);
}

TEST_CASE("where people share nothing sync_every has no effect and nothing is run", "[refine][study]")
{
    const Refinement found = refined(care_scenario("title: apart\npopulation: {size: 10}",
                                                   "      fall: {from: well, to: ill, rate: 1 per year}"));
    CHECK_FALSE(found.has_sync_points);
    CHECK(found.figures.empty());
}

TEST_CASE("a figure beyond its bound and four standard errors is told from the others", "[refine][study]")
{
    RefinedFigure moved{.name = "wait", .unit = "days", .moved = -3.0, .error = 0.2, .bound = 2.0};
    CHECK_FALSE(is_within_bound(moved));
    moved.error = 0.3;
    CHECK(is_within_bound(moved));
    moved.bound = RefinedFigure::none;
    moved.moved = -100.0;
    CHECK(is_within_bound(moved));
}
