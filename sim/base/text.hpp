// text.hpp -- small things done to text.
//
// Owns      trimming, splitting, the edit distance behind every "did you mean", numbers as text, UTF-8.
// Assumes   nothing: any bytes may come in.
// Promises  a number written by `shortest` reads back as the same number, to the last bit.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace txpath {

[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);  ///< separated by spaces or tabs
[[nodiscard]] std::string joined(std::span<const std::string_view> parts, std::string_view separator);

/// The shortest decimal text that reads back as the same number.
[[nodiscard]] std::string shortest(double number);

/// How many characters must be inserted, dropped, replaced or swapped with a neighbour to turn one into the
/// other.
[[nodiscard]] std::size_t edit_distance(std::string_view one, std::string_view other);

/// The nearest of `candidates` to `word` by edit distance (at most 2, or a third of its length), or nothing.
[[nodiscard]] std::optional<std::string_view> closest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

/// Does it match [a-z][a-z0-9_]*?
[[nodiscard]] bool is_name(std::string_view text) noexcept;

/// Bytes of the character that starts here, or 0 where no well-formed UTF-8 character does.
[[nodiscard]] std::size_t character_length(std::string_view text, std::size_t at) noexcept;

/// Characters of a text; a byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t character_count(std::string_view text) noexcept;

/// The byte where the text stops being UTF-8, or nothing when it is UTF-8 throughout.
[[nodiscard]] std::optional<std::size_t> first_bad_byte(std::string_view text) noexcept;

}  // namespace txpath
