#include "scenario/study_values.hpp"

#include <fmt/format.h>

#include <set>

#include "scenario/study_parts.hpp"

namespace txpath {

namespace {

bool is_beginning(std::string_view of, std::string_view path)
{
    return path.starts_with(of) && (path.size() == of.size() || path[of.size()] == '.');
}

}  // namespace

StudyValues::StudyValues(const std::vector<Strategy>& strategies) : strategies_(strategies)
{
    for (std::size_t k = 0; k < strategies.size(); ++k) {
        for (const Parameter& parameter : strategies[k].scenario.parameters) {
            StudyValue& value = values_.try_emplace(parameter.path, StudyValue{&parameter, k}).first->second;
            const bool is_better = !value.is_uncertain() && parameter.distribution.family != Family::fixed;
            if (is_better) value = {&parameter, k};
        }
    }
}

const StudyValue* StudyValues::find(std::string_view path) const
{
    const auto found = values_.find(path);
    return found != values_.end() ? &found->second : nullptr;
}

std::vector<std::string> StudyValues::within(std::string_view path) const
{
    std::vector<std::string> paths;
    for (const auto& [one, value] : values_)
        if (is_beginning(path, one)) paths.push_back(one);
    return paths;
}

std::optional<WrittenValue> StudyValues::written(std::string_view path)
{
    const StudyValue& value = *find(path);
    if (!value.shown->group.empty()) return WrittenValue{};  // a share
    const std::string& text = strategies_[value.strategy].scenario.effective_text;
    auto tree = trees_.find(value.strategy);
    if (tree == trees_.end()) {
        Diagnostics silent;  // it was read before
        const auto& source = sources_.add(source_of("effective", "", text));
        tree = trees_.emplace(value.strategy, parse_yaml(source, text, silent)).first;
    }
    return find_written(tree->second, *value.shown);
}

Diagnostic& StudyValues::report_unknown(Loading& loading, const Node& word) const
{
    std::set<std::string_view> names;
    for (const auto& [path, value] : values_) {
        names.insert(path);
        for (auto dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
            names.insert(std::string_view(path).substr(0, dot));
    }
    auto& mistake =
        report(loading.found, word.at, fmt::format("'{}' names no value of any strategy", word.text));
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    if (const auto near = closest(word.text, candidates))
        mistake.advice = fmt::format("did you mean '{}'?", *near);
    mistake.help = "values are the entries of 'parameters' and numbers with a distribution or a source";
    return mistake;
}

const StudyValue* find_value(Loading& loading, const StudyValues& values, const Node& word)
{
    const StudyValue* value = values.find(word.text);
    if (value != nullptr) return value;
    if (values.within(word.text).empty()) {
        values.report_unknown(loading, word);
    } else {
        report(loading.found, word.at, fmt::format("'{}' is where several values stand, not one", word.text))
            .help = "there: " + values.within(word.text).front() + ", for example";
    }
    return nullptr;
}

std::vector<std::string> find_uncertain(Loading& loading, const StudyValues& values, const Node& word)
{
    auto paths = values.within(word.text);
    if (paths.empty()) {
        values.report_unknown(loading, word);
        return paths;
    }
    std::erase_if(paths, [&](const std::string& path) { return !values.find(path)->is_uncertain(); });
    if (paths.empty())
        report(loading.found, word.at, fmt::format("'{}' has no distribution", word.text)).help =
            "write one beside the number in the scenario: '{value: 0.33, beta: {events: 33, of: 100}}', for "
            "example";
    return paths;
}

}  // namespace txpath
