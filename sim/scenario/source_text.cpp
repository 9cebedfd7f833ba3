#include "scenario/source_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace txpath {

namespace {

constexpr std::size_t line_cap = 20000;
constexpr int bracket_cap = 400;  // yaml-cpp gives up near 500 levels, and reads far ahead before it does

Diagnostic& report_file(const SourceFile& file, Diagnostics& found, std::string message)
{
    return report(found, Mark{&file, 0, 0, 1}, std::move(message));
}

bool check_encoding(const SourceFile& file, std::string_view text, Diagnostics& found)
{
    const auto start = text.substr(0, 2);
    if (start == "\xFF\xFE" || start == "\xFE\xFF" ||
        (text.size() > 1 && (text[0] == '\0') != (text[1] == '\0') && text.size() % 2 == 0)) {
        report_file(file, found, "the file is written in UTF-16").advice = "save it as UTF-8";
        return false;
    }
    return true;
}

bool is_refused_control(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

bool check_line(const SourceFile& file, std::size_t line, std::string_view text, Diagnostics& found)
{
    if (text.size() > line_cap) {
        report(found, mark_at(file, line, 0, 1), fmt::format("the line has {} characters", text.size()))
            .help = fmt::format("a line may have at most {} characters", line_cap);
        return false;
    }
    if (const auto bad = first_bad_byte(text)) {
        report(found, mark_at(file, line, *bad, 1),
               fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(text[*bad])))
            .advice = "save the file as UTF-8";
        return false;
    }
    const auto control = std::find_if(text.begin(), text.end(), is_refused_control);
    if (control != text.end()) {
        const auto at = static_cast<std::size_t>(control - text.begin());
        report(found, mark_at(file, line, at, 1),
               fmt::format("control character 0x{:02x} in the text", static_cast<unsigned char>(*control)))
            .advice = "remove it";
        return false;
    }
    const auto indentation = text.find_first_not_of(" \t");
    const auto tab = text.find('\t');
    if (tab != std::string_view::npos && indentation != std::string_view::npos && tab < indentation) {
        report(found, mark_at(file, line, tab, 1), "a tab stands in the indentation").advice =
            "write spaces: YAML does not allow tabs here";
        return false;
    }
    return true;
}

/// A rough count that takes no notice of quotes: only a hostile text has hundreds of brackets left open.
bool check_brackets(const SourceFile& file, Diagnostics& found)
{
    int open = 0;
    for (std::size_t line = 0; line < file.lines.size(); ++line) {
        for (std::size_t at = 0; at < file.lines[line].size(); ++at) {
            const char c = file.lines[line][at];
            if (c == '[' || c == '{') ++open;
            if ((c == ']' || c == '}') && open > 0) --open;
            if (open <= bracket_cap) continue;
            report(found, mark_at(file, line, at, 1), "the text is nested deeper than 32 levels");
            return false;
        }
    }
    return true;
}

/// Where a quoted scalar that starts here ends, or nothing when that is not on this line.
std::size_t quoted_length(std::string_view text) noexcept
{
    const char quote = text[0];
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            if (quote == '"' || at + 1 == text.size() || text[at + 1] != quote) return at + 1;
            ++at;  // '' is a quote inside single quotes
        }
    }
    return text.size();
}

std::size_t bracketed_length(std::string_view text) noexcept
{
    int open = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"' || c == '\'') at += quoted_length(text.substr(at)) - 1;
        if (c == '[' || c == '{') ++open;
        if ((c == ']' || c == '}') && --open == 0) return at + 1;
    }
    return text.size();
}

bool is_end_of_plain(std::string_view text, std::size_t at) noexcept
{
    const char c = text[at];
    const bool is_last = at + 1 == text.size();
    if (c == ':') return is_last || text[at + 1] == ' ';
    if (c == '#') return at > 0 && text[at - 1] == ' ';
    return c == ',' || c == ']' || c == '}';
}

/// How much of the line belongs to what starts here. Commas end a plain scalar in brackets and are part of it
/// elsewhere; the difference is only how far a caret's tail reaches.
std::size_t written_length(std::string_view text) noexcept
{
    if (text.empty()) return 1;
    if (text[0] == '"' || text[0] == '\'') return quoted_length(text);
    if (text[0] == '[' || text[0] == '{') return bracketed_length(text);
    std::size_t end = 0;
    while (end < text.size() && !is_end_of_plain(text, end)) ++end;
    return std::max<std::size_t>(1, trimmed(text.substr(0, end)).size());
}

}  // namespace

bool check_source(const SourceFile& file, std::string_view text, Diagnostics& found)
{
    if (text.size() > file_size_cap) {
        report_file(file, found, fmt::format("the file has {} bytes", text.size())).help =
            "a scenario file may have at most 4 MiB";
        return false;
    }
    if (!check_encoding(file, text, found)) return false;
    bool is_fit = true;
    std::size_t reported = 0;
    for (std::size_t line = 0; line < file.lines.size() && reported < 20; ++line) {
        if (check_line(file, line, file.lines[line], found)) continue;
        is_fit = false;
        ++reported;
    }
    return is_fit && check_brackets(file, found);
}

std::string_view written_at(const SourceFile& file, std::size_t line, std::size_t byte) noexcept
{
    if (line >= file.lines.size() || byte >= file.lines[line].size()) return {};
    return std::string_view(file.lines[line]).substr(byte);
}

Mark mark_at(const SourceFile& file, std::size_t line, std::size_t byte, std::size_t bytes)
{
    const std::string_view whole =
        line < file.lines.size() ? std::string_view(file.lines[line]) : std::string_view();
    const std::size_t begin = std::min(byte, whole.size());
    const auto length = character_count(whole.substr(begin, bytes));
    return {&file, static_cast<std::uint32_t>(line + 1),
            static_cast<std::uint32_t>(character_count(whole.substr(0, begin)) + 1),
            static_cast<std::uint32_t>(std::max<std::size_t>(1, length))};
}

Mark mark_at(const SourceFile& file, std::size_t line, std::size_t byte)
{
    return mark_at(file, line, byte, written_length(written_at(file, line, byte)));
}

bool is_closed(const SourceFile& file, std::size_t line, std::size_t byte) noexcept
{
    const char quote = written_at(file, line, byte)[0];
    for (std::size_t at = byte + 1; line < file.lines.size(); ++line, at = 0) {
        const std::string& text = file.lines[line];
        for (; at < text.size(); ++at) {
            const bool is_escape = quote == '"' ? text[at] == '\\' : text.compare(at, 2, "''") == 0;
            if (is_escape) {
                ++at;
            } else if (text[at] == quote) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace txpath
