// page_data.hpp -- the report page's data, before it is text.
//
// Owns      PageContent and its parts (format txpath-report/1), page_json, joined_pages.
// Promises  the JSON can stand in a script element: nothing in a title, label or source ends it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace txpath::report {

/// A cell: missing, a number, a text.
using Cell = std::variant<std::monostate, double, std::string>;

/// A number, or missing if it is none.
[[nodiscard]] Cell cell_of(double number);

struct PageColumn {
    std::string name, label, unit;
    bool is_number = true;
};

struct PageFigure {
    std::string id, kind;
    std::string title;    ///< the finding, a sentence
    std::string caption;  ///< what is shown, and of which uncertainty a band is
    std::vector<PageColumn> columns = {};
    std::vector<std::vector<Cell>> rows = {};
    std::vector<double> thresholds = {};  ///< lines of a plane
    std::string file = {};                ///< the table with all data
    std::vector<std::string> pick = {};   ///< columns of text of which the reader chooses one value each
    std::string x = {};                   ///< what the horizontal axis of lines is called
    bool is_log = false;
};

struct PageSection {
    std::string id, title, text;
    std::vector<PageFigure> figures = {};
};

enum class Status { good, caution, bad };

struct PageVerdict {
    std::string name;
    Status status = Status::good;
    std::string text;
};

struct PageInput {
    std::string name, path, value, unit, distribution, source, grade;
    bool is_assumption = false;
    std::string note;
};

struct PageContent {
    std::string kind, title, question, answer;
    std::string lead;  ///< id of the figure of the first screen; empty: none
    std::vector<std::pair<std::string, std::string>> made = {};
    std::vector<PageVerdict> verdict = {};
    std::vector<PageSection> sections = {};
    std::vector<PageInput> inputs = {};
    std::vector<std::string> assumptions = {}, warnings = {}, limits = {};
};

[[nodiscard]] std::string page_json(const PageContent& content);

/// Several parts as one page: ids are told apart, sections begin with the number of their part.
///   Requires  not empty
[[nodiscard]] PageContent joined_pages(std::vector<PageContent> parts);

}  // namespace txpath::report
