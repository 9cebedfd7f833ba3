// workbook.cpp -- from CSV text to sheets, row by row, so that memory does not grow with a table.
#include "report/workbook.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_letters_of_a_sheet = 31;
constexpr const char* file_name = "tables.xlsx";

std::string text_of(const fs::path& path)
{
    ReadResult read = read_file(path.string(), std::numeric_limits<std::size_t>::max());
    if (read.failure != ReadFailure::none) throw WriteError(WriteError::Kind::io, path.string(), EIO);
    return std::move(read.text);
}

/// Rows of CSV text as CsvWriter writes it.
class CsvRows {
public:
    explicit CsvRows(std::string_view text) : text_(text) {}

    /// The next row, or false at the end.
    bool next(std::vector<std::string>& cells)
    {
        if (at_ >= text_.size()) return false;
        std::size_t used = 0;
        do {
            if (used == cells.size()) cells.emplace_back();
            read_cell(cells[used++]);
        } while (text_[at_++] == ',');
        cells.resize(used);
        return true;
    }

private:
    /// Up to the comma or the end of the line, where it leaves `at_`.
    void read_cell(std::string& cell)
    {
        cell.clear();
        const bool is_quoted = text_[at_] == '"';
        if (!is_quoted) {
            const std::size_t end = text_.find_first_of(",\n", at_);
            cell = text_.substr(at_, end - at_);
            at_ = end;
            return;
        }
        for (++at_; text_[at_] != '"' || text_[at_ + 1] == '"'; ++at_) {
            if (text_[at_] == '"') ++at_;
            cell += text_[at_];
        }
        ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Is the column text? By table and column.
using TextColumns = std::map<std::pair<std::string, std::string>, bool>;

TextColumns read_dictionary(const fs::path& path)
{
    const std::string text = text_of(path);
    CsvRows rows(text);
    std::vector<std::string> cells;
    const auto place_of = [&](std::string_view name) {
        return static_cast<std::size_t>(std::ranges::find(cells, name) - cells.begin());
    };
    static_cast<void>(rows.next(cells));
    const std::size_t table = place_of("table"), column = place_of("column"), type = place_of("type");
    TextColumns columns;
    while (rows.next(cells)) columns[{cells[table], cells[column]}] = cells[type] == name_of(CellType::text);
    return columns;
}

bool is_described(const TextColumns& columns, const std::string& table)
{
    const auto first = columns.lower_bound({table, {}});
    return first != columns.end() && first->first.first == table;
}

/// A table's name, cut where a sheet's name must end, and told apart by a number where cutting made it
/// another's.
std::string sheet_name(std::string_view table, const std::set<std::string>& taken)
{
    std::string name(table.substr(0, most_letters_of_a_sheet));
    for (int number = 2; taken.contains(name); ++number) {
        const std::string mark = fmt::format("_{}", number);
        name = std::string(table.substr(0, most_letters_of_a_sheet - mark.size())) + mark;
    }
    return name;
}

void must(lxw_error error, std::string_view table)
{
    if (error == LXW_NO_ERROR) return;
    throw WorkbookError(fmt::format("the table '{}' does not fit into a workbook: {}; leave out --xlsx",
                                    table, lxw_strerror(error)));
}

/// libxlsxwriter's workbook, written when it is closed.
class Workbook {
public:
    Workbook(const fs::path& path, const fs::path& scratch) : scratch_(scratch.string()), path_(path)
    {
        lxw_workbook_options options{};
        options.constant_memory = 1;
        options.tmpdir = scratch_.data();
        options.use_zip64 = 0;
        book_ = workbook_new_opt(path.c_str(), &options);
        if (book_ == nullptr) throw WriteError(WriteError::Kind::io, path.string(), ENOMEM);
        // The date would be now, and no two workbooks of the same tables alike. This is where ZIP's calendar
        // begins.
        lxw_doc_properties properties{};
        properties.created = 315532800;
        must(workbook_set_properties(book_, &properties), file_name);
        bold_ = workbook_add_format(book_);
        format_set_bold(bold_);
    }
    ~Workbook()
    {
        if (book_ != nullptr) lxw_workbook_free(book_);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    void add_table(const std::string& table, std::string_view text, const TextColumns& columns)
    {
        const std::string name = sheet_name(table, names_);
        names_.insert(name);
        lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
        if (sheet == nullptr)
            throw WorkbookError(fmt::format("the table '{}' is no name of a sheet; leave out --xlsx", table));
        std::vector<std::string> cells;
        CsvRows rows(text);
        static_cast<void>(rows.next(cells));
        const std::vector<bool> is_text = add_header(sheet, table, cells, columns);
        for (lxw_row_t row = 1; rows.next(cells); ++row) {
            if (row > most_workbook_rows)
                throw WorkbookError(fmt::format(
                    "the table '{}' has more than the {} rows that a sheet holds; leave out --xlsx", table,
                    most_workbook_rows));
            for (std::size_t column = 0; column < cells.size(); ++column)
                add_cell(sheet, table, {row, static_cast<lxw_col_t>(column)}, cells[column], is_text[column]);
        }
    }

    void close()
    {
        const lxw_error error = workbook_close(std::exchange(book_, nullptr));
        if (error != LXW_NO_ERROR)
            throw WriteError(WriteError::Kind::io, path_.string(), errno == 0 ? EIO : errno);
    }

private:
    struct Place {
        lxw_row_t row;
        lxw_col_t column;
    };

    [[nodiscard]] std::vector<bool> add_header(lxw_worksheet* sheet, const std::string& table,
                                               const std::vector<std::string>& names,
                                               const TextColumns& columns)
    {
        std::vector<bool> is_text;
        // Widths come first: rows are gone once they are written.
        for (std::size_t column = 0; column < names.size(); ++column) {
            const auto place = static_cast<lxw_col_t>(column);
            const double width = std::max(10.0, static_cast<double>(names[column].size()) + 2.0);
            must(worksheet_set_column(sheet, place, place, width, nullptr), table);
        }
        worksheet_freeze_panes(sheet, 1, 0);
        for (std::size_t column = 0; column < names.size(); ++column) {
            const auto known = columns.find({table, names[column]});
            if (known == columns.end())
                throw std::logic_error(
                    fmt::format("data_dictionary.csv lacks column '{}' of '{}'", names[column], table));
            is_text.push_back(known->second);
            must(worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(column), names[column].c_str(),
                                        bold_),
                 table);
        }
        return is_text;
    }

    void add_cell(lxw_worksheet* sheet, const std::string& table, Place at, const std::string& cell,
                  bool is_text)
    {
        if (cell.empty()) return;
        if (is_text)
            return must(worksheet_write_string(sheet, at.row, at.column, cell.c_str(), nullptr), table);
        double number = 0.0;
        const char* const end = cell.data() + cell.size();
        const auto read = std::from_chars(cell.data(), end, number);
        if (read.ec != std::errc{} || read.ptr != end)
            throw std::logic_error(fmt::format("'{}' in table '{}' is no number", cell, table));
        must(worksheet_write_number(sheet, at.row, at.column, number, nullptr), table);
    }

    std::string scratch_;
    fs::path path_;
    lxw_workbook* book_ = nullptr;
    lxw_format* bold_ = nullptr;
    std::set<std::string> names_;
};

}  // namespace

void add_workbook(FolderWriter& folder)
{
    const fs::path& where = folder.folder();
    const fs::path scratch = where / "tables.xlsx.scratch";
    const TextColumns columns = read_dictionary(where / "data_dictionary.csv");
    {
        Workbook book(scratch, where);
        for (const WrittenFile& file : folder.files())
            if (const fs::path name = file.name;
                name.extension() == ".csv" && is_described(columns, name.stem().string()))
                book.add_table(name.stem().string(), text_of(where / name), columns);
        book.close();
    }
    folder.add_text(file_name, text_of(scratch));
    fs::remove(scratch);
}

}  // namespace report

bool has_workbooks() noexcept
{
    return true;
}

}  // namespace txpath
