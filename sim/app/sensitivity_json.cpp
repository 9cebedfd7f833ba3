#include "app/sensitivity_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/json_number.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

Json figure(const WithError& one)
{
    return {{"value", number_or_null(one.value)}, {"mcse", number_or_null(one.error)}};
}

Json value_json(const SweptValue& value)
{
    return {{"path", value.path},
            {"unit", value.unit},
            {"base", number_or_null(value.base / value.unit_size)},
            {"low", number_or_null(value.low / value.unit_size)},
            {"high", number_or_null(value.high / value.unit_size)}};
}

class Teller {
public:
    explicit Teller(const SensitivityReport& report) : report_(report) {}

    [[nodiscard]] Json base() const
    {
        Json all = Json::object();
        for (std::size_t k = 0; k < report_.study.strategies.size(); ++k) {
            const SweptFigure& one = report_.analysis.base.figures[0][k];
            Json benefits = Json::array();
            for (std::size_t t = 0; t < report_.study.thresholds.size(); ++t)
                benefits.push_back({{"threshold", report_.study.thresholds[t]},
                                    {"incremental_net_benefit", figure(one.incremental_net_benefit[t])},
                                    {"best", report_.analysis.base.best[0][t] == k}});
            all[name(k)] = {{"costs", figure(one.costs)},
                            {"qalys", figure(one.qalys)},
                            {"incremental_costs", figure(one.incremental_costs)},
                            {"incremental_qalys", figure(one.incremental_qalys)},
                            {"thresholds", benefits}};
        }
        return all;
    }

    [[nodiscard]] Json tornado() const
    {
        Json all = Json::array();
        for (const TornadoBar& bar : report_.analysis.tornado) {
            if (bar.stratum != 0) continue;
            Json one{{"strategy", name(bar.strategy)},
                     {"threshold", report_.study.thresholds[bar.threshold]},
                     {"value", value_json(report_.plan.one_way[bar.value])},
                     {"at_low", number_or_null(bar.net_benefit[0])},
                     {"at_high", number_or_null(bar.net_benefit[1])},
                     {"range", figure(bar.range)},
                     {"certainty", word_for(bar.is_beyond)}};
            if (bar.is_answered[0]) one["best_low"] = name(bar.best[0]);
            if (bar.is_answered[1]) one["best_high"] = name(bar.best[1]);
            all.push_back(one);
        }
        return all;
    }

    [[nodiscard]] Json changes() const
    {
        Json all = Json::array();
        for (const DecisionChange& change : report_.analysis.changes)
            all.push_back({{"threshold", report_.study.thresholds[change.threshold]},
                           {"value", report_.plan.one_way[change.value].path},
                           {"end", word_for(change.end)},
                           {"from", name(change.from)},
                           {"to", name(change.to)},
                           {"margin", figure(change.margin)},
                           {"certainty", word_for(beyond(change.margin))}});
        return all;
    }

    [[nodiscard]] Json searches() const
    {
        Json all = Json::array();
        for (const SearchResult& result : report_.analysis.searches) {
            const PlannedSearch& plan = report_.plan.searches[result.search];
            Json crossings = Json::array();
            for (const Crossing& crossing : result.crossings)
                crossings.push_back({{"at", number_or_null(crossing.at / plan.over.unit_size)},
                                     {"mcse", number_or_null(crossing.error / plan.over.unit_size)},
                                     {"better_below", name(crossing.below)},
                                     {"better_above", name(crossing.above)},
                                     {"certainty", word_for(crossing.is_beyond)}});
            all.push_back({{"value", value_json(plan.over)},
                           {"between", {name(plan.first), name(plan.second)}},
                           {"threshold", report_.study.thresholds[result.threshold]},
                           {"crossings", crossings},
                           {"equal_throughout", result.is_equal_throughout},
                           {"sentence", crossing_sentence(report_, result, {.is_ascii = true})}});
            if (result.crossings.empty() && result.better) all.back()["better"] = name(*result.better);
        }
        return all;
    }

    [[nodiscard]] Json global() const
    {
        Json all = Json::array();
        for (const GlobalResult& result : report_.analysis.global) {
            Json indices = Json::object();
            for (std::size_t k = 0; k < result.indices.size(); ++k) {
                const SobolIndex& one = result.indices[k];
                indices[report_.plan.global->sets[k].name] = {
                    {"first_order", number_or_null(one.first_order)},
                    {"first_order_error", number_or_null(one.first_order_error)},
                    {"total", number_or_null(one.total)},
                    {"total_error", number_or_null(one.total_error)}};
            }
            Json one{{"outcome", word_for(result.outcome)}, {"strategy", name(result.strategy)}};
            if (result.outcome == SweptOutcome::net_benefit)
                one["threshold"] = report_.study.thresholds[result.threshold];
            one["indices"] = indices;
            all.push_back(one);
        }
        return all;
    }

    [[nodiscard]] Json left_out() const
    {
        Json all = Json::array();
        for (const LeftOut& one : report_.analysis.left_out)
            all.push_back({{"part", one.what}, {"setting", one.values}, {"reason", one.reason}});
        return all;
    }

private:
    [[nodiscard]] const std::string& name(std::size_t strategy) const
    {
        return report_.study.strategies[strategy].name;
    }

    const SensitivityReport& report_;
};

}  // namespace

std::string sensitivity_json(const SensitivityReport& report, const RunFolder& folder)
{
    const Teller teller(report);
    const Json json{{"study", report.study.name},
                    {"title", report.study.title},
                    {"reference", report.study.strategies[report.study.reference].name},
                    {"thresholds", report.study.thresholds},
                    {"fingerprint", fmt::format("{:016x}", report.facts.fingerprint)},
                    {"seed", report.facts.seed},
                    {"people", report.analysis.people},
                    {"runs", report.analysis.runs},
                    {"base", teller.base()},
                    {"tornado", teller.tornado()},
                    {"changes", teller.changes()},
                    {"thresholds_found", teller.searches()},
                    {"global", teller.global()},
                    {"left_out", teller.left_out()},
                    {"warnings", report.facts.warnings},
                    {"folder", folder.path}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace txpath::app
