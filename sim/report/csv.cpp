// csv.cpp -- quoting, numbers and buffering of CSV text.
#include "report/csv.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <iterator>
#include <utility>

namespace txpath::report {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;

bool needs_quotes(std::string_view value)
{
    for (const char c : value)
        if (c == ',' || c == '"' || c == '\n' || c == '\r') return true;
    return !value.empty() && (value.front() == ' ' || value.back() == ' ');
}

void append_number(std::string& to, double value)
{
    if (!std::isfinite(value)) return;
    char digits[40];
    // Whole numbers are most cells; as integers they are faster and never get an exponent. This also turns -0
    // into 0.
    const bool is_whole = std::abs(value) < 1e15 && value == std::trunc(value);
    const char* end = is_whole ? fmt::format_to(digits, FMT_COMPILE("{}"), static_cast<std::int64_t>(value))
                               : fmt::format_to(digits, FMT_COMPILE("{}"), value);
    to.append(static_cast<const char*>(digits), end);
}

}  // namespace

CsvWriter::CsvWriter(Table table, TextSink sink) : CsvWriter(columns_of(table), std::move(sink))
{
}

CsvWriter::CsvWriter(std::span<const Column> columns, TextSink sink)
    : columns_(columns), sink_(std::move(sink))
{
    pending_.reserve(piece + 4096);
    for (const Column& column : columns_) {
        if (!pending_.empty()) pending_ += ',';
        pending_ += column.name;
    }
    pending_ += '\n';
}

CsvWriter& CsvWriter::text(std::string_view column, std::string_view value)
{
    begin_cell(column);
    put(value);
    return *this;
}

CsvWriter& CsvWriter::number(std::string_view column, double value)
{
    begin_cell(column);
    append_number(pending_, value);
    return *this;
}

CsvWriter& CsvWriter::integer(std::string_view column, std::uint64_t value)
{
    begin_cell(column);
    fmt::format_to(std::back_inserter(pending_), FMT_COMPILE("{}"), value);
    return *this;
}

CsvWriter& CsvWriter::flag(std::string_view column, bool value)
{
    begin_cell(column);
    pending_ += value ? '1' : '0';
    return *this;
}

CsvWriter& CsvWriter::missing(std::string_view column)
{
    begin_cell(column);
    return *this;
}

void CsvWriter::end_row()
{
    assert(next_ == columns_.size());
    pending_ += '\n';
    next_ = 0;
    ++rows_;
    if (pending_.size() >= piece) flush();
}

void CsvWriter::flush()
{
    if (!pending_.empty()) sink_(pending_);
    pending_.clear();
}

void CsvWriter::begin_cell(std::string_view column)
{
    assert(next_ < columns_.size() && columns_[next_].name == column);
    static_cast<void>(column);
    if (next_++ > 0) pending_ += ',';
}

void CsvWriter::put(std::string_view value)
{
    if (!needs_quotes(value)) {
        pending_ += value;
        return;
    }
    pending_ += '"';
    for (const char c : value) {
        if (c == '"') pending_ += '"';
        pending_ += c;
    }
    pending_ += '"';
}

}  // namespace txpath::report
