#include "base/csv_stream.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace txpath {

CsvStream::CsvStream(OnRow on_row) : on_row_(std::move(on_row))
{
}

void CsvStream::add(std::string_view piece)
{
    while (!piece.empty()) {
        const std::size_t end = piece.find('\n');
        const std::string_view part = piece.substr(0, end);
        // A line end within quotes belongs to a cell: an odd number of quotes opens or closes one.
        if (std::ranges::count(part, '"') % 2 != 0) is_quoted_ = !is_quoted_;
        if (end == std::string_view::npos) {
            pending_ += part;
            return;
        }
        if (is_quoted_) {
            pending_ += piece.substr(0, end + 1);
        } else if (pending_.empty()) {
            split(part);
        } else {
            pending_ += part;
            split(pending_);
            pending_.clear();
        }
        piece.remove_prefix(end + 1);
    }
}

bool CsvStream::finish()
{
    if (is_quoted_) return false;
    if (!pending_.empty()) split(pending_);
    pending_.clear();
    return true;
}

void CsvStream::split(std::string_view line)
{
    if (line.ends_with('\r')) line.remove_suffix(1);
    cells_.clear();
    if (line.find('"') != std::string_view::npos) {
        split_quoted(line);
    } else {
        for (std::size_t comma = line.find(','); comma != std::string_view::npos; comma = line.find(',')) {
            cells_.push_back(line.substr(0, comma));
            line.remove_prefix(comma + 1);
        }
        cells_.push_back(line);
    }
    on_row_(cells_);
}

void CsvStream::split_quoted(std::string_view line)
{
    unquoted_.clear();
    std::string cell;
    bool is_inside = false;
    const auto end_cell = [&] {
        unquoted_.push_back(std::move(cell));
        cells_.push_back(unquoted_.back());
        cell.clear();
    };
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char letter = line[at];
        if (letter == '"' && is_inside && line.substr(at, 2) == "\"\"") {
            cell += '"';
            ++at;
        } else if (letter == '"') {
            is_inside = !is_inside;
        } else if (letter == ',' && !is_inside) {
            end_cell();
        } else {
            cell += letter;
        }
    }
    end_cell();
}

}  // namespace txpath
