#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <new>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "txpath/courses.hpp"
#include "txpath/economics.hpp"
#include "txpath/explore_engine.hpp"
#include "txpath/model.hpp"
#include "txpath/report.hpp"
#include "txpath/simulate.hpp"
#include "txpath/table_texts.hpp"
#include "txpath/units.hpp"

namespace txpath::explore {

namespace {

using Json = nlohmann::ordered_json;

/// Why there is no answer.
struct Refusal {
    std::string sentence;
};

Refusal refusal(const Diagnostics& why)
{
    for (const Diagnostic& one : why.all()) {
        if (one.severity != Severity::error) continue;
        std::string sentence = one.message;
        for (const std::string* more : {&one.advice, &one.help})
            if (!more->empty()) sentence += "; " + *more;
        return {std::move(sentence)};
    }
    return {"the scenario is not in order"};
}

std::string answer_of(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string refused(const std::string& why)
{
    return answer_of({{"ok", false}, {"error", why}});
}

/// What `make` makes, or the sentence of its refusal.
std::string answered(const std::function<Json()>& make)
{
    try {
        return answer_of(make());
    } catch (const Refusal& why) {
        return refused(why.sentence);
    } catch (const std::bad_alloc&) {
        return refused("there is no memory left; ask for fewer people");
    } catch (const std::exception& error) {
        return refused(error.what());
    }
}

struct Question {
    std::vector<Override> settings;
    std::uint32_t replicate = 0;
};

std::string written(const Json& value, const std::string& key)
{
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return value.dump();
    throw Refusal{fmt::format("'{}' of a question is neither text nor a number", key)};
}

std::uint64_t whole(const Json& value, const std::string& key, std::uint64_t most)
{
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most)
        throw Refusal{fmt::format("'{}' of a question is not a whole number up to {}", key, most)};
    return value.get<std::uint64_t>();
}

void take(const std::string& key, const Json& value, Question& question)
{
    constexpr std::uint64_t most_replicates = 1000000;
    constexpr std::uint64_t most_whole = std::uint64_t{1} << 53;  // that JavaScript keeps exactly
    if (key == "settings" && value.is_object()) {
        for (const auto& [path, text] : value.items())
            question.settings.push_back({path, written(text, path)});
    } else if (key == "people") {
        question.settings.push_back({"population.size", fmt::to_string(whole(value, key, most_whole))});
    } else if (key == "seed") {
        question.settings.push_back({"run.seed", fmt::to_string(whole(value, key, most_whole))});
    } else if (key == "replicates") {
        question.settings.push_back({"run.replicates", fmt::to_string(whole(value, key, most_replicates))});
    } else if (key == "horizon_years" && value.is_number()) {
        question.settings.push_back({"time.horizon", fmt::format("{} years", value.dump())});
    } else if (key == "replicate") {
        question.replicate = static_cast<std::uint32_t>(whole(value, key, most_replicates));
    } else {
        throw Refusal{fmt::format("a question has no '{}' like this", key)};
    }
}

Question read_question(std::string_view text)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) throw Refusal{"a question is a JSON object"};
    Question question;
    for (const auto& [key, value] : json.items()) take(key, value, question);
    return question;
}

Scenario loaded(const std::optional<PackedScenario>& package, const Question& question, OwnTexts texts)
{
    if (!package) throw Refusal{"no scenario was opened"};
    auto scenario = package->load(question.settings, texts);
    if (!scenario) throw refusal(scenario.why_not());
    return std::move(scenario.value());
}

Model compiled(const Scenario& scenario, std::optional<Model>& last)
{
    const std::vector<double> values = base_case(scenario);
    auto model = last ? compile(scenario, values, *last) : compile(scenario, values);
    if (!model) throw refusal(model.why_not());
    last = model.value();
    return std::move(model.value());
}

Json number_or_null(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

constexpr std::string_view of_clinicians = "clinicians.", of_resources = "resource.";

Json texts(const std::vector<Course>& courses, std::string_view prefix)
{
    Json list = Json::array();
    for (const Course& course : courses)
        if (course.name.starts_with(prefix)) list.push_back(course.name.substr(prefix.size()));
    return list;
}

Json described(const Scenario& scenario)
{
    const std::vector<Course> courses = courses_of(scenario);
    Json measures = Json::array(), groups = Json::array(), resources = Json::array(),
         policies = Json::array();
    for (const Course& course : courses) measures.push_back({{"name", course.name}, {"unit", course.unit}});
    for (const Stratum& stratum : strata(scenario)) groups.push_back(stratum.name);
    for (const Resource& resource : scenario.shared.resources) {
        const std::string capacity = fmt::format("{}{}.capacity", of_resources, resource.name);
        const auto found = std::ranges::find(courses, capacity, &Course::name);
        resources.push_back({{"name", resource.name}, {"unit", found == courses.end() ? "" : found->unit}});
    }
    for (const Policy& policy : scenario.shared.policies) policies.push_back(policy.name);
    return {{"ok", true},
            {"name", scenario.name},
            {"title", scenario.title},
            {"description", scenario.description},
            {"people", scenario.people.size},
            {"seed", scenario.run.seed},
            {"replicates", scenario.run.replicates},
            {"horizon_years", in_years(Days{scenario.time.horizon})},
            {"currency", scenario.economics.currency},
            {"measures", std::move(measures)},
            {"strata", std::move(groups)},
            {"adoption", texts(courses, of_clinicians)},
            {"resources", std::move(resources)},
            {"policies", std::move(policies)}};
}

/// Measures by name; shares of clinicians and what happens at resources once more, in their own places.
void add_courses(const Scenario& scenario, const ReplicateResult& replicate, Json& answer)
{
    const std::vector<Course> courses = courses_of(scenario);
    const std::vector<double> grid = course_values(scenario, courses, replicate, strata(scenario).front());
    Json measures = Json::object(), adoption = Json::object(), resources = Json::object();
    for (std::size_t place = 0; place < courses.size(); ++place) {
        Json values = Json::array();
        for (std::size_t at = place; at < grid.size(); at += courses.size())
            values.push_back(number_or_null(grid[at]));
        const std::string& name = courses[place].name;
        if (name.starts_with(of_clinicians)) {
            adoption[name.substr(of_clinicians.size())] = values;
        } else if (name.starts_with(of_resources)) {
            const std::size_t dot = name.rfind('.');
            const std::string resource = name.substr(of_resources.size(), dot - of_resources.size());
            resources[resource][name.substr(dot + 1)] = values;
        }
        measures[name] = std::move(values);
    }
    answer["measures"] = std::move(measures);
    answer["adoption"] = std::move(adoption);
    answer["resources"] = std::move(resources);
}

Json totals(const Scenario& scenario, const Results& results)
{
    const EconomicSummary money =
        mean_prices(scenario, base_case(scenario), HeldReplicates(results), std::string{});
    Json found{{"cost", nullptr}, {"qalys", nullptr}};
    for (const CostRow& row : money.mean_costs)
        if (row.stratum == 0 && row.category.is_absent() && row.is_discounted)
            found["cost"] = number_or_null(row.cost.mean);
    for (const QalyRow& row : money.mean_qalys)
        if (row.stratum == 0 && row.is_discounted) found["qalys"] = number_or_null(row.qalys.mean);
    return found;
}

Json one_replicate(const Scenario& scenario, const Model& model, std::uint32_t replicate)
{
    RunSpec spec;
    spec.seed = scenario.run.seed;
    spec.first_replicate = replicate;
    spec.is_part = true;
    spec.threads = 1;
    const RunOutcome outcome = simulate(model, spec);
    const ReplicateResult& result = outcome.results.replicates.front();
    Json times = Json::array();
    for (const double report : scenario.time.reports) times.push_back(in_years(Days{report}));
    Json answer{{"ok", true},
                {"people", scenario.people.size},
                {"replicate", replicate},
                {"times", std::move(times)}};
    add_courses(scenario, result, answer);
    answer["totals"] = totals(scenario, outcome.results);
    answer["events"] = result.instants;
    return answer;
}

Json all_tables(const Scenario& scenario, const Model& model)
{
    RunSpec spec;
    spec.seed = scenario.run.seed;
    spec.replicates = scenario.run.replicates;
    spec.threads = 1;
    spec.histories = scenario.outputs.people;
    const RunOutcome outcome = simulate(model, spec);
    const HeldReplicates replicates(outcome.results);
    const EconomicSummary money = mean_prices(scenario, base_case(scenario), replicates, std::string{});
    ManifestFacts facts;
    facts.fingerprint = model.fingerprint();
    Json files = Json::object();
    for (TableText& table : table_texts({scenario, replicates, money, facts}))
        files[table.file] = std::move(table.text);
    return {
        {"ok", true}, {"folder", run_folder_name(scenario, facts.fingerprint)}, {"files", std::move(files)}};
}

}  // namespace

std::string Engine::open(std::string_view package)
{
    return answered([&] {
        package_.reset();
        last_.reset();
        auto opened = PackedScenario::open(package);
        if (!opened) throw refusal(opened.why_not());
        package_.emplace(std::move(opened.value()));
        return described(loaded(package_, {}, OwnTexts::left_out));
    });
}

std::string Engine::run(std::string_view question)
{
    return answered([&] {
        const Question wish = read_question(question);
        Scenario scenario = loaded(package_, wish, OwnTexts::left_out);
        scenario.outputs.sojourns = false;  // only transitions.csv tells how long stays were
        return one_replicate(scenario, compiled(scenario, last_), wish.replicate);
    });
}

std::string Engine::tables(std::string_view question)
{
    return answered([&] {
        // the name of its run folder depends on its texts
        Scenario scenario = loaded(package_, read_question(question), OwnTexts::written);
        if (scenario.run.stop)
            throw Refusal{
                "the scenario adds replicates until a figure is known; set 'run.stop' to null for tables"};
        scenario.outputs.sojourns = true;
        return all_tables(scenario, compiled(scenario, last_));
    });
}

}  // namespace txpath::explore
