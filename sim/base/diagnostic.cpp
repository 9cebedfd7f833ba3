// diagnostic.cpp -- mistakes, put in order and shown to a person.
//
// Owns      the order of mistakes and their form: place, sentence, line, caret, advice, help.
// Promises  whatever bytes a scenario holds, what is shown is printable UTF-8; a caret
//           stands under its character.
#include "txpath/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.hpp"

namespace txpath {

namespace {

constexpr std::size_t shown_columns = 100;   // of an excerpt
constexpr std::size_t context_columns = 40;  // kept before the caret when a line is cut
constexpr std::size_t tab_columns = 4;
constexpr std::size_t shown_at_most = 100;  // diagnostics
constexpr std::size_t kept_at_most = 1000;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// A character that a terminal would obey rather than print: controls of ASCII and of Latin-1, line
/// separators, marks that turn the writing direction.
bool is_control(std::string_view character) noexcept
{
    const auto lead = static_cast<unsigned char>(character[0]);
    if (lead < 0x20 || lead == 0x7F) return true;
    if (character.size() == 2) return lead == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
    return character.size() == 3 && ((character >= "\xE2\x80\xA8" && character <= "\xE2\x80\xAE") ||
                                     (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9"));
}

/// One text per character, fit to print.
std::vector<std::string_view> printable_characters(std::string_view text)
{
    std::vector<std::string_view> characters;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        const auto character = text.substr(at, std::max<std::size_t>(1, length));
        const bool is_plain = length > 0 && (character == "\t" || !is_control(character));
        characters.push_back(is_plain ? character : replacement);
        at += character.size();
    }
    return characters;
}

std::string printable(std::string_view text)
{
    std::string shown;
    for (const auto character : printable_characters(text)) shown += character == "\t" ? " " : character;
    return shown;
}

struct Excerpt {
    std::string line;
    std::size_t caret = 0, length = 1;  // characters of `line`
};

/// The line with tabs as spaces, cut to the part around the caret.
Excerpt excerpt_around(const Diagnostic& found)
{
    std::vector<std::string_view> shown;
    std::size_t caret = 0;
    std::size_t end = 0;
    const auto characters = printable_characters(found.excerpt);
    for (std::size_t k = 0; k < characters.size(); ++k) {
        if (k + 1 == found.at.column) caret = shown.size();
        shown.insert(shown.end(), characters[k] == "\t" ? tab_columns : 1,
                     characters[k] == "\t" ? " " : characters[k]);
        if (k + 1 < found.at.column + found.at.length) end = shown.size();
    }
    if (found.at.column > characters.size()) caret = shown.size();
    std::size_t first = 0;
    std::size_t last = shown.size();
    if (shown.size() > shown_columns) {
        first = caret > context_columns ? caret - context_columns : 0;
        last = std::min(first + shown_columns, shown.size());
        if (last == shown.size()) first = last - shown_columns;
    }
    Excerpt excerpt;
    if (first > 0) excerpt.line = "...";
    excerpt.caret = caret - first + excerpt.line.size();
    excerpt.length = std::max<std::size_t>(1, std::min(end, last) - std::min(caret, std::min(end, last)));
    for (std::size_t k = first; k < last; ++k) excerpt.line += shown[k];
    if (last < shown.size()) excerpt.line += "...";
    return excerpt;
}

std::string_view word_for(Severity severity) noexcept
{
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            break;
    }
    return "error";
}

std::string place_of(const Span& at)
{
    if (at.file.empty()) return {};
    if (at.line == 0) return printable(at.file) + ": ";
    return fmt::format("{}:{}:{}: ", printable(at.file), at.line, at.column);
}

/// Errors go first when not everything can be shown: a note never hides an error.
std::vector<const Diagnostic*> most_important(const std::vector<Diagnostic>& found)
{
    std::vector<const Diagnostic*> shown;
    shown.reserve(found.size());
    for (const auto& one : found) shown.push_back(&one);
    if (shown.size() <= shown_at_most) return shown;
    std::stable_partition(shown.begin(), shown.end(),
                          [](const Diagnostic* one) { return one->severity == Severity::error; });
    shown.resize(shown_at_most);
    return shown;
}

bool is_same(const Diagnostic& one, const Diagnostic& other)
{
    const auto parts = [](const Diagnostic& d) {
        return std::tie(d.severity, d.fault, d.at.file, d.at.line, d.at.column, d.at.length, d.message,
                        d.excerpt, d.advice, d.help);
    };
    return parts(one) == parts(other);
}

}  // namespace

Diagnostic& Diagnostics::add(Diagnostic found)
{
    const bool is_error = found.severity == Severity::error;
    if (is_error) ++errors_;
    if (found_.size() == kept_at_most) {
        ++dropped_;
        if (is_error) ++dropped_errors_;
        return spare_ = std::move(found);
    }
    found_.push_back(std::move(found));
    return found_.back();
}

void Diagnostics::append(const Diagnostics& other)
{
    const auto added = other.found_;  // a copy: one may append itself
    for (const auto& one : added) add(one);
    dropped_ += other.dropped_;
    dropped_errors_ += other.dropped_errors_;
    errors_ += other.dropped_errors_;
}

void Diagnostics::sort()
{
    std::vector<std::string> files;
    for (const auto& one : found_)
        if (std::find(files.begin(), files.end(), one.at.file) == files.end()) files.push_back(one.at.file);
    const auto rank = [&](const Diagnostic& one) {
        const auto file = std::find(files.begin(), files.end(), one.at.file) - files.begin();
        return std::make_tuple(file, one.at.line, one.at.column);
    };
    std::stable_sort(found_.begin(), found_.end(),
                     [&](const Diagnostic& one, const Diagnostic& other) { return rank(one) < rank(other); });
    std::vector<Diagnostic> kept;
    for (auto& one : found_) {
        const auto is_same_as = [&](const Diagnostic& other) { return is_same(one, other); };
        if (std::none_of(kept.begin(), kept.end(), is_same_as)) kept.push_back(std::move(one));
    }
    found_ = std::move(kept);
    const auto is_error = [](const Diagnostic& one) { return one.severity == Severity::error; };
    errors_ =
        dropped_errors_ + static_cast<std::size_t>(std::count_if(found_.begin(), found_.end(), is_error));
}

std::string render(const Diagnostic& found)
{
    std::string text =
        fmt::format("{}{}: {}\n", place_of(found.at), word_for(found.severity), printable(found.message));
    if (found.at.line > 0 && !found.excerpt.empty()) {
        const Excerpt excerpt = excerpt_around(found);
        text += fmt::format("{:>5} | {}\n", found.at.line, excerpt.line);
        const auto gutter = std::max<std::size_t>(5, fmt::formatted_size("{}", found.at.line));
        text += fmt::format("{:{}} | {:{}}^{:~<{}}", "", gutter, "", excerpt.caret, "", excerpt.length - 1);
        text += found.advice.empty() ? "\n" : " " + printable(found.advice) + "\n";
    } else if (!found.advice.empty()) {
        text += fmt::format("{:>5} | {}\n", "", printable(found.advice));
    }
    if (!found.help.empty()) text += fmt::format("{:>5} | {}\n", "help", printable(found.help));
    return text;
}

std::string render(const Diagnostics& found)
{
    std::string text;
    const auto shown = most_important(found.all());
    for (const auto* one : shown) text += render(*one);
    const std::size_t hidden = found.all().size() - shown.size() + found.dropped_count();
    if (hidden > 0) text += fmt::format("and {} more\n", hidden);
    return text;
}

}  // namespace txpath
