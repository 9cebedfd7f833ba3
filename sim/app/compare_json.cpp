#include "app/compare_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/json_number.hpp"
#include "txpath/units.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

Json figure_json(const ComparedFigure& figure, bool is_reference)
{
    Json json{{"value", number_or_null(figure.value.mean)},
              {"value_mcse", number_or_null(figure.value.error)}};
    if (is_reference) return json;
    json["difference"] = number_or_null(figure.difference.mean);
    json["difference_mcse"] = number_or_null(figure.difference.error);
    json["ci95"] =
        Json::array({number_or_null(figure.difference.low), number_or_null(figure.difference.high)});
    json["independent_mcse"] = number_or_null(figure.independent_error);
    return json;
}

Json measures(const Comparison& comparison, std::size_t strategy)
{
    const ComparisonPlan& plan = comparison.plan;
    Json strata = Json::object();
    for (std::size_t stratum = 0; stratum < plan.strata.size(); ++stratum)
        for (std::size_t k = 0; k < plan.horizon.size(); ++k) {
            Json& measure = strata[plan.strata[stratum].name][plan.horizon[k].name];
            measure = figure_json(comparison.strategies[strategy].horizon[stratum * plan.horizon.size() + k],
                                  strategy == plan.study->reference);
            measure["unit"] = plan.horizon[k].unit;
        }
    return strata;
}

Json inputs(const std::vector<InputDifference>& differences)
{
    Json list = Json::array();
    for (const InputDifference& each : differences)
        list.push_back({{"path", each.path},
                        {"reference", each.is_in_reference ? Json(each.reference) : Json(nullptr)},
                        {"value", each.is_in_other ? Json(each.other) : Json(nullptr)}});
    return list;
}

Json budget(const Comparison& comparison, std::size_t strategy)
{
    const ComparisonPlan& plan = comparison.plan;
    Json json = Json::object();
    for (std::size_t p = 0; p <= plan.perspectives.size() && !plan.years.empty(); ++p) {
        Json& years = json[p == 0 ? "all" : plan.perspectives[p - 1]];
        for (std::size_t year = 0; year < plan.years.size(); ++year)
            years.push_back(figure_json(comparison.strategies[strategy].budget[p * plan.years.size() + year],
                                        strategy == plan.study->reference));
    }
    return json;
}

Json frontier(const Comparison& comparison)
{
    Json list = Json::array();
    for (const IcerRow& row : frontier_of(comparison, 0))
        list.push_back({{"strategy", comparison.plan.study->strategies[row.strategy].name},
                        {"cost", number_or_null(row.cost)},
                        {"effect", number_or_null(row.effect)},
                        {"incremental_cost", number_or_null(row.incremental_cost)},
                        {"incremental_effect", number_or_null(row.incremental_effect)},
                        {"icer", number_or_null(row.icer)},
                        {"status", word_for(row.status)}});
    return list;
}

}  // namespace

std::string comparison_json(const ComparisonReport& report, const RunFolder& folder)
{
    const Comparison& comparison = report.comparison;
    const ComparisonPlan& plan = comparison.plan;
    const DecisionStudy& study = *plan.study;
    const Scenario& reference = study.strategies[study.reference].scenario;
    Json strategies = Json::object(), notes = Json::array();
    for (std::size_t s = 0; s < study.strategies.size(); ++s)
        strategies[study.strategies[s].name] = {{"label", study.strategies[s].label},
                                                {"inputs", inputs(plan.inputs[s])},
                                                {"strata", measures(comparison, s)},
                                                {"budget", budget(comparison, s)}};
    for (const auto* all : {&report.facts.warnings, &plan.notes})
        for (const std::string& note : *all) notes.push_back(note);
    return Json{{"study", study.name},
                {"title", study.title},
                {"folder", folder.path},
                {"fingerprint", fmt::format("{:016x}", report.facts.fingerprint)},
                {"seed", reference.run.seed},
                {"replicates", reference.run.replicates},
                {"people", reference.people.size},
                {"horizon_years", in_years(Days{reference.time.horizon})},
                {"reference", study.strategies[study.reference].name},
                {"perspective", study.perspective},
                {"gain_from_common_luck", number_or_null(gain_from_common_luck(comparison))},
                {"strategies", strategies},
                {"icers", frontier(comparison)},
                {"warnings", notes}}
               .dump(2) +
           "\n";
}

}  // namespace txpath::app
