// csv_stream.hpp -- large tables in, row by row.
//
// Owns      CsvStream: CSV text in pieces -> rows of cells.
// Assumes   the text is what CsvWriter writes: LF, commas, quotes around a cell only where they are needed.
// Promises  memory for one row; 100 MB in a fraction of a second. Cells live until the callback returns.
// Not here  strict reading of tables that people write (csv_read.hpp).
#pragma once

#include <deque>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace txpath {

class CsvStream {
public:
    using Row = std::span<const std::string_view>;
    using OnRow = std::function<void(Row)>;

    explicit CsvStream(OnRow on_row);

    void add(std::string_view piece);
    /// The last row, if no line end followed it.
    ///   Returns  false when a quote is still open
    [[nodiscard]] bool finish();

private:
    void split(std::string_view line);
    void split_quoted(std::string_view line);

    OnRow on_row_;
    std::string pending_;  ///< of a row that is not whole yet
    bool is_quoted_ = false;
    std::vector<std::string_view> cells_;
    std::deque<std::string> unquoted_;
};

}  // namespace txpath
