// schema.hpp -- the registry: every key of the language, once.
//
// Owns      Key, Place and the table of all places; it drives the checks, suggestions, JSON Schema,
//           reference page and `--set` paths.
// Promises  a key that is not in the table is refused wherever it stands.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/text.hpp"
#include "scenario/quantity.hpp"

namespace txpath {

/// The shape of a key's value.
enum class Shape {
    text,          ///< a line or block of text
    name,          ///< [a-z][a-z0-9_]*
    boolean,       ///< true or false
    integer,       ///< a whole number
    number,        ///< a quantity of the key's dimension
    value,         ///< a quantity that may also be an uncertain value or a $reference
    values,        ///< a mapping from free names to such values
    one_of,        ///< one of the words in `words`
    place,         ///< a mapping whose keys are those of the place `inner`
    named_places,  ///< a mapping from free names to mappings of the place `inner`
    place_list,    ///< a list of mappings of the place `inner`
    names,         ///< a name or a list of names
    special,       ///< a form with code of its own, named by `inner` (branch, start, ratios, ...)
};

struct Key {
    std::string_view name;
    Shape shape;
    std::string_view sentence;  ///< what it means, for the reference page and editors
    std::string_view example;   ///< YAML of a legal value
    Dimension dimension = Dimension::pure;
    std::string_view inner = {};  ///< for place shapes: the place; for special ones: the form
    std::string_view words = {};  ///< for one_of: separated by spaces
    std::optional<double> at_least = std::nullopt, at_most = std::nullopt;  ///< in canonical units
    std::optional<double> above = std::nullopt;                             ///< the value must be larger
    bool is_required = false;
    std::string_view fallback = {};  ///< the documented default, as it would be written; empty: none
};

struct Place {
    std::string_view name;      ///< `transition`
    std::string_view title;     ///< in sentences: "a transition"
    std::string_view sentence;  ///< what such a mapping is
    std::span<const Key> keys;
};

/// A value whose form no table can say: how it is written.
struct Form {
    std::string_view name;
    std::string_view sentence;
};

[[nodiscard]] std::span<const Place> all_places();
[[nodiscard]] std::span<const Form> all_forms();
[[nodiscard]] const Place& place(std::string_view name);  ///< Requires: there is one
[[nodiscard]] const Key* find_key(const Place& place, std::string_view name) noexcept;

/// The keys that say when a transition fires (exactly one), and those that give an attribute its law.
[[nodiscard]] std::span<const std::string_view> when_keys() noexcept;
[[nodiscard]] std::span<const std::string_view> attribute_laws() noexcept;
[[nodiscard]] std::span<const std::string_view> distribution_keys() noexcept;

}  // namespace txpath
