// load_fitted.cpp -- the values that a study fits: which they are, their bounds, how they are written.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/overlay.hpp"
#include "scenario/spoken.hpp"
#include "scenario/study_parts.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

constexpr double outer_tail = 0.001;  // of a prior, beyond the bounds it gives

const Entry* distribution_in(const Node& mapping)
{
    const auto keys = distribution_keys();
    const auto found = std::ranges::find_if(mapping.entries, [&](const Entry& entry) {
        return std::ranges::find(keys, entry.key) != keys.end();
    });
    return found != mapping.entries.end() ? &*found : nullptr;
}

/// The text that shows a value's unit: the value itself, or an argument of its distribution.
const Node* telling_node(const Node& node, const std::string& value_key)
{
    if (node.kind == Node::Kind::scalar) return &node;
    if (const Node* value = child(node, value_key)) return value;
    const Entry* law = distribution_in(node);
    if (law == nullptr || law->value.entries.empty()) return nullptr;
    const Node& argument = law->value.entries.front().value;
    if (argument.kind == Node::Kind::list) return argument.items.empty() ? nullptr : &argument.items.front();
    return argument.kind == Node::Kind::scalar ? &argument : nullptr;
}

/// What one written unit is, by a number of which every dimension allows a half.
std::optional<double> size_of(const std::string& unit)
{
    const std::string half = fmt::format("0.5 {}", unit);
    const auto dimension = guess_dimension(half);
    if (!dimension) return std::nullopt;
    const auto quantity = parse_quantity(half, *dimension).quantity;
    if (!quantity) return std::nullopt;
    return quantity->number / 0.5;
}

const Parameter* find_parameter(const Scenario& scenario, std::string_view path)
{
    const auto at = std::ranges::lower_bound(scenario.parameters, path, {}, &Parameter::path);
    return at != scenario.parameters.end() && at->path == path ? &*at : nullptr;
}

/// Reads one entry of `values`; the first mistake ends it.
class FittedReader {
public:
    FittedReader(Loading& loading, const Node& node, Study& study)
        : loading_(loading), node_(node), study_(study)
    {
    }

    void read()
    {
        const Fields fields{loading_, node_, "fitted", "fitted"};
        path_ = fields.word("path");
        if (path_ == nullptr) return;
        value_.path = path_->text;
        value_.at = span_of(path_->at);
        const bool is_sound =
            is_new() && find() && is_alike_everywhere() && read_scale() && read_bounds() && read_start();
        if (is_sound) study_.values.push_back(std::move(value_));
    }

private:
    Diagnostic& refuse(const Node& at, std::string message)
    {
        return report(loading_.found, at.at, std::move(message));
    }

    bool is_new()
    {
        const auto same = std::ranges::find(study_.values, value_.path, &FittedValue::path);
        if (same == study_.values.end()) return true;
        refuse(*path_, fmt::format("'{}' is fitted twice", value_.path)).advice =
            fmt::format("the other one is in line {}", same->at.line);
        return false;
    }

    bool find()
    {
        for (const auto& scenario : study_.scenarios) {
            if (parameter_ = find_parameter(*scenario, value_.path); parameter_ == nullptr) continue;
            owner_ = scenario.get();
            break;
        }
        if (parameter_ == nullptr) return report_unknown();
        if (!parameter_->group.empty()) {
            refuse(*path_, fmt::format("'{}' belongs to the branch '{}', whose shares sum to 1", value_.path,
                                       parameter_->group))
                .help = "give the branch a parameter of its own for this share, and 'rest' for another";
            return false;
        }
        Diagnostics silent;  // it was read before
        const auto source = source_of("effective", "", owner_->effective_text);
        const Node tree = parse_yaml(source, owner_->effective_text, silent);
        const auto written = find_written(tree, *parameter_);
        if (!written) {
            refuse(*path_,
                   fmt::format("'{}' cannot be fitted: it has no unit that a number could be written in",
                               value_.path));
            return false;
        }
        value_.written = *written;
        return true;
    }

    bool report_unknown()
    {
        std::vector<std::string_view> names;
        for (const auto& scenario : study_.scenarios)
            for (const Parameter& parameter : scenario->parameters) names.push_back(parameter.path);
        auto& mistake =
            refuse(*path_, fmt::format("'{}' names no parameter of any target's scenario", value_.path));
        if (const auto near = closest(value_.path, names))
            mistake.advice = fmt::format("did you mean '{}'?", *near);
        mistake.help =
            "parameters are the entries of 'parameters' and values with a distribution or a source";
        return false;
    }

    /// A fitted value replaces whatever stands there, in every scenario and arm: that must be one number.
    bool is_alike_everywhere()
    {
        const auto differs = [&](const Scenario& other) {
            const Parameter* there = find_parameter(other, value_.path);
            return there != nullptr && there->base != parameter_->base;
        };
        for (const auto& scenario : study_.scenarios) {
            if (differs(*scenario)) {
                refuse(*path_, fmt::format("'{}' has one value in '{}' and another in '{}'", value_.path,
                                           owner_->name, scenario->name))
                    .help = "the fitted value would replace both; fit a parameter that they share";
                return false;
            }
            if (scenario->trial == nullptr) continue;
            for (const Arm& arm : scenario->trial->arms) {
                if (!differs(*arm.scenario)) continue;
                refuse(*path_,
                       fmt::format("'{}' is set by arm '{}' of '{}'", value_.path, arm.name, scenario->name))
                    .help = "the fitted value would replace it; fit a parameter that no arm sets";
                return false;
            }
        }
        return true;
    }

    bool read_scale()
    {
        if (const Node* scale = child(node_, "scale")) value_.is_log = scale->text == "log";
        const Node* prior = child(node_, "prior");
        if (prior == nullptr || prior->text != "declared") return true;
        if (parameter_->distribution.family != Family::fixed) {
            value_.prior = parameter_->distribution;
            return true;
        }
        refuse(*prior, fmt::format("'{}' has no distribution to be its prior", value_.path)).advice =
            "declare one in the scenario, or give 'low' and 'high'";
        return false;
    }

    bool read_bounds()
    {
        const Node* low = child(node_, "low");
        const Node* high = child(node_, "high");
        if ((low == nullptr || high == nullptr) && !value_.prior) {
            refuse(*path_, fmt::format("'{}' has no '{}'", value_.path, low == nullptr ? "low" : "high"))
                .advice = "add it, or 'prior: declared'";
            return false;
        }
        if (value_.prior) {
            const Support range = central_range(*value_.prior, outer_tail);
            value_.low = range.low;
            value_.high = range.high;
        }
        if (low != nullptr && !read_into(*low, "low", value_.low)) return false;
        if (high != nullptr && !read_into(*high, "high", value_.high)) return false;
        if (!(value_.low < value_.high)) {
            refuse(low != nullptr ? *low : *high,
                   fmt::format("the bounds of '{}' do not rise: {} to {}", value_.path, spoken(value_.low),
                               spoken(value_.high)))
                .advice = "write the lower one under 'low'";
            return false;
        }
        if (!value_.is_log || value_.low > 0.0) return true;
        refuse(low != nullptr ? *low : *path_,
               fmt::format("'{}' is searched on the log scale, but its 'low' is not above 0", value_.path))
            .advice = "write a low above 0, or 'scale: linear'";
        return false;
    }

    bool read_start()
    {
        value_.start = parameter_->base;
        const Node* start = child(node_, "start");
        if (start != nullptr && !read_into(*start, "start", value_.start)) return false;
        if (value_.start >= value_.low && value_.start <= value_.high) return true;
        refuse(start != nullptr ? *start : *path_,
               fmt::format("'{}' starts at {}, which is not between its bounds, {} and {}", value_.path,
                           spoken(value_.start), spoken(value_.low), spoken(value_.high)))
            .advice = start != nullptr ? "move it or them" : "give a 'start', or move the bounds";
        return false;
    }

    bool read_into(const Node& node, const std::string& key, double& number)
    {
        const auto read = read_in_unit_of(loading_, node, value_.written, key);
        if (read) number = *read;
        return read.has_value();
    }

    [[nodiscard]] std::string spoken(double number) const
    {
        return fmt::format("{:.4g}{}{}", number / value_.written.unit_size,
                           value_.written.unit.empty() ? "" : " ", value_.written.unit);
    }

    Loading& loading_;
    const Node& node_;
    Study& study_;
    const Node* path_ = nullptr;
    const Parameter* parameter_ = nullptr;
    const Scenario* owner_ = nullptr;
    FittedValue value_;
};

}  // namespace

std::optional<WrittenValue> find_written(const Node& tree, const Parameter& parameter)
{
    WrittenValue written;
    const auto keys = keys_to(tree, parameter.path);
    if (!keys) return std::nullopt;
    const Node* node = &tree;
    for (const std::string& key : *keys)
        if (node = child(*node, key); node == nullptr) return std::nullopt;
    written.keys = *keys;
    const bool is_ratio = child(*node, "ratio") != nullptr || child(*node, "per") != nullptr;
    written.value_key = is_ratio ? "ratio" : "value";
    if (node->kind == Node::Kind::mapping)
        if (const Entry* law = distribution_in(*node)) written.distribution_key = law->key;
    const Node* text = telling_node(*node, written.value_key);
    if (text == nullptr) return std::nullopt;
    const Spoken said = listen_to(text->text);
    if (!said.mistake.message.empty()) return std::nullopt;
    const bool is_percent = said.number.ends_with(" %");
    written.unit = !is_percent || said.unit == "%" ? said.unit : "% " + said.unit;
    const auto size = size_of(written.unit);
    if (!size) return std::nullopt;
    written.unit_size = *size;
    // An annual rate is kept per year, other rates per day: the base case shows which it is.
    const double number = said.value / (is_percent ? 0.01 : 1.0);
    const bool is_value = node->kind == Node::Kind::scalar || child(*node, written.value_key) != nullptr;
    if (is_value && number != 0.0 && said.per_days > 0.0) written.unit_size = parameter.base / number;
    return written;
}

std::optional<double> read_in_unit_of(Loading& loading, const Node& node, const WrittenValue& written,
                                      const std::string& key)
{
    const auto refuse = [&](const std::string& mistake, const std::string& advice) {
        report(loading.found, node.at, sentence(key, node, mistake)).advice = advice;
        return std::nullopt;
    };
    const std::string half = fmt::format("0.5 {}", written.unit);
    const std::string example = fmt::format("write '{}', for example", trimmed(half));
    if (node.kind != Node::Kind::scalar || node.is_null()) return refuse("which is no number", example);
    const Spoken said = listen_to(node.text);
    if (!said.mistake.message.empty()) return refuse(said.mistake.message, said.mistake.advice);
    const Spoken unit = listen_to(half);
    const auto wanted = guess_dimension(half);
    const bool is_bare_chance =
        wanted == Dimension::chance_over_time && guess_dimension(node.text) == Dimension::pure;
    if (is_bare_chance) return said.value;
    if (guess_dimension(node.text) != wanted || said.currency != unit.currency)
        return refuse("which has another unit than the value", example);
    if (said.within_days != unit.within_days)
        return refuse("which is within another time than the value", example);
    const auto result = parse_quantity(node.text, *wanted);
    if (!result.quantity) return refuse(result.error.message, result.error.advice);
    // canonical for its dimension; then as this value is kept
    return result.quantity->number * written.unit_size / *size_of(written.unit);
}

void load_fitted(Loading& loading, const Node& node, Study& study)
{
    FittedReader(loading, node, study).read();
}

}  // namespace txpath
