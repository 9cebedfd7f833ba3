// load_decision.cpp -- from a study file, or a list of scenarios, to a DecisionStudy, or to every mistake.
//
// Owns      the order in which the parts of a decision study are read: strategies first, as all else is about
//           them.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenario/decision_parts.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

/// A line of the command line as a source, so that mistakes in it have a place.
const SourceFile& typed(Loading& loading, const std::string& text)
{
    return loading.sources.add(source_of("command line", "", text));
}

Mark mark_in(const SourceFile& file, std::size_t from, std::string_view word)
{
    const std::string_view before = std::string_view(file.lines.front()).substr(0, from);
    return {&file, 1, static_cast<std::uint32_t>(character_count(before) + 1),
            static_cast<std::uint32_t>(std::max<std::size_t>(1, character_count(word)))};
}

class DecisionReader {
public:
    DecisionReader(Loading& loading, const StudyFile& file, const DecisionOverrides& overrides,
                   DecisionStudy& study)
        : loading_(loading),
          file_(file),
          overrides_(overrides),
          study_(study),
          fields_{loading, file.root, "study", ""}
    {
    }

    void read()
    {
        if (file_.root.find("strategies") == nullptr) {
            report(loading_.found, file_.root.at,
                   "the study has no 'strategies', so there is nothing to compare")
                .help =
                "write 'strategies: {usual: {scenario: FILE}, other: {scenario: FILE}}' and 'reference: "
                "usual'; "
                "a study with 'calibrate' is for 'txpath calibrate'";
            return;
        }
        are_sound_ = load_strategies(loading_, file_, overrides_.set, study_.strategies);
        if (are_sound_) take_money();
        read_reference();
        if (const Node* perspective = fields_.word("perspective")) read_perspective(*perspective);
        if (const Node* thresholds = fields_.part("thresholds")) read_thresholds(*thresholds);
        const auto mapping = [&](std::string_view key) {
            const Node* part = fields_.part(key);
            return part != nullptr && part->kind == Node::Kind::mapping ? part : nullptr;
        };
        if (const Node* part = mapping("willingness_to_pay")) read_willingness(*part);
        StudyValues values(study_.strategies);
        StudyValues* known = are_sound_ ? &values : nullptr;
        if (const Node* part = mapping("uncertainty"))
            load_uncertainty(loading_, *part, file_.folder, known, study_.uncertainty);
        if (const Node* part = mapping("sensitivity"))
            load_sensitivity(loading_, *part, known, study_.strategies, study_.sensitivity);
    }

private:
    /// Money of the study is money of its strategies.
    void take_money()
    {
        loading_.scenario.economics = study_.strategies.front().scenario.economics;
        loading_.money = loading_.scenario.economics.currency.empty() ? Money::absent : Money::known;
    }

    void read_reference()
    {
        const Node* reference = fields_.word("reference");
        if (fields_.part("reference") == nullptr)
            report(loading_.found, file_.root.find("strategies")->key_at,
                   "the study does not say with which strategy the others are compared")
                .advice = fmt::format("add 'reference: {}', for example",
                                      study_.strategies.empty() ? "usual" : study_.strategies.front().name);
        if (study_.strategies.empty()) return;
        if (reference != nullptr)
            study_.reference =
                find_strategy(loading_, {reference->text, reference->at}, study_.strategies).value_or(0);
        if (!overrides_.reference) return;
        constexpr std::string_view flag = "--reference ";
        const SourceFile& source = typed(loading_, std::string(flag) + *overrides_.reference);
        const Mark at = mark_in(source, flag.size(), *overrides_.reference);
        study_.reference =
            find_strategy(loading_, {*overrides_.reference, at}, study_.strategies).value_or(0);
    }

    void read_perspective(const Node& word)
    {
        study_.perspective = word.text;
        if (!are_sound_) return;
        const auto is_in = [&](const Strategy& strategy) {
            const auto& known = strategy.scenario.economics.perspectives;
            return std::ranges::find(known, word.text, &Perspective::name) != known.end();
        };
        const auto lacking = std::ranges::find_if_not(study_.strategies, is_in);
        if (lacking == study_.strategies.end()) return;
        std::vector<Candidate> candidates;
        for (const Perspective& one : lacking->scenario.economics.perspectives)
            candidates.push_back({one.name, 0});
        auto& mistake = report(loading_.found, word.at,
                               fmt::format("no perspective '{}' in strategy '{}'", word.text, lacking->name));
        suggest(mistake, word.text, "perspectives", candidates);
        if (candidates.empty())
            mistake.help = "its scenario has no 'economics.perspectives': name some, or leave this out";
    }

    void read_thresholds(const Node& node)
    {
        if (node.kind != Node::Kind::list || node.items.empty()) {
            report(loading_.found, node.at,
                   fmt::format("'thresholds' is {}, not a list of sums of money",
                               node.kind == Node::Kind::list ? "empty" : described(node)))
                .advice = "write '[50000 USD, 100000 USD]', for example";
            return;
        }
        const Wanted money{Dimension::money, std::nullopt, std::nullopt, 0.0};
        for (const Node& item : node.items) {
            const auto number = read_certain(loading_, item, money, "thresholds");
            if (!number) continue;
            auto& thresholds = study_.thresholds;
            if (!thresholds.empty() && !(*number > thresholds.back()))
                report(loading_.found, item.at, "the thresholds do not rise").advice =
                    "write the lower ones first, each once";
            thresholds.push_back(*number);
        }
    }

    void read_willingness(const Node& node)
    {
        if (!check_keys(loading_, node, "willingness_to_pay", "'willingness_to_pay'")) return;
        const Fields fields{loading_, node, "willingness_to_pay", "willingness_to_pay"};
        WillingnessGrid& grid = study_.willingness;
        const auto before = loading_.found.error_count();
        if (const auto from = fields.number("from")) grid.from = *from;
        if (const auto to = fields.number("to")) grid.to = *to;
        if (const auto points = fields.whole("points")) grid.points = static_cast<std::uint32_t>(*points);
        if (loading_.found.error_count() == before && !(grid.from < grid.to))
            report(loading_.found, node.at,
                   fmt::format("the willingness to pay does not rise: {} to {}", shortest(grid.from),
                               shortest(grid.to)))
                .advice = "write the lower one under 'from'";
    }

    Loading& loading_;
    const StudyFile& file_;
    const DecisionOverrides& overrides_;
    DecisionStudy& study_;
    Fields fields_;
    bool are_sound_ = false;
};

/// What the reader should know, though nothing is wrong.
Diagnostics warnings_of(const std::vector<Strategy>& strategies)
{
    Diagnostics warnings;
    for (const Strategy& strategy : strategies) {
        warnings.append(strategy.scenario.warnings);
        if (strategy.scenario.trial == nullptr) continue;
        Diagnostic warning;
        warning.severity = Severity::warning;
        warning.at = strategy.at;
        warning.message = fmt::format("the section 'trial' of strategy '{}' is left aside", strategy.name);
        warning.help = "'txpath validate' does the trial";
        warnings.add(std::move(warning));
    }
    warnings.sort();  // strategies of one scenario have the same warnings
    return warnings;
}

Checked<DecisionStudy> finish(Loading& loading, DecisionStudy study)
{
    loading.found.sort();
    if (loading.found.has_errors()) return std::move(loading.found);
    study.files_read = loading.sources.paths();
    for (const Strategy& strategy : study.strategies)
        for (const std::string& path : strategy.scenario.files_read)
            if (std::ranges::find(study.files_read, path) == study.files_read.end())
                study.files_read.push_back(path);
    study.warnings = warnings_of(study.strategies);
    study.warnings.append(loading.found);
    return study;
}

/// A name that is made of a file's: small letters, digits and '_', and not taken.
std::string name_from(const std::string& stem, const std::vector<Strategy>& others)
{
    std::string name;
    for (const char c : stem) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        name += is_capital ? static_cast<char>(c - 'A' + 'a') : is_kept ? c : '_';
    }
    if (!is_name(name)) name = "s_" + name;
    const auto is_taken = [&](const std::string& wish) {
        return std::ranges::find(others, wish, &Strategy::name) != others.end();
    };
    if (!is_taken(name)) return name;
    std::size_t number = 2;
    while (is_taken(fmt::format("{}_{}", name, number))) ++number;
    return fmt::format("{}_{}", name, number);
}

std::string name_of(const std::vector<Strategy>& strategies)
{
    constexpr std::size_t named_at_most = 3;
    std::string name;
    for (std::size_t k = 0; k < std::min(named_at_most, strategies.size()); ++k)
        name += (k == 0 ? "" : "_or_") + strategies[k].name;
    return strategies.size() > named_at_most ? name + "_or_others" : name;
}

}  // namespace

std::optional<std::size_t> find_strategy(Loading& loading, const Word& word,
                                         const std::vector<Strategy>& strategies)
{
    const auto found = std::ranges::find(strategies, word.text, &Strategy::name);
    if (found != strategies.end()) return static_cast<std::size_t>(found - strategies.begin());
    std::vector<Candidate> candidates;
    for (const Strategy& one : strategies) candidates.push_back({one.name, one.at.line});
    suggest(report(loading.found, word.at, fmt::format("no strategy '{}'", word.text)), word.text,
            "strategies", candidates);
    return std::nullopt;
}

Checked<DecisionStudy> load_decision(const std::string& path, const DecisionOverrides& overrides)
{
    Sources sources;
    Loading loading{.sources = sources, .root_folder = {}};
    auto file = open_study(loading, path);
    if (!file) return std::move(loading.found);
    DecisionStudy study;
    if (auto head = read_study_head(loading, file->root)) {
        study.title = std::move(head->title);
        study.description = std::move(head->description);
        DecisionReader(loading, *file, overrides, study).read();
    }
    study.name = std::move(file->name);
    study.text = std::move(file->text);
    return finish(loading, std::move(study));
}

Checked<DecisionStudy> decision_of(const std::vector<std::string>& scenarios,
                                   const DecisionOverrides& overrides)
{
    Sources sources;
    Loading loading{.sources = sources, .root_folder = {}};
    DecisionStudy study;
    std::string line;
    for (const std::string& one : scenarios) line += (line.empty() ? "" : " ") + one;
    const SourceFile& source = typed(loading, line);
    std::vector<Mark> marks;
    std::size_t from = 0;
    for (const std::string& path : scenarios) {
        marks.push_back(mark_in(source, from, path));
        from += path.size() + 1;
        Strategy strategy;
        strategy.name = name_from(std::filesystem::path(path).stem().string(), study.strategies);
        strategy.file = path;
        strategy.overrides = overrides.set;
        strategy.at = span_of(marks.back());
        if (auto loaded = load_scenario(path, overrides.set))
            strategy.scenario = std::move(loaded.value());
        else
            loading.found.append(loaded.why_not());
        strategy.label = strategy.scenario.title.empty() ? strategy.name : strategy.scenario.title;
        study.strategies.push_back(std::move(strategy));
    }
    if (scenarios.size() < 2)
        report(loading.found, scenarios.empty() ? Mark{&source, 0, 0, 1} : marks.front(),
               "there is one scenario, and nothing to compare it with")
            .advice = "name two or more";
    if (!loading.found.has_errors()) check_alike(loading, study.strategies, marks);
    if (overrides.reference) {
        constexpr std::string_view flag = "--reference ";
        const SourceFile& wish = typed(loading, std::string(flag) + *overrides.reference);
        const Mark at = mark_in(wish, flag.size(), *overrides.reference);
        study.reference = find_strategy(loading, {*overrides.reference, at}, study.strategies).value_or(0);
    }
    study.name = name_of(study.strategies);
    return finish(loading, std::move(study));
}

}  // namespace txpath
