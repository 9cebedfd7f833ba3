#include "app/uncertainty_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "app/json_number.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

Json over(const OverSamples& numbers)
{
    return {{"mean", number_or_null(numbers.mean)},
            {"error", number_or_null(numbers.error)},
            {"interval95", Json::array({number_or_null(numbers.low), number_or_null(numbers.high)})}};
}

Json threshold_json(const DecisionStudy& study, const Acceptability& at,
                    const PerfectInformation& information)
{
    Json proportion = Json::object(), loss = Json::object();
    for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy) {
        proportion[study.strategies[strategy].name] = number_or_null(at.proportion[strategy]);
        loss[study.strategies[strategy].name] = number_or_null(at.expected_loss[strategy]);
    }
    return {{"threshold", number_or_null(at.threshold)},
            {"best", study.strategies[at.best].name},
            {"proportion", proportion},
            {"expected_loss", loss},
            {"evpi", number_or_null(information.value)},
            {"evpi_error", number_or_null(information.error)},
            {"population_evpi", number_or_null(information.population)}};
}

Json strata_json(const UncertaintyReport& report)
{
    const DecisionStudy& study = report.study;
    Json strata = Json::object();
    for (std::size_t stratum = 0; stratum < report.sample.strata.size(); ++stratum) {
        const StratumUncertainty& found = report.analysis.strata[stratum];
        if (found.strategies.empty()) continue;
        Json strategies = Json::object(), thresholds = Json::array();
        for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy) {
            const StrategyOverSamples& one = found.strategies[strategy];
            strategies[study.strategies[strategy].name] = {
                {"cost", over(one.cost)},
                {"qalys", over(one.qalys)},
                {"incremental_cost", over(one.incremental_cost)},
                {"incremental_qalys", over(one.incremental_qalys)}};
        }
        for (std::size_t k = 0; k < found.spoken.size(); ++k)
            thresholds.push_back(threshold_json(study, found.spoken[k], found.spoken_information[k]));
        strata[report.sample.strata[stratum].name] = {{"strategies", strategies}, {"thresholds", thresholds}};
    }
    return strata;
}

Json evppi_json(const UncertaintyReport& report)
{
    Json all = Json::array();
    for (const Learning& one : report.analysis.learning)
        for (std::size_t k = 0; k < one.spoken.size(); ++k)
            all.push_back({{"kind", one.is_group ? "group" : "value"},
                           {"name", one.name},
                           {"threshold", number_or_null(report.study.thresholds[k])},
                           {"evppi", number_or_null(one.spoken[k].value)},
                           {"error", number_or_null(one.spoken[k].error)}});
    return all;
}

Json advice_json(const UncertaintyReport& report)
{
    const Advice& advice = report.analysis.advice;
    return {
        {"spend_on", word_for(advice.spend)},
        {"is_common", report.sample.has_common_luck},
        {"luck_share", number_or_null(advice.luck_share)},
        {"shared_error", report.sample.has_common_luck ? number_or_null(advice.shared_error) : Json(nullptr)},
        {"people_per_sample", number_or_null(advice.people)},
        {"better_people_per_sample",
         advice.better_people > 0.0 ? number_or_null(advice.better_people) : Json(nullptr)},
        {"sentence", advice_sentence(report)}};
}

}  // namespace

std::string uncertainty_json(const UncertaintyReport& report, const RunFolder& folder)
{
    const DecisionStudy& study = report.study;
    Json warnings = Json::array();
    for (const auto* all : {&report.analysis.notes, &report.facts.warnings})
        for (const std::string& warning : *all) warnings.push_back(warning);
    return Json{{"study", study.name},
                {"title", study.title},
                {"folder", folder.path},
                {"fingerprint", fmt::format("{:016x}", report.facts.fingerprint)},
                {"seed", report.facts.seed},
                {"samples", report.sample.count()},
                {"refused", report.sample.refused.size()},
                {"replicates", study.uncertainty.replicates},
                {"values", report.sample.values.size()},
                {"reference", study.strategies[study.reference].name},
                {"strata", strata_json(report)},
                {"evppi", evppi_json(report)},
                {"luck", advice_json(report)},
                {"warnings", warnings}}
               .dump(2) +
           "\n";
}

}  // namespace txpath::app
