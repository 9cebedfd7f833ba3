// set_path.cpp -- `--set PATH=VALUE`: one value of the effective scenario, from the command line.
//
// Owns      how a dotted path finds its keys, which may contain dots themselves.
// Promises  a path that names neither an existing value nor a key of the language at
//           an existing place is refused.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "scenario/overlay.hpp"
#include "scenario/schema.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;

/// What the language says about the mapping a path has reached.
struct Here {
    const Node* node = nullptr;    // null: not in the scenario yet
    const Place* place = nullptr;  // null: its keys are free names, or a form of its own
    const Place* each = nullptr;   // the place of what stands under free names
};

Here step(const Here& here, const Node* child, std::string_view key)
{
    if (here.each != nullptr) return {child, here.each, nullptr};
    const Key* known = here.place != nullptr ? find_key(*here.place, key) : nullptr;
    if (known == nullptr) return {child, nullptr, nullptr};
    if (known->shape == Shape::place) return {child, &place(known->inner), nullptr};
    if (known->shape == Shape::named_places) return {child, nullptr, &place(known->inner)};
    if (known->shape == Shape::value) return {child, &place("uncertain"), nullptr};
    return {child, nullptr, nullptr};
}

class PathFinder {
public:
    explicit PathFinder(std::string_view path) : parts_(split(path, '.')) {}

    /// The keys on the way, or nothing.
    [[nodiscard]] std::optional<std::vector<std::string>> find(const Here& here, std::size_t from)
    {
        if (from == parts_.size()) return std::vector<std::string>{};
        if (from >= deepest_from_) {
            deepest_from_ = from;
            deepest_ = here;
        }
        std::string key;
        for (std::size_t to = from; to < parts_.size(); ++to) {
            key += (to == from ? "" : ".") + std::string(parts_[to]);
            const Entry* entry = here.node != nullptr ? here.node->find(key) : nullptr;
            const Key* known = here.place != nullptr ? find_key(*here.place, key) : nullptr;
            const bool is_legal = known != nullptr && known->shape != Shape::later;
            if (entry == nullptr && !is_legal) continue;
            auto rest = find(step(here, entry != nullptr ? &entry->value : nullptr, key), to + 1);
            if (!rest) continue;
            rest->insert(rest->begin(), key);
            return rest;
        }
        return std::nullopt;
    }

    /// The part of the path that leads nowhere, and what could stand in its place.
    [[nodiscard]] std::string_view lost_part() const { return parts_[deepest_from_]; }
    [[nodiscard]] std::vector<std::string_view> candidates() const
    {
        std::vector<std::string_view> names;
        if (deepest_.node != nullptr)
            for (const auto& entry : deepest_.node->entries) names.push_back(entry.key);
        if (deepest_.place != nullptr)
            for (const auto& key : deepest_.place->keys)
                if (key.shape != Shape::later &&
                    std::find(names.begin(), names.end(), key.name) == names.end())
                    names.push_back(key.name);
        return names;
    }

private:
    std::vector<std::string_view> parts_;
    std::size_t deepest_from_ = 0;
    Here deepest_;
};

/// Values are parsed on their own and then moved to where they stand on the command line.
void move_marks(Node& node, const SourceFile& file, std::size_t columns)
{
    const auto move = [&](Mark& mark) {
        mark.file = &file;
        if (mark.line == 1) mark.column += static_cast<std::uint32_t>(columns);
    };
    move(node.at);
    for (auto& item : node.items) move_marks(item, file, columns);
    for (auto& entry : node.entries) {
        move(entry.key_at);
        move_marks(entry.value, file, columns);
    }
}

void report_lost(const PathFinder& finder, const WrittenPath& where, Diagnostics& found)
{
    auto& mistake = report(found, where.at, fmt::format("'{}' names nothing in the scenario", where.path));
    const auto names = finder.candidates();
    if (const auto near = closest(finder.lost_part(), names))
        mistake.advice = fmt::format("no '{}'; did you mean '{}'?", finder.lost_part(), *near);
    else
        mistake.advice = fmt::format("no '{}'", finder.lost_part());
    if (!names.empty()) mistake.help = "there: " + joined(names, ", ");
}

Node nested(const std::vector<std::string>& keys, Node value, const Mark& at)
{
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        Node outer;
        outer.kind = Kind::mapping;
        outer.at = at;
        outer.entries.push_back({*key, at, std::move(value)});
        value = std::move(outer);
    }
    return value;
}

}  // namespace

std::optional<std::vector<std::string>> keys_to(const Node& root, std::string_view path)
{
    return PathFinder(path).find({&root, &place("scenario"), nullptr}, 0);
}

void set_node(const WrittenPath& where, Node value, Node& root, Diagnostics& found)
{
    PathFinder finder(where.path);
    const auto keys = finder.find({&root, &place("scenario"), nullptr}, 0);
    if (!keys) return report_lost(finder, where, found);
    root = merged(std::move(root), nested(*keys, std::move(value), where.at), found);
}

void set_path(Sources& sources, const Override& set, Node& root, Diagnostics& found)
{
    constexpr std::string_view flag = "--set ";
    const auto& typed =
        sources.add(source_of("command line", "", fmt::format("{}{}={}", flag, set.path, set.value)));
    const Mark at_path{&typed, 1, static_cast<std::uint32_t>(flag.size() + 1),
                       static_cast<std::uint32_t>(std::max<std::size_t>(1, character_count(set.path)))};
    const auto& alone = sources.add(source_of("command line", "", set.value));
    const auto before = found.error_count();
    Node value = parse_yaml(alone, set.value, found);
    if (found.error_count() > before) return;
    move_marks(value, typed, flag.size() + character_count(set.path) + 1);
    if (value.is_null() && value.text.empty()) {
        report(found, at_path, fmt::format("'{}' is set to nothing", set.path)).advice =
            "write 'null' to remove it";
        return;
    }
    set_node({set.path, at_path}, std::move(value), root, found);
}

}  // namespace txpath
