#include "app/barriers_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/json_number.hpp"
#include "txpath/units.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

Json figure_json(const BarrierFigure& figure)
{
    Json json = Json::object();
    if (!figure.values.empty()) {
        json["value"] = number_or_null(figure.value.mean);
        json["value_mcse"] = number_or_null(figure.value.error);
    }
    if (figure.differences.empty()) return json;
    json["difference"] = number_or_null(figure.difference.mean);
    json["difference_mcse"] = number_or_null(figure.difference.error);
    json["ci95"] =
        Json::array({number_or_null(figure.difference.low), number_or_null(figure.difference.high)});
    json["independent_mcse"] = number_or_null(figure.independent_error);
    if (figure.kind == BarrierKind::shapley) json["sampling_error"] = number_or_null(figure.sampling_error);
    return json;
}

Json outcomes(const BarrierAnalysis& analysis)
{
    Json strata = Json::object();
    for (const BarrierFigure& figure : analysis.figures) {
        const Outcome& outcome = analysis.plan.outcomes[figure.outcome];
        Json& measure = strata[analysis.plan.strata[figure.stratum].name][outcome.name];
        measure["unit"] = outcome.unit;
        const std::string kind{word_for(figure.kind)};
        if (figure.barrier == BarrierFigure::every)
            measure[kind] = figure_json(figure);
        else
            measure["barriers"][analysis.plan.scenario->shared.barriers[figure.barrier].name][kind] =
                figure_json(figure);
    }
    return strata;
}

}  // namespace

std::string barriers_json(const BarriersReport& report, const RunFolder& folder)
{
    const BarrierPlan& plan = report.analysis.plan;
    const Scenario& scenario = *plan.scenario;
    Json barriers = Json::object(), notes = Json::array();
    for (const Barrier& each : scenario.shared.barriers) barriers[each.name] = {{"title", each.title}};
    for (const auto* all : {&report.facts.warnings, &plan.notes})
        for (const std::string& note : *all) notes.push_back(note);
    return Json{{"scenario", scenario.name},
                {"title", scenario.title},
                {"folder", folder.path},
                {"fingerprint", fmt::format("{:016x}", report.facts.fingerprint)},
                {"seed", scenario.run.seed},
                {"replicates", scenario.run.replicates},
                {"people", scenario.people.size},
                {"horizon_years", in_years(Days{scenario.time.horizon})},
                {"runs", plan.runs.size()},
                {"shapley", word_for(plan.sharing)},
                {"permutations", plan.permutations},
                {"gain_from_common_luck", number_or_null(gain_from_common_luck(report.analysis))},
                {"barriers", barriers},
                {"strata", outcomes(report.analysis)},
                {"warnings", notes}}
               .dump(2) +
           "\n";
}

}  // namespace txpath::app
