// explore_test.cpp -- the section `explore`: what is read, what is refused, and that it changes nothing.
#include "txpath/explore.hpp"

#include <catch2/catch.hpp>

#include "support/written.hpp"
#include "txpath/model.hpp"

using namespace txpath;

namespace {

constexpr std::string_view world = R"(txpath: 1
title: A town
time: {horizon: 2 years, report_every: 1 year}
population: {size: 100}
parameters:
  willing: {value: 40 %, source: assumption, note: "0 to 1"}
  falls: 0.5 per year
tracks:
  care:
    start: well
    states: {well: {}, ill: {}, seen: {}}
    transitions:
      fall: {from: well, to: ill, rate: $falls}
      go: {from: ill, to: {seen: $willing, well: rest}, rate: 2 per year}
outputs:
  measures:
    ill_now: {states: [care.ill]}
    visits: {events: [care.go]}
)";

constexpr std::string_view page = R"(explore:
  quick_people: 200
  most_people: 1000
  notes: |
    # Before
    - Look.
  controls:
    willing: {title: Willing, group: People, words: How many go, path: parameters.willing, from: 0, to: 100, step: 5}
    falls: {title: Falls, group: Illness, words: How often, scale: [parameters.falls], from: 0, to: 3, step: 0.5, shown_as: times}
    never: {title: Nobody falls ill, group: Illness, words: None, set: {tracks.care.transitions.go.rate: 4 per year}, note: a what-if}
  outcomes:
    ill: {title: Ill, unit: people, measure: ill_now, chart: Health, good: low}
    visits: {title: Visits, unit: visits, measure: [visits], chart: Care}
  lessons:
    first:
      title: First
      text: Look.
      settings: {willing: 80, never: true}
      predict: {question: Do more come, outcome: visits, options: [Yes, No]}
      reveal: Well.
)";

std::string with_page(std::string_view from, std::string_view to)
{
    std::string text{page};
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return std::string(world) + text;
}

Explore explore_of(const std::string& text)
{
    const WrittenFolder folder;
    const auto found = load_explore(folder.write("town.yaml", text), {});
    if (!found) FAIL(render(found.why_not()));
    REQUIRE(found.value().has_value());
    return *found.value();
}

std::string first_line(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

std::string mistake_of(std::string_view from, std::string_view to)
{
    const std::string line = first_line(mistakes_of(with_page(from, to)));
    const auto at = line.find("error: ");
    return at == std::string::npos ? line : line.substr(at + 7);
}

}  // namespace

TEST_CASE("a page for a class is read as it was written", "[scenario][explore]")
{
    const Explore explore = explore_of(std::string(world) + std::string(page));
    CHECK(explore.quick_people == 200);
    CHECK(explore.most_people == 1000);
    CHECK(explore.notes == "# Before\n- Look.\n");
    REQUIRE(explore.controls.size() == 3);
    const Control& willing = explore.controls[0];
    CHECK(willing.kind == ControlKind::number);
    CHECK(willing.value == 40.0);
    CHECK(willing.numbers.front().unit == "%");
    CHECK(willing.source == "assumption");
    CHECK(willing.note == "0 to 1");
    const Control& falls = explore.controls[1];
    CHECK(falls.kind == ControlKind::factor);
    CHECK(falls.value == 1.0);
    CHECK(falls.shown_as == ShownAs::times);
    CHECK(falls.numbers.front().number == 0.5);
    CHECK(falls.numbers.front().unit == "per year");
    const Control& never = explore.controls[2];
    CHECK(never.kind == ControlKind::choice);
    CHECK(never.settings == std::vector<std::pair<std::string, std::string>>{
                                {"tracks.care.transitions.go.rate", "4 per year"}});
    REQUIRE(explore.outcomes.size() == 2);
    CHECK(explore.outcomes[0].good == Direction::low);
    CHECK_FALSE(explore.outcomes[0].is_of_events);
    CHECK(explore.outcomes[1].is_of_events);
    REQUIRE(explore.lessons.size() == 1);
    CHECK(explore.lessons[0].settings ==
          std::vector<std::pair<std::string, double>>{{"willing", 80.0}, {"never", 1.0}});
    CHECK(explore.lessons[0].predict.options == std::vector<std::string>{"Yes", "No"});
}

TEST_CASE("a scenario without a page has none", "[scenario][explore]")
{
    const WrittenFolder folder;
    const auto found = load_explore(folder.write("town.yaml", world), {});
    REQUIRE(found);
    CHECK_FALSE(found.value().has_value());
}

TEST_CASE("a page for a class changes neither model nor fingerprint", "[scenario][explore]")
{
    const Scenario without = loaded(world), with = loaded(std::string(world) + std::string(page));
    const auto plain = compile(without, base_case(without)), explored = compile(with, base_case(with));
    REQUIRE(plain);
    REQUIRE(explored);
    CHECK(plain.value().fingerprint() == explored.value().fingerprint());
    CHECK(with.unsourced == without.unsourced);
    CHECK(with.effective_text.find("explore:") != std::string::npos);
}

TEST_CASE("mistakes of a page for a class are named", "[scenario][explore]")
{
    CHECK(mistake_of("path: parameters.willing", "path: parameters.wiling") ==
          "'parameters.wiling' names nothing in the scenario");
    CHECK(mistake_of("path: parameters.willing", "path: tracks.care.transitions.fall.rate") ==
          "'tracks.care.transitions.fall.rate' is '$falls'");
    CHECK(mistake_of("path: parameters.willing", "path: tracks.care") ==
          "'tracks.care' has no number of its own");
    CHECK(mistake_of("path: parameters.willing, ", "") == "control 'willing' does not say what it changes");
    CHECK(
        mistake_of("path: parameters.willing,", "path: parameters.willing, set: {parameters.willing: 1},") ==
        "control 'willing' says twice what it changes");
    CHECK(mistake_of("from: 0, to: 100", "from: 50, to: 100") ==
          "control 'willing' starts at 40, which is below 'from'");
    CHECK(mistake_of("from: 0, to: 100", "from: 0, to: 30") ==
          "control 'willing' starts at 40, which is above 'to'");
    CHECK(mistake_of("to: 100, step: 5", "to: 140, step: 5") ==
          "with the controls at their highest ends: 'seen' is '$willing', which is above 1");
    CHECK(mistake_of("to: 100, step: 5", "to: 100, step: 0.01") ==
          "control 'willing' has more than 1000 positions");
    CHECK(mistake_of("scale: [parameters.falls]", "scale: [parameters.willing]") ==
          "controls 'willing' and 'falls' both change 'parameters.willing'");
    CHECK(mistake_of("measure: ill_now", "measure: il_now") == "no measure 'il_now'");
    CHECK(mistake_of("measure: [visits]", "measure: [visits, ill_now]") ==
          "outcome 'visits' adds events to what is there at a time");
    CHECK(mistake_of("settings: {willing: 80", "settings: {wiling: 80") == "no control 'wiling'");
    CHECK(mistake_of("settings: {willing: 80", "settings: {willing: 101") ==
          "'willing' is 101, and its slider goes from 0 to 100");
    CHECK(mistake_of("never: true", "never: 2") == "'never' is a switch");
    CHECK(mistake_of("outcome: visits", "outcome: visit") == "no outcome 'visit'");
    CHECK(mistake_of("options: [Yes, No]", "options: [Yes]") ==
          "'predict' of lesson 'first' has fewer than two options");
    CHECK(mistake_of("most_people: 1000", "most_people: 150") ==
          "'most_people' of 'explore' is below 'quick_people'");
}

TEST_CASE("the classroom's page is in order", "[scenario][explore]")
{
    const auto found = load_explore(std::string(TXPATH_SOURCE) + "/scenarios/classroom.yaml", {});
    if (!found) FAIL(render(found.why_not()));
    REQUIRE(found.value().has_value());
    CHECK(found.value()->controls.size() >= 8);
    for (const Control& control : found.value()->controls) {
        INFO(control.name);
        CHECK((control.kind == ControlKind::choice || !control.source.empty()));
    }
}
