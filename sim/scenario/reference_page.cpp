// reference_page.cpp -- the reference of the language as a Markdown page.
//
// Owns      language_reference.
// Promises  every key of the registry is on the page, with its unit, range, default and an example.
#include <fmt/format.h>

#include "scenario/schema.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

namespace {

std::string kind_of(const Key& key)
{
    switch (key.shape) {
        case Shape::text:
            return "text";
        case Shape::name:
            return "a name";
        case Shape::boolean:
            return "`true` or `false`";
        case Shape::integer:
            return "a whole number";
        case Shape::number:
            return std::string(name_of(key.dimension));
        case Shape::value:
            return fmt::format("{}, may be [uncertain](#uncertain)", name_of(key.dimension));
        case Shape::values:
            return fmt::format("names with {}, may be [uncertain](#uncertain)", name_of(key.dimension));
        case Shape::one_of: {
            std::string words;
            for (const auto word : words_of(key.words))
                words += fmt::format("{}`{}`", words.empty() ? "" : ", ", word);
            return "one of " + words;
        }
        case Shape::place:
            return fmt::format("[{0}](#{0})", key.inner);
        case Shape::named_places:
            return fmt::format("names, each with [{0}](#{0})", key.inner);
        case Shape::place_list:
            return fmt::format("a list of [{0}](#{0})", key.inner);
        case Shape::names:
            return "a name or a list of names";
        case Shape::special:
            return fmt::format("[{0}](#form-{0})", key.inner);
    }
    return {};
}

std::string range_of(const Key& key)
{
    std::string range;
    const auto add = [&](std::string_view words, const std::optional<double>& bound) {
        if (bound) range += fmt::format("{}{} {}", range.empty() ? "" : ", ", words, shortest(*bound));
    };
    add("at least", key.at_least);
    add("above", key.above);
    add("at most", key.at_most);
    return range;
}

/// A cell of a table: a bar would end it.
std::string cell(std::string_view text)
{
    std::string safe;
    for (const char c : text) safe += c == '|' ? std::string("\\|") : std::string(1, c);
    return safe;
}

std::string row_of(const Key& key)
{
    std::string notes;
    const auto add = [&](const std::string& note) { notes += (notes.empty() ? "" : "; ") + note; };
    if (key.is_required) add("required");
    if (!key.fallback.empty()) add(fmt::format("default `{}`", key.fallback));
    if (const auto range = range_of(key); !range.empty()) add(range);
    return fmt::format("| `{}` | {} | {} | {} | `{}` |\n", key.name, cell(key.sentence), kind_of(key),
                       cell(notes), cell(key.example));
}

}  // namespace

std::string language_reference()
{
    std::string page =
        "# The scenario language, version 1\n\n"
        "Every key, as the program itself checks it. Time may be written in seconds, minutes, hours, days, "
        "weeks (7 "
        "days), months (a twelfth of a year) and years (365.25 days). An example of a form is shown beside "
        "its key.\n";
    for (const auto& place : all_places()) {
        page += fmt::format(
            "\n## {}\n\n{}\n\n| key | meaning | value | rules | example |\n| --- | --- | --- | --- | --- |\n",
            place.name, place.sentence);
        for (const auto& key : place.keys) page += row_of(key);
    }
    page += "\n## Forms\n";
    for (const auto& form : all_forms())
        page += fmt::format("\n### Form {}\n\n{}\n", form.name, form.sentence);
    return page;
}

}  // namespace txpath
