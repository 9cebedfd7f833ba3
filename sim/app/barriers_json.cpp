#include "app/barriers_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "txpath/units.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

Json number(double x)
{
    return std::isfinite(x) ? Json(x) : Json(nullptr);
}

Json figure_json(const BarrierFigure& figure)
{
    Json json = Json::object();
    if (!figure.values.empty()) {
        json["value"] = number(figure.value.mean);
        json["value_mcse"] = number(figure.value.error);
    }
    if (figure.differences.empty()) return json;
    json["difference"] = number(figure.difference.mean);
    json["difference_mcse"] = number(figure.difference.error);
    json["ci95"] = Json::array({number(figure.difference.low), number(figure.difference.high)});
    json["independent_mcse"] = number(figure.independent_error);
    if (figure.kind == BarrierKind::shapley) json["sampling_error"] = number(figure.sampling_error);
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
                {"gain_from_common_luck", number(gain_from_common_luck(report.analysis))},
                {"barriers", barriers},
                {"strata", outcomes(report.analysis)},
                {"warnings", notes}}
               .dump(2) +
           "\n";
}

}  // namespace txpath::app
