// set_path.cpp -- `--set PATH=VALUE`: one value of the effective scenario, from the command line.
//
// Owns      how a dotted path finds its keys, which may contain dots themselves.
// Promises  a path that names neither an existing value nor a key of the language at
//           an existing place is refused.
#include <fmt/format.h>

#include <algorithm>
#include <span>

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
    if (known->shape == Shape::place_list) return {child, nullptr, &place(known->inner)};
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
            const Node* child = here.node != nullptr ? part_of(*here.node, key) : nullptr;
            const Key* known = here.place != nullptr ? find_key(*here.place, key) : nullptr;
            if (child == nullptr && known == nullptr) continue;
            auto rest = find(step(here, child, key), to + 1);
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
        if (deepest_.node != nullptr && deepest_.node->kind == Kind::list) return {};
        if (deepest_.place != nullptr)
            for (const auto& key : deepest_.place->keys)
                if (std::find(names.begin(), names.end(), key.name) == names.end()) names.push_back(key.name);
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

/// The place of a key among the entries of a mapping, or of a number from 1 among the items of a list.
std::optional<std::size_t> index_of(const Node& node, std::string_view key)
{
    if (node.kind == Kind::list) {
        for (std::size_t place = 0; place < node.items.size(); ++place)
            if (key == std::to_string(place + 1)) return place;
        return std::nullopt;
    }
    const Entry* entry = node.find(key);
    if (entry == nullptr) return std::nullopt;
    return static_cast<std::size_t>(entry - node.entries.data());
}

/// Requires  there is such a part
Node& own_part(Node& node, std::string_view key)
{
    const std::size_t place = *index_of(node, key);
    return node.kind == Kind::list ? node.items[place] : node.entries[place].value;
}

using Keys = std::span<const std::string>;

Node nested(Keys keys, Node value, const Mark& at)
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

/// Keys up to and with the first thing that merging would replace as a whole: a list, a piecewise curve, a
/// network.
std::size_t keys_to_whole(const Node& root, Keys keys)
{
    const Node* node = &root;
    for (std::size_t count = 0; count < keys.size(); ++count) {
        const bool is_network = count == 2 && keys[0] == "clinicians" && keys[1] == "network";
        const bool is_whole =
            node->kind == Kind::list || is_network || (count > 0 && keys[count - 1] == "piecewise");
        if (is_whole) return count;
        node = part_of(*node, keys[count]);
        if (node == nullptr) break;
    }
    return keys.size();
}

void lay(Node& root, Keys keys, Node value, const WrittenPath& where, Diagnostics& found)
{
    const std::size_t count = keys_to_whole(root, keys);
    if (count == keys.size()) {
        root = merged(std::move(root), nested(keys, std::move(value), where.at), found);
        return;
    }
    Node* whole = &root;
    for (const std::string& key : keys.first(count)) whole = &own_part(*whole, key);
    if (whole->kind == Kind::mapping) {
        *whole = merged(std::move(*whole), nested(keys.subspan(count), std::move(value), where.at), found);
        return;
    }
    Node& item = own_part(*whole, keys[count]);
    if (count + 1 == keys.size())
        item = merged(std::move(item), value, found);
    else
        lay(item, keys.subspan(count + 1), std::move(value), where, found);
}

}  // namespace

const Node* part_of(const Node& node, std::string_view key)
{
    const auto place = index_of(node, key);
    if (!place) return nullptr;
    return node.kind == Kind::list ? &node.items[*place] : &node.entries[*place].value;
}

std::optional<std::vector<std::string>> keys_to(const Node& root, std::string_view path)
{
    return PathFinder(path).find({&root, &place("scenario"), nullptr}, 0);
}

void set_node(const WrittenPath& where, Node value, Node& root, Diagnostics& found)
{
    PathFinder finder(where.path);
    const auto keys = finder.find({&root, &place("scenario"), nullptr}, 0);
    if (!keys) return report_lost(finder, where, found);
    lay(root, *keys, std::move(value), where, found);
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
