// csv.hpp -- one table as CSV text.
//
// Owns      CsvWriter: header from the registry, quoting, shortest round-trip numbers.
// Promises  every row has one cell for every column of its table, in the registry's order; never inf or
//           nan: such a cell, like a missing one, is empty; UTF-8 as given, LF, comma.
// Not here  files: text goes to a sink in pieces of about 1 MiB.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "report/columns.hpp"

namespace txpath::report {

using TextSink = std::function<void(std::string_view)>;

/// Call flush() at the end: a destructor could not tell that the disk is full. Between two end_row() the
/// cells come in the order of the registry; anything else is a bug and asserts.
class CsvWriter {
public:
    CsvWriter(Table table, TextSink sink);  ///< writes the header
    /// Of a table whose columns depend on what is analysed; they must outlive the writer.
    CsvWriter(std::span<const Column> columns, TextSink sink);
    CsvWriter(const CsvWriter&) = delete;
    CsvWriter& operator=(const CsvWriter&) = delete;

    CsvWriter& text(std::string_view column, std::string_view value);
    CsvWriter& number(std::string_view column, double value);
    CsvWriter& integer(std::string_view column, std::uint64_t value);
    CsvWriter& flag(std::string_view column, bool value);
    CsvWriter& missing(std::string_view column);
    void end_row();
    void flush();

    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

private:
    void begin_cell(std::string_view column);
    void put(std::string_view value);

    std::span<const Column> columns_;
    TextSink sink_;
    std::string pending_;
    std::size_t next_ = 0;
    std::uint64_t rows_ = 0;
};

}  // namespace txpath::report
