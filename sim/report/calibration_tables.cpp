#include "report/calibration_tables.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace txpath::report {
namespace {

/// Places in order of their names.
template <class Things, class Name>
std::vector<std::size_t> by_name(const Things& things, const Name& name)
{
    std::vector<std::size_t> order(things.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return things[k].*name; });
    return order;
}

std::vector<std::size_t> values_in_order(const Study& study)
{
    return by_name(study.values, &FittedValue::path);
}

std::vector<std::size_t> targets_in_order(const Study& study)
{
    return by_name(study.targets, &Target::name);
}

std::string_view word_for(Stage stage) noexcept
{
    constexpr std::array words{"start", "global", "local", "curvature", "profile"};
    return words[static_cast<std::size_t>(stage)];
}

std::string_view word_for(Likelihood likelihood) noexcept
{
    constexpr std::array words{"binomial", "normal", "lognormal"};
    return words[static_cast<std::size_t>(likelihood)];
}

void write_fit(const Study& study, const Calibration& found, CsvWriter& out)
{
    for (const std::size_t k : values_in_order(study)) {
        const FittedValue& value = study.values[k];
        const ValueFit& fit = found.values[k];
        const auto number = [&](std::string_view column, double x) {
            out.number(column, in_written_unit(value, x));
        };
        out.text("value", value.path).text("unit", value.written.unit);
        out.text("scale", value.is_log ? "log" : "linear");
        number("low", value.low);
        number("high", value.high);
        out.text("prior", value.prior ? "declared" : "none");
        number("start", value.start);
        number("estimate", fit.estimate);
        number("se", fit.standard_error);
        number("ci_low", fit.low);
        number("ci_high", fit.high);
        number("profile_low", fit.profile_low);
        number("profile_high", fit.profile_high);
        out.flag("at_bound", fit.is_at_bound);
        out.end_row();
    }
}

void write_targets(const Study& study, const Calibration& found, CsvWriter& out)
{
    if (found.best.targets.empty()) return;
    for (const std::size_t k : targets_in_order(study)) {
        const Target& target = study.targets[k];
        const TargetFit& fit = found.best.targets[k];
        const bool is_binomial = target.likelihood == Likelihood::binomial;
        out.text("target", target.name).text("likelihood", word_for(target.likelihood));
        if (is_binomial) {
            const auto events = *target.published.events, of = *target.published.of;
            out.number("published", static_cast<double>(events) / static_cast<double>(of));
            out.integer("events", events).integer("of", of);
        } else {
            out.number("published", target.published.value).missing("events").missing("of");
        }
        out.number("simulated", fit.simulated.value).number("mcse", fit.simulated.error);
        out.number("people", fit.simulated.people).number("residual", fit.residual);
        out.number("log_likelihood", fit.log_likelihood).text("source", target.published.source);
        out.end_row();
    }
}

void write_pulls(const Study& study, const Calibration& found, CsvWriter& out)
{
    if (found.pulls.empty()) return;
    for (const std::size_t k : values_in_order(study)) {
        const double unit = study.values[k].written.unit_size;
        for (const std::size_t t : targets_in_order(study)) {
            const double pull = found.pulls[k][t];
            out.text("value", study.values[k].path).text("target", study.targets[t].name);
            out.number("derivative", pull * unit).number("per_error", pull * found.values[k].standard_error);
            out.end_row();
        }
    }
}

void write_correlations(const Study& study, const Calibration& found, CsvWriter& out)
{
    if (found.correlations.empty()) return;
    for (const std::size_t k : values_in_order(study))
        for (const std::size_t other : values_in_order(study)) {
            if (k == other) continue;
            out.text("value", study.values[k].path).text("other", study.values[other].path);
            out.number("correlation", found.correlations[k][other]);
            out.end_row();
        }
}

void write_directions(const Study& study, const Calibration& found, CsvWriter& out)
{
    for (std::size_t d = 0; d < found.directions.size(); ++d)
        for (const std::size_t k : values_in_order(study)) {
            const Direction& direction = found.directions[d];
            out.integer("direction", d + 1).text("value", study.values[k].path);
            out.number("weight", direction.weights[k]).number("spread", direction.spread);
            out.flag("weak", direction.is_weak);
            out.end_row();
        }
}

void write_profile(const Study& study, const Calibration& found, CsvWriter& out)
{
    for (const std::size_t held : values_in_order(study)) {
        std::uint64_t step = 0;
        for (const ProfilePoint& point : found.profile) {
            if (point.value != held) continue;
            ++step;
            for (const std::size_t k : values_in_order(study)) {
                out.text("value", study.values[held].path).integer("step", step);
                out.text("other", study.values[k].path);
                out.number("number", in_written_unit(study.values[k], point.values[k]));
                out.number("log_posterior", point.log_posterior);
                out.number("fall", found.best.log_posterior - point.log_posterior);
                out.end_row();
            }
        }
    }
}

}  // namespace

double in_written_unit(const FittedValue& value, double number) noexcept
{
    return number / value.written.unit_size;
}

void write_evaluation(const Study& study, const Evaluation& evaluation, CsvWriter& out)
{
    const auto begin = [&](std::string_view item, std::string_view name) {
        out.integer("evaluation", evaluation.number).text("item", item).text("name", name);
        out.text("stage", word_for(evaluation.stage));
    };
    begin("objective", "");
    out.missing("value").missing("mcse").missing("residual");
    out.number("log_likelihood", evaluation.log_posterior).text("refusal", evaluation.refusal);
    out.end_row();
    for (const std::size_t k : values_in_order(study)) {
        if (!study.values[k].prior) continue;
        begin("prior", study.values[k].path);
        out.missing("value").missing("mcse").missing("residual");
        out.number("log_likelihood", evaluation.log_priors[k]).missing("refusal");
        out.end_row();
    }
    for (const std::size_t k : targets_in_order(study)) {
        if (evaluation.targets.empty()) break;
        const TargetFit& fit = evaluation.targets[k];
        begin("target", study.targets[k].name);
        out.number("value", fit.simulated.value).number("mcse", fit.simulated.error);
        out.number("residual", fit.residual).number("log_likelihood", fit.log_likelihood).missing("refusal");
        out.end_row();
    }
    for (const std::size_t k : values_in_order(study)) {
        begin("value", study.values[k].path);
        out.number("value", in_written_unit(study.values[k], evaluation.values[k]));
        out.missing("mcse").missing("residual").missing("log_likelihood").missing("refusal");
        out.end_row();
    }
}

void write_calibration_table(Table table, const Study& study, const Calibration& found, CsvWriter& out)
{
    switch (table) {
        case Table::fit:
            return write_fit(study, found, out);
        case Table::fit_targets:
            return write_targets(study, found, out);
        case Table::pulls:
            return write_pulls(study, found, out);
        case Table::correlations:
            return write_correlations(study, found, out);
        case Table::directions:
            return write_directions(study, found, out);
        case Table::profile:
            return write_profile(study, found, out);
        default:
            break;
    }
}

}  // namespace txpath::report
