// read_csv.cpp -- see read_csv.hpp.
#include "support/read_csv.hpp"

#include <stdexcept>

namespace txpath::test {
namespace {

/// The cell that starts at `at`; moves `at` behind it.
std::string read_cell(std::string_view text, std::size_t& at)
{
    std::string cell;
    if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
            if (at >= text.size()) throw std::runtime_error("a quote is not closed");
            if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) break;
            if (text[at] == '"') ++at;
            cell += text[at];
        }
        ++at;
        return cell;
    }
    for (; at < text.size() && text[at] != ',' && text[at] != '\n'; ++at) {
        if (text[at] == '"' || text[at] == '\r') throw std::runtime_error("a bare quote or carriage return");
        cell += text[at];
    }
    return cell;
}

}  // namespace

CsvRows read_csv(std::string_view text)
{
    CsvRows rows;
    std::vector<std::string> row;
    for (std::size_t at = 0; at < text.size(); ++at) {
        row.push_back(read_cell(text, at));
        if (at >= text.size()) throw std::runtime_error("the last line has no end");
        if (text[at] == ',') {
            if (at + 1 < text.size() && text[at + 1] == '\n') {
                row.emplace_back();
                ++at;
            } else {
                continue;
            }
        }
        if (text[at] != '\n') throw std::runtime_error("text after a closing quote");
        rows.push_back(std::move(row));
        row.clear();
    }
    return rows;
}

}  // namespace txpath::test
