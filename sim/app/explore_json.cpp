#include "app/explore_json.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "txpath/units.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

std::string_view word_for(ShownAs how)
{
    switch (how) {
        case ShownAs::of_100:
            return "of_100";
        case ShownAs::times:
            return "times";
        case ShownAs::doublings:
            return "doublings";
        case ShownAs::number:
            break;
    }
    return "number";
}

std::string_view word_for(Direction good)
{
    switch (good) {
        case Direction::high:
            return "high";
        case Direction::low:
            return "low";
        case Direction::neither:
            break;
    }
    return "neither";
}

std::string citation(const Scenario& scenario, const std::string& key)
{
    for (const auto& [name, text] : scenario.references)
        if (name == key) return text;
    return {};
}

Json control_json(const Scenario& scenario, const Control& control)
{
    Json numbers = Json::array(), settings = Json::object();
    for (const ControlledNumber& number : control.numbers)
        numbers.push_back({{"path", number.path}, {"number", number.number}, {"unit", number.unit}});
    for (const auto& [path, value] : control.settings) settings[path] = value;
    const bool is_switch = control.kind == ControlKind::choice;
    const bool has_unit = control.kind == ControlKind::number;
    return {{"id", control.name},
            {"group", control.group},
            {"title", control.title},
            {"words", control.words},
            {"kind", is_switch ? "switch" : "slider"},
            {"shown_as", word_for(control.shown_as)},
            {"from", control.from},
            {"to", control.to},
            {"step", control.step},
            {"value", control.value},
            {"unit", has_unit ? control.numbers.front().unit : std::string{}},
            {"is_factor", control.kind == ControlKind::factor},
            {"numbers", std::move(numbers)},
            {"settings", std::move(settings)},
            {"source", control.source},
            {"source_text", citation(scenario, control.source)},
            {"is_assumption", control.source == "assumption"},
            {"note", control.note}};
}

Json outcome_json(const ExploredOutcome& outcome)
{
    return {{"id", outcome.name},
            {"title", outcome.title},
            {"unit", outcome.unit},
            {"chart", outcome.chart},
            {"measures", outcome.measures},
            {"is_of_events", outcome.is_of_events},
            {"good", word_for(outcome.good)}};
}

Json lesson_json(const Lesson& lesson)
{
    Json settings = Json::object(), predict = nullptr;
    for (const auto& [control, value] : lesson.settings) settings[control] = value;
    if (!lesson.predict.question.empty())
        predict = {{"question", lesson.predict.question},
                   {"outcome", lesson.predict.outcome},
                   {"options", lesson.predict.options}};
    return {{"id", lesson.name},       {"title", lesson.title},           {"text", lesson.text},
            {"reveal", lesson.reveal}, {"settings", std::move(settings)}, {"predict", std::move(predict)}};
}

}  // namespace

std::string explore_json(const Scenario& scenario, const Explore& explore, const ExploreEngine& with)
{
    Json controls = Json::array(), outcomes = Json::array(), lessons = Json::array();
    for (const Control& control : explore.controls) controls.push_back(control_json(scenario, control));
    for (const ExploredOutcome& outcome : explore.outcomes) outcomes.push_back(outcome_json(outcome));
    for (const Lesson& lesson : explore.lessons) lessons.push_back(lesson_json(lesson));
    return Json{{"format", "txpath-explore/1"},
                {"version", with.version},
                {"title", scenario.title},
                {"description", scenario.description},
                {"people", {{"quick", explore.quick_people}, {"most", explore.most_people}}},
                {"horizon_years", in_years(Days{scenario.time.horizon})},
                {"seed", scenario.run.seed},
                {"controls", std::move(controls)},
                {"outcomes", std::move(outcomes)},
                {"lessons", std::move(lessons)},
                {"notes", explore.notes},
                {"engine", with.engine},
                {"world", with.world},
                {"today", with.today}}
        .dump();
}

}  // namespace txpath::app
