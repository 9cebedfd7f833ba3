// source_text.hpp -- is this text fit to be parsed, and where in it does a written thing end?
//
// Owns      the checks before yaml-cpp sees a text (size, encoding, tabs, brackets) and the lengths of marks.
// Promises  what passes is UTF-8 of at most 4 MiB with lines of at most 20,000 characters
//           and no control characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scenario/tree.hpp"

namespace txpath {

inline constexpr std::size_t file_size_cap = std::size_t{4} << 20;

/// Report everything that keeps the text from being parsed; true when nothing does.
bool check_source(const SourceFile& file, std::string_view text, Diagnostics& found);

/// A mark at a byte of a line (both counted from 0, as yaml-cpp does), as long as the scalar or bracket
/// written there.
[[nodiscard]] Mark mark_at(const SourceFile& file, std::size_t line, std::size_t byte);

/// The same, underlining the next `bytes` bytes or what is left of the line.
[[nodiscard]] Mark mark_at(const SourceFile& file, std::size_t line, std::size_t byte, std::size_t bytes);

/// The text of the line from that byte on; empty beyond the end.
[[nodiscard]] std::string_view written_at(const SourceFile& file, std::size_t line,
                                          std::size_t byte) noexcept;

/// Does the quoted text that starts there end, on this line or a later one?
[[nodiscard]] bool is_closed(const SourceFile& file, std::size_t line, std::size_t byte) noexcept;

}  // namespace txpath
