#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace txpath {

namespace {

constexpr std::string_view blanks = " \t\r\n";

unsigned byte_at(std::string_view text, std::size_t at) noexcept
{
    return static_cast<unsigned char>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) noexcept
{
    return at < text.size() && (byte_at(text, at) & 0xC0u) == 0x80u;
}

/// Overlong forms, surrogates and numbers beyond Unicode show in the second byte.
bool is_second_byte(unsigned lead, unsigned second) noexcept
{
    if (lead == 0xE0u) return second >= 0xA0u;
    if (lead == 0xEDu) return second <= 0x9Fu;
    if (lead == 0xF0u) return second >= 0x90u;
    if (lead == 0xF4u) return second <= 0x8Fu;
    return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept
{
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> words;
    std::size_t end = 0;
    for (;;) {
        const auto begin = text.find_first_not_of(blanks, end);
        if (begin == std::string_view::npos) return words;
        end = std::min(text.find_first_of(blanks, begin), text.size());
        words.push_back(text.substr(begin, end - begin));
    }
}

std::string joined(std::span<const std::string_view> parts, std::string_view separator)
{
    std::string whole;
    for (const auto part : parts) {
        if (!whole.empty()) whole += separator;
        whole += part;
    }
    return whole;
}

std::string shortest(double number)
{
    return fmt::format("{}", number);
}

std::size_t edit_distance(std::string_view one, std::string_view other)
{
    // Three rows of the usual table: a swap of neighbours looks two rows back.
    std::vector<std::size_t> before(other.size() + 1), last(other.size() + 1), now(other.size() + 1);
    for (std::size_t j = 0; j <= other.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t change = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
            now[j] = std::min({change, last[j] + 1, now[j - 1] + 1});
            const bool is_swap = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
            if (is_swap) now[j] = std::min(now[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[other.size()];
}

std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates)
{
    if (word.empty() || word.size() > 100) return std::nullopt;
    // A word of two letters is two edits from any other: never suggest what shares nothing with it.
    const std::size_t allowed = std::min(std::max<std::size_t>(2, word.size() / 3), word.size() - 1);
    std::optional<std::string_view> nearest;
    std::size_t nearest_distance = allowed + 1;
    for (const auto candidate : candidates) {
        if (candidate.size() > word.size() + allowed) continue;
        const std::size_t distance = edit_distance(word, candidate);
        if (distance >= nearest_distance || distance >= candidate.size()) continue;
        nearest = candidate;
        nearest_distance = distance;
    }
    return nearest;
}

bool is_name(std::string_view text) noexcept
{
    if (text.empty() || text[0] < 'a' || text[0] > 'z') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::size_t character_length(std::string_view text, std::size_t at) noexcept
{
    const unsigned lead = byte_at(text, at);
    if (lead < 0x80u) return 1;
    const std::size_t length = lead >= 0xC2u && lead <= 0xDFu   ? 2
                               : lead >= 0xE0u && lead <= 0xEFu ? 3
                               : lead >= 0xF0u && lead <= 0xF4u ? 4
                                                                : 0;
    if (length == 0 || !is_continuation(text, at + 1) || !is_second_byte(lead, byte_at(text, at + 1)))
        return 0;
    for (std::size_t k = 2; k < length; ++k)
        if (!is_continuation(text, at + k)) return 0;
    return length;
}

std::size_t character_count(std::string_view text) noexcept
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count)
        at += std::max<std::size_t>(1, character_length(text, at));
    return count;
}

std::optional<std::size_t> first_bad_byte(std::string_view text) noexcept
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::nullopt;
}

}  // namespace txpath
