// load_explore.cpp -- the section `explore`: controls and outcomes of the page for a class.
//
// Owns      read_explore.
// Promises  a control's path names a number that the scenario has; that number lies between the control's
// ends; no
//           path has two controls; every outcome is something that a run counts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "scenario/explain.hpp"
#include "scenario/explore_parts.hpp"
#include "scenario/overlay.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;

constexpr double most_steps = 1000.0;

ShownAs shown_as(std::string_view word)
{
    if (word == "of_100") return ShownAs::of_100;
    if (word == "times") return ShownAs::times;
    return word == "doublings" ? ShownAs::doublings : ShownAs::number;
}

/// The scalar that holds a number, and the mapping that says where it comes from, if there is one.
struct WrittenNumber {
    const Node* scalar = nullptr;
    const Node* mapping = nullptr;
};

WrittenNumber number_at(const Node& root, std::string_view path)
{
    const auto keys = keys_to(root, path);
    if (!keys) return {};
    const Node* node = &root;
    for (const std::string& key : *keys)
        if (node != nullptr) node = part_of(*node, key);
    if (node == nullptr || node->kind == Kind::scalar) return {node, nullptr};
    for (const std::string_view key : {"value", "ratio"})
        if (const Entry* entry = node->find(key); entry != nullptr && entry->value.kind == Kind::scalar)
            return {&entry->value, node};
    return {};
}

/// `5240 per week` as a number and the rest of the text.
std::optional<ControlledNumber> split_number(std::string_view text)
{
    const std::string_view whole = trimmed(text);
    const auto end = std::min(whole.find_first_not_of("+-.0123456789eE"), whole.size());
    const auto number = parse_number(whole.substr(0, end));
    if (!number) return std::nullopt;
    return ControlledNumber{.path = {}, .number = *number, .unit = std::string(trimmed(whole.substr(end)))};
}

class ControlReader {
public:
    ControlReader(Loading& loading, const Node& root, const Entry& entry)
        : loading_(loading),
          root_(root),
          node_(entry.value),
          title_(fmt::format("control '{}'", entry.key)),
          fields_{loading, entry.value, "control", "explore.controls." + entry.key}
    {
        control_.name = entry.key;
    }

    std::optional<Control> read()
    {
        const auto before = loading_.found.error_count();
        if (!check_keys(loading_, node_, "control", title_)) return std::nullopt;
        control_.title = word("title");
        control_.group = word("group");
        control_.words = word("words");
        control_.note = word("note");
        control_.shown_as = shown_as(word("shown_as"));
        const Entry* how = what_it_changes();
        if (how == nullptr || loading_.found.error_count() != before) return std::nullopt;
        if (how->key == "set")
            read_switch(*how);
        else
            read_slider(*how);
        if (loading_.found.error_count() != before) return std::nullopt;
        return std::move(control_);
    }

private:
    [[nodiscard]] std::string word(std::string_view key) const
    {
        const Node* node = fields_.word(key);
        return node == nullptr ? std::string{} : node->text;
    }

    const Entry* what_it_changes()
    {
        std::vector<const Entry*> ways;
        for (const std::string_view key : {"path", "scale", "set"})
            if (const Entry* entry = node_.find(key)) ways.push_back(entry);
        if (ways.size() == 1) return ways.front();
        const Mark& at = ways.empty() ? node_.at : ways[1]->key_at;
        report(loading_.found, at,
               ways.empty() ? fmt::format("{} does not say what it changes", title_)
                            : fmt::format("{} says twice what it changes", title_))
            .advice = ways.empty()
                          ? "write 'path: parameters.NAME' for a slider, or 'set: {...}' for a switch"
                          : "keep one of 'path', 'scale' and 'set'";
        return nullptr;
    }

    void read_switch(const Entry& how)
    {
        control_.kind = ControlKind::choice;
        control_.step = 1.0;
        for (const std::string_view key : {"from", "to", "step", "shown_as"})
            if (const Entry* entry = node_.find(key))
                report(loading_.found, entry->key_at,
                       fmt::format("'{}' is of sliders, and {} is a switch", key, title_))
                    .advice = "remove it";
        if (!expect(loading_, how.value, Kind::mapping, fmt::format("'set' of {}", title_))) return;
        if (how.value.entries.empty())
            report(loading_.found, how.value.at, fmt::format("'set' of {} changes nothing", title_));
        for (const Entry& setting : how.value.entries) {
            if (!keys_to(root_, setting.key)) report_lost({setting.key, setting.key_at});
            control_.settings.emplace_back(setting.key, on_one_line(setting.value));
        }
    }

    /// As `--set` would say it, with the nearest right path.
    void report_lost(const WrittenPath& where)
    {
        Node copy = root_;
        set_node(where, Node{}, copy, loading_.found);
    }

    void read_slider(const Entry& how)
    {
        control_.kind = how.key == "scale" ? ControlKind::factor : ControlKind::number;
        for (const Node* path : read_words(loading_, how.value, fmt::format("'{}' of {}", how.key, title_)))
            read_number_at(*path);
        if (control_.numbers.empty() && loading_.found.error_count() == 0)
            report(loading_.found, how.value.at, fmt::format("'{}' of {} names nothing", how.key, title_));
        read_ends();
    }

    void read_number_at(const Node& path)
    {
        if (!keys_to(root_, path.text)) return report_lost({path.text, path.at});
        const WrittenNumber there = number_at(root_, path.text);
        auto number = there.scalar == nullptr ? std::nullopt : split_number(there.scalar->text);
        if (!number) {
            const bool is_named = there.scalar != nullptr && there.scalar->text.starts_with('$');
            auto& mistake = report(loading_.found, path.at,
                                   is_named ? fmt::format("'{}' is '{}'", path.text, there.scalar->text)
                                            : fmt::format("'{}' has no number of its own", path.text));
            mistake.advice = is_named ? fmt::format("write 'parameters.{}'", there.scalar->text.substr(1))
                                      : "a slider begins at the number that the scenario has";
            return;
        }
        number->path = path.text;
        if (there.mapping != nullptr && control_.numbers.empty()) {
            if (const Node* source = child(*there.mapping, "source")) control_.source = source->text;
            const Node* note = child(*there.mapping, "note");
            if (note != nullptr && control_.note.empty()) control_.note = note->text;
        }
        control_.numbers.push_back(std::move(*number));
    }

    void read_ends()
    {
        for (const std::string_view key : {"from", "to", "step"})
            if (node_.find(key) == nullptr)
                report(loading_.found, node_.at, fmt::format("{} has no '{}'", title_, key)).advice =
                    fmt::format("write '{}: {}', for example", key, find_key(place("control"), key)->example);
        const auto from = fields_.number("from"), to = fields_.number("to"), step = fields_.number("step");
        if (!from || !to || !step || control_.numbers.empty()) return;
        control_.from = *from;
        control_.to = *to;
        control_.step = *step;
        control_.value = control_.kind == ControlKind::factor ? 1.0 : control_.numbers.front().number;
        const Node& low = *child(node_, "from");
        const Node& high = *child(node_, "to");
        if (!(*to > *from))
            report(loading_.found, high.at, fmt::format("'to' of {} is not above 'from'", title_));
        else if (*step > 0.0 && (*to - *from) / *step > most_steps)
            report(loading_.found, child(node_, "step")->at,
                   fmt::format("{} has more than {} positions", title_, shortest(most_steps)))
                .advice = "make the step longer";
        const bool is_below = control_.value < *from;
        if (is_below || control_.value > *to)
            report(loading_.found, is_below ? low.at : high.at,
                   fmt::format("{} starts at {}, which is {} '{}'", title_, shortest(control_.value),
                               is_below ? "below" : "above", is_below ? "from" : "to"))
                .help = "a slider starts where the scenario stands, and a factor at 1";
    }

    Loading& loading_;
    const Node& root_;
    const Node& node_;
    std::string title_;
    Fields fields_;
    Control control_;
};

std::vector<std::string> countable(const Loading& loading)
{
    std::vector<std::string> names;
    for (const Measure& measure : loading.scenario.outputs.measures) names.push_back(measure.name);
    if (const auto& clinicians = loading.scenario.shared.clinicians)
        for (const State& state : clinicians->scenario->states) names.push_back("clinicians." + state.name);
    for (const std::string_view what : {"queue", "wait"})
        for (const Resource& resource : loading.scenario.shared.resources)
            names.push_back(fmt::format("{}.{}", what, resource.name));
    return names;
}

bool is_name_of_own(Loading& loading, const Entry& entry, std::string_view what)
{
    if (is_name(entry.key)) return true;
    report(loading.found, entry.key_at, fmt::format("'{}' is not a name for {}", entry.key, what)).help =
        "a name starts with a small letter and goes on with small letters, digits and '_'";
    return false;
}

void load_controls(Loading& loading, const Node& root, const Node& node, Explore& explore)
{
    std::map<std::string, std::string, std::less<>> owners;
    for (const Entry& entry : node.entries) {
        if (!is_name_of_own(loading, entry, "a control")) continue;
        auto control = ControlReader(loading, root, entry).read();
        if (!control) continue;
        std::vector<std::string> paths;
        for (const ControlledNumber& number : control->numbers) paths.push_back(number.path);
        for (const auto& [path, value] : control->settings) paths.push_back(path);
        for (const std::string& path : paths) {
            const auto [owner, is_new] = owners.emplace(path, control->name);
            if (!is_new)
                report(loading.found, entry.key_at,
                       fmt::format("controls '{}' and '{}' both change '{}'", owner->second, control->name,
                                   path));
        }
        explore.controls.push_back(std::move(*control));
    }
}

/// Events happen over a span, people are there at a time: they cannot be added up.
void check_kinds(Loading& loading, const Entry& entry, ExploredOutcome& outcome)
{
    const auto is_of_events = [&](const std::string& name) {
        const auto& measures = loading.scenario.outputs.measures;
        const auto found = std::ranges::find(measures, name, &Measure::name);
        return found != measures.end() && !found->events.empty();
    };
    outcome.is_of_events = std::ranges::any_of(outcome.measures, is_of_events);
    if (!outcome.is_of_events || std::ranges::all_of(outcome.measures, is_of_events)) return;
    report(loading.found, child(entry.value, "measure")->at,
           fmt::format("outcome '{}' adds events to what is there at a time", entry.key))
        .advice = "make two outcomes of it";
}

void load_outcomes(Loading& loading, const Node& node, Explore& explore)
{
    const std::vector<std::string> names = countable(loading);
    std::vector<Candidate> candidates;
    for (const std::string& name : names) candidates.push_back({name, 0});
    for (const Entry& entry : node.entries) {
        const std::string title = fmt::format("outcome '{}'", entry.key);
        if (!is_name_of_own(loading, entry, "an outcome") ||
            !check_keys(loading, entry.value, "explored_outcome", title))
            continue;
        const Fields fields{loading, entry.value, "explored_outcome", "explore.outcomes." + entry.key};
        ExploredOutcome outcome;
        outcome.name = entry.key;
        if (const Node* text = fields.word("title")) outcome.title = text->text;
        if (const Node* text = fields.word("unit")) outcome.unit = text->text;
        if (const Node* text = fields.word("chart")) outcome.chart = text->text;
        if (const Node* text = fields.word("good"))
            outcome.good = text->text == "high"  ? Direction::high
                           : text->text == "low" ? Direction::low
                                                 : Direction::neither;
        if (const Node* measures = fields.part("measure"))
            for (const Node* name : read_words(loading, *measures, fmt::format("'measure' of {}", title))) {
                if (std::ranges::find(names, name->text) == names.end())
                    suggest(report(loading.found, name->at, fmt::format("no measure '{}'", name->text)),
                            name->text, "measures", candidates);
                outcome.measures.push_back(name->text);
            }
        check_kinds(loading, entry, outcome);
        explore.outcomes.push_back(std::move(outcome));
    }
}

Explore read_section(Loading& loading, const Node& root, const Node& node)
{
    Explore explore;
    if (!check_keys(loading, node, "explore", "'explore'")) return explore;
    const Fields fields{loading, node, "explore", "explore"};
    explore.quick_people = static_cast<std::uint64_t>(fields.whole("quick_people").value_or(5000));
    explore.most_people = static_cast<std::uint64_t>(fields.whole("most_people").value_or(100000));
    if (explore.most_people < explore.quick_people)
        report(loading.found, node.at, "'most_people' of 'explore' is below 'quick_people'");
    if (const Node* text = fields.word("notes")) explore.notes = text->text;
    const auto section = [&](std::string_view key) {
        const Node* part = child(node, key);
        return part != nullptr && part->kind == Kind::mapping ? part : nullptr;
    };
    if (const Node* controls = section("controls")) load_controls(loading, root, *controls, explore);
    if (const Node* outcomes = section("outcomes")) load_outcomes(loading, *outcomes, explore);
    if (loading.found.has_errors()) return explore;  // lessons name controls and outcomes
    if (const Node* lessons = section("lessons")) load_lessons(loading, *lessons, explore);
    return explore;
}

}  // namespace

std::optional<Explore> read_explore(Sources& sources, const Overlaid& whole, const Scenario& scenario,
                                    Diagnostics& found)
{
    const Node* node = child(whole.root, "explore");
    if (node == nullptr) return std::nullopt;
    Loading loading{.sources = sources, .root_folder = whole.root_folder};
    loading.scenario = scenario;
    auto explore = read_section(loading, whole.root, *node);
    const bool has_errors = loading.found.has_errors();
    found.append(loading.found);
    if (has_errors) return std::nullopt;
    return explore;
}

}  // namespace txpath
