#include "base/csv_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace txpath {

namespace {

constexpr std::size_t mistakes_at_most = 20;

class CsvReader {
public:
    CsvReader(std::string_view text, const CsvCaps& caps) : text_(text), caps_(caps)
    {
        if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    }

    [[nodiscard]] CsvResult read()
    {
        table_.header = row();
        check_header();
        while (at_ < text_.size() && mistakes_.size() < mistakes_at_most) {
            if (table_.rows.size() == caps_.rows) {
                fail(here(), fmt::format("the table has more than {} rows", caps_.rows), {});
                break;
            }
            add_row(row());
        }
        if (!mistakes_.empty()) return {std::nullopt, std::move(mistakes_)};
        return {std::move(table_), {}};
    }

private:
    [[nodiscard]] CsvCell here() const
    {
        CsvCell cell;
        cell.line = line_;
        cell.column = column_;
        return cell;
    }

    void fail(const CsvCell& cell, std::string message, std::string advice)
    {
        if (mistakes_.size() < mistakes_at_most)
            mistakes_.push_back({std::move(message), std::move(advice), cell.line, cell.column, cell.length});
    }

    /// Take one character into the cell; a bad byte is reported and taken as it is.
    void take(CsvCell& cell)
    {
        const std::size_t length = character_length(text_, at_);
        if (length == 0) fail(here(), "a byte is not UTF-8", "save the file as UTF-8");
        const auto character = text_.substr(at_, std::max<std::size_t>(1, length));
        const auto lead = static_cast<unsigned char>(character[0]);
        if ((lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r') || lead == 0x7F)
            fail(here(), fmt::format("control character 0x{:02x} in the text", lead), "remove it");
        cell.text += character;
        at_ += character.size();
        ++column_;
        if (lead == '\n') {
            ++line_;
            column_ = 1;
        }
    }

    [[nodiscard]] char next() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

    [[nodiscard]] bool is_line_end() const noexcept
    {
        return at_ >= text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n";
    }

    void quoted(CsvCell& cell)
    {
        cell.is_quoted = true;
        const CsvCell start = here();
        ++at_;
        ++column_;
        while (at_ < text_.size()) {
            if (next() != '"') {
                take(cell);
            } else if (text_.substr(at_, 2) == "\"\"") {
                cell.text += '"';
                at_ += 2;
                column_ += 2;
            } else {
                ++at_;
                ++column_;
                if (!is_line_end() && next() != ',')
                    fail(here(), "text follows a closed quote", "put the whole cell in quotes");
                return;
            }
        }
        fail(start, "a quote is not closed", "write '\"' at the end of the cell");
    }

    [[nodiscard]] CsvCell cell()
    {
        CsvCell one = here();
        if (next() == '"') quoted(one);
        while (!is_line_end() && next() != ',') {
            if (next() == '"' && !one.is_quoted)
                fail(here(), "a quote stands inside a cell",
                     "put the whole cell in quotes and double the quote");
            if (next() == '\r') fail(here(), "a carriage return stands alone", "end lines with LF or CRLF");
            take(one);
            if (mistakes_.size() == mistakes_at_most) at_ = text_.size();
        }
        one.length = one.line == line_ ? std::max<std::uint32_t>(1, column_ - one.column) : 1;
        return one;
    }

    [[nodiscard]] std::vector<CsvCell> row()
    {
        std::vector<CsvCell> cells{cell()};
        while (next() == ',' && at_ < text_.size()) {
            ++at_;
            ++column_;
            if (cells.size() == caps_.columns) {
                fail(here(), fmt::format("the table has more than {} columns", caps_.columns), {});
                at_ = text_.size();
                break;
            }
            cells.push_back(cell());
        }
        if (text_.substr(at_, 2) == "\r\n") ++at_;
        if (next() == '\n') ++at_;
        ++line_;
        column_ = 1;
        return cells;
    }

    void check_header()
    {
        const auto& header = table_.header;
        if (header.size() == 1 && header[0].text.empty())
            return fail(header[0], "the table has no header", "name the columns in the first line");
        if (header.size() == 1 && header[0].text.find_first_of(";\t") != std::string::npos)
            return fail(header[0], "the columns are not separated by commas", "save the table with commas");
        for (auto column = header.begin(); column != header.end(); ++column) {
            if (column->text.empty()) fail(*column, "a column has no name", {});
            const bool is_repeated =
                !column->text.empty() && std::any_of(header.begin(), column, [&](const CsvCell& earlier) {
                    return earlier.text == column->text;
                });
            if (is_repeated) fail(*column, fmt::format("two columns have the name '{}'", column->text), {});
        }
    }

    void add_row(std::vector<CsvCell> cells)
    {
        const std::size_t wanted = table_.header.size();
        const bool is_empty = cells.size() == 1 && cells[0].text.empty() && !cells[0].is_quoted;
        if (is_empty && wanted > 1) {
            // Empty lines at the very end are a habit of editors.
            if (text_.find_first_not_of("\r\n", at_) != std::string_view::npos)
                fail(cells[0], "a line is empty", "remove it");
        } else if (cells.size() != wanted) {
            fail(cells[0], fmt::format("the line has {} cells, the header has {}", cells.size(), wanted), {});
        } else {
            table_.rows.push_back(std::move(cells));
        }
    }

    std::string_view text_;
    CsvCaps caps_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1, column_ = 1;
    CsvTable table_;
    std::vector<CsvMistake> mistakes_;
};

}  // namespace

CsvResult read_csv(std::string_view text, const CsvCaps& caps)
{
    return CsvReader(text, caps).read();
}

}  // namespace txpath
