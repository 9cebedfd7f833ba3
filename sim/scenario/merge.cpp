// merge.cpp -- one tree laid upon another.
//
// Owns      merged: mappings key by key, anything else replaces, null removes.
// Promises  a transition keeps one key that says when, an attribute one law, a value one
//           distribution: the overlay's.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "scenario/overlay.hpp"
#include "scenario/schema.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;
using Names = std::span<const std::string_view>;

bool contains(Names names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

class Merger {
public:
    explicit Merger(Diagnostics& found) : found_(found) {}

    [[nodiscard]] Node merge(Node base, const Node& over)
    {
        const bool is_whole = over.kind != Kind::mapping || is_replaced_whole();
        if (is_whole) return over;
        // A new mapping is laid upon an empty one, so that a null in it is seen to remove nothing.
        if (base.kind != Kind::mapping)
            base = Node{.kind = Kind::mapping,
                        .is_quoted = false,
                        .text = {},
                        .items = {},
                        .entries = {},
                        .at = over.at};
        drop_rivals(base, over);
        for (const auto& entry : over.entries) {
            path_.push_back(entry.key);
            lay(base, entry);
            path_.pop_back();
        }
        return base;
    }

private:
    void lay(Node& base, const Entry& entry)
    {
        const auto same = std::find_if(base.entries.begin(), base.entries.end(),
                                       [&](const Entry& one) { return one.key == entry.key; });
        if (entry.value.is_null()) {
            if (same != base.entries.end()) {
                base.entries.erase(same);
            } else {
                report(found_, entry.key_at,
                       fmt::format("'{}' is nothing, and there is nothing to remove", entry.key))
                    .advice = "write '{}' for an empty mapping";
            }
        } else if (same == base.entries.end()) {
            Node nothing;
            base.entries.push_back({entry.key, entry.key_at, merge(std::move(nothing), entry.value)});
        } else {
            same->key_at = entry.key_at;
            same->value = merge(std::move(same->value), entry.value);
        }
    }

    /// Keys of which one must be left, and the overlay's stays.
    [[nodiscard]] Names rivals() const
    {
        if (is_transition()) return when_keys();
        const bool is_attribute = path_.size() == 3 &&
                                  (path_[0] == "population" || path_[0] == "clinicians") &&
                                  path_[1] == "attributes";
        if (is_attribute) return attribute_laws();
        constexpr std::array<std::string_view, 17> free_names{
            "tracks",   "states",     "transitions", "levels",   "attributes", "parameters",
            "measures", "references", "resources",   "used_by",  "system",     "policies",
            "barriers", "set",        "controls",    "outcomes", "lessons"};
        const bool holds_free_names = path_.empty() || contains(free_names, path_.back());
        return holds_free_names ? Names{} : distribution_keys();
    }

    void drop_rivals(Node& base, const Node& over) const
    {
        const Names names = rivals();
        const bool has_one = std::any_of(over.entries.begin(), over.entries.end(), [&](const Entry& entry) {
            return contains(names, entry.key) && !entry.value.is_null();
        });
        if (!has_one) return;
        std::erase_if(base.entries, [&](const Entry& entry) {
            return contains(names, entry.key) && over.find(entry.key) == nullptr;
        });
    }

    [[nodiscard]] bool is_transition() const
    {
        return (path_.size() == 4 && path_[0] == "tracks" && path_[2] == "transitions") ||
               (path_.size() == 3 && path_[0] == "clinicians" && path_[1] == "transitions");
    }

    /// The knots of a curve belong together; a network is of one kind.
    [[nodiscard]] bool is_replaced_whole() const
    {
        return (path_.size() >= 4 && path_.back() == "piecewise") ||
               (path_.size() == 2 && path_[0] == "clinicians" && path_[1] == "network");
    }

    Diagnostics& found_;
    std::vector<std::string_view> path_;
};

}  // namespace

Node merged(Node base, const Node& over, Diagnostics& found)
{
    return Merger(found).merge(std::move(base), over);
}

}  // namespace txpath
