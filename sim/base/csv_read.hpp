// csv_read.hpp -- small tables in, strictly.
//
// Owns      read_csv: RFC 4180 text -> cells that know where they stand.
// Assumes   the whole text is in memory; tables are inputs of a person, not results.
// Promises  the header's names differ and each row has as many cells; cells are as written, not trimmed.
//           A byte order mark and CRLF are accepted; other encodings and separators are not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace txpath {

struct CsvCell {
    std::string text;
    bool is_quoted = false;
    std::uint32_t line = 0, column = 0, length = 1;  ///< characters, from 1
};

struct CsvTable {
    std::vector<CsvCell> header;
    std::vector<std::vector<CsvCell>> rows;
};

/// Why a text is no such table; the place is that of a cell.
struct CsvMistake {
    std::string message, advice;
    std::uint32_t line = 0, column = 0, length = 1;
};

struct CsvCaps {
    std::size_t rows = 2000000, columns = 200;
};

struct CsvResult {
    std::optional<CsvTable> table;     ///< nothing when there are mistakes
    std::vector<CsvMistake> mistakes;  ///< at most twenty
};

[[nodiscard]] CsvResult read_csv(std::string_view text, const CsvCaps& caps);

}  // namespace txpath
