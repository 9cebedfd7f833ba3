// load_strategies.cpp -- the entries of `strategies`, each with the scenario that it means.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/decision_parts.hpp"
#include "scenario/explain.hpp"

namespace txpath {

namespace {

constexpr std::string_view typed = "command line";

/// What a strategy's own `set` says, as overrides.
std::vector<Override> overrides_of(const std::vector<Entry>& settings)
{
    std::vector<Override> overrides;
    for (const Entry& one : settings)
        overrides.push_back({one.key, one.value.is_null() ? "null" : on_one_line(one.value)});
    return overrides;
}

class StrategyReader {
public:
    StrategyReader(Loading& loading, const StudyFile& file, const std::vector<Override>& overrides,
                   std::vector<Strategy>& strategies)
        : loading_(loading), file_(file), overrides_(overrides), strategies_(strategies)
    {
    }

    void read(const Entry& entry)
    {
        Strategy& strategy = strategies_.emplace_back();
        strategy.name = entry.key;
        strategy.at = span_of(entry.key_at);
        if (!is_name(entry.key))
            report(loading_.found, entry.key_at, fmt::format("'{}' is not a name", entry.key)).help =
                "a name starts with a small letter and has small letters, digits and '_'";
        const auto before = loading_.found.error_count();
        if (!check_keys(loading_, entry.value, "strategy", fmt::format("strategy '{}'", entry.key))) return;
        const Fields fields{loading_, entry.value, "strategy", fmt::format("strategies.{}", entry.key)};
        const Node* set = fields.part("set");
        if (set != nullptr) (void)expect(loading_, *set, Node::Kind::mapping, "'set'");
        const Node* scenario = fields.word("scenario");
        if (scenario == nullptr || loading_.found.error_count() > before) return;
        const auto path = path_beside(loading_, *scenario, file_.folder);
        if (!path) return;
        strategy.file = *path;
        load(strategy, set != nullptr ? set->entries : std::vector<Entry>{});
        const Node* label = fields.word("label");
        strategy.label = label != nullptr                  ? label->text
                         : strategy.scenario.title.empty() ? strategy.name
                                                           : strategy.scenario.title;
    }

    /// A mistake on the command line that every strategy has is said once.
    void report_typed()
    {
        for (const auto& [name, one] : typed_) {
            const auto same = std::ranges::count_if(typed_, [&](const auto& other) {
                return other.second.message == one.message && other.second.excerpt == one.excerpt;
            });
            Diagnostic mistake = one;
            if (static_cast<std::size_t>(same) < strategies_.size())
                mistake.message = fmt::format("strategy '{}': {}", name, one.message);
            loading_.found.add(std::move(mistake));
        }
    }

private:
    void load(Strategy& strategy, const std::vector<Entry>& settings)
    {
        strategy.overrides = overrides_of(settings);
        strategy.overrides.insert(strategy.overrides.end(), overrides_.begin(), overrides_.end());
        auto loaded = load_scenario_set(strategy.file, settings, overrides_);
        if (loaded) {
            strategy.scenario = std::move(loaded.value());
            if (!settings.empty()) strategy.scenario.lines[file_.source->shown] = file_.source->lines;
            return;
        }
        for (const Diagnostic& one : loaded.why_not().all()) {
            if (one.at.file == typed)
                typed_.emplace_back(strategy.name, one);
            else
                loading_.found.add(one);
        }
    }

    Loading& loading_;
    const StudyFile& file_;
    const std::vector<Override>& overrides_;
    std::vector<Strategy>& strategies_;
    std::vector<std::pair<std::string, Diagnostic>> typed_;  // by strategy
};

}  // namespace

bool load_strategies(Loading& loading, const StudyFile& file, const std::vector<Override>& overrides,
                     std::vector<Strategy>& strategies)
{
    const Entry& section = *file.root.find("strategies");
    if (section.value.kind != Node::Kind::mapping) return false;  // check_keys reported it
    const auto before = loading.found.error_count();
    const auto& entries = section.value.entries;
    if (entries.size() < 2)
        report(loading.found, section.key_at,
               entries.empty() ? "there is no strategy"
                               : "there is one strategy, and nothing to compare it with")
            .advice = "name two or more";
    strategies.reserve(entries.size());
    StrategyReader reader(loading, file, overrides, strategies);
    for (const Entry& entry : entries) reader.read(entry);
    reader.report_typed();
    if (loading.found.error_count() > before) return false;
    std::vector<Mark> marks;
    for (const Entry& entry : entries) marks.push_back(entry.key_at);
    check_alike(loading, strategies, marks);
    return true;
}

}  // namespace txpath
