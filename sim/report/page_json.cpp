// page_json.cpp -- the report page's data as text, and several pages as one.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/page_data.hpp"

namespace txpath::report {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell))
        return std::isfinite(*number) ? Json(*number) : Json();
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    return {};
}

Json json_of(const PageFigure& figure)
{
    Json columns = Json::array(), rows = Json::array();
    for (const PageColumn& column : figure.columns)
        columns.push_back({{"name", column.name},
                           {"label", column.label},
                           {"unit", column.unit},
                           {"type", column.is_number ? "number" : "text"}});
    for (const auto& row : figure.rows) {
        Json cells = Json::array();
        for (const Cell& cell : row) cells.push_back(json_of(cell));
        rows.push_back(std::move(cells));
    }
    Json json{{"id", figure.id},           {"kind", figure.kind}, {"title", figure.title},
              {"caption", figure.caption}, {"columns", columns},  {"rows", std::move(rows)},
              {"file", figure.file}};
    if (!figure.x.empty()) json["x"] = figure.x;
    if (figure.is_log) json["log"] = true;
    if (!figure.pick.empty()) json["pick"] = figure.pick;
    if (figure.thresholds.empty()) return json;
    json["marks"] = Json::array();
    for (const double threshold : figure.thresholds) json["marks"].push_back({{"wtp", threshold}});
    return json;
}

Json json_of(const PageSection& section)
{
    Json figures = Json::array();
    for (const PageFigure& figure : section.figures) figures.push_back(json_of(figure));
    return {{"id", section.id}, {"title", section.title}, {"text", section.text}, {"figures", figures}};
}

Json json_of(const PageInput& input)
{
    return {{"name", input.name},     {"path", input.path},
            {"value", input.value},   {"unit", input.unit},
            {"source", input.source}, {"distribution", input.distribution},
            {"grade", input.grade},   {"is_assumption", input.is_assumption},
            {"note", input.note}};
}

std::string_view word_for(Status status)
{
    constexpr std::array<std::string_view, 3> words{"good", "caution", "bad"};
    return words[static_cast<std::size_t>(status)];
}

/// For a script element: these characters stand within strings only, where \u is the same text.
std::string made_harmless(std::string_view text)
{
    std::string safe;
    safe.reserve(text.size() + text.size() / 16);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        const std::string_view next = text.substr(at, 3);
        if (letter == '<' || letter == '>' || letter == '&') {
            safe += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
        } else if (next == "\xE2\x80\xA8" || next == "\xE2\x80\xA9") {
            safe += next == "\xE2\x80\xA8" ? "\\u2028" : "\\u2029";
            at += 2;
        } else {
            safe += letter;
        }
    }
    return safe;
}

}  // namespace

Cell cell_of(double number)
{
    if (!std::isfinite(number)) return std::monostate{};
    return number;
}

std::string page_json(const PageContent& content)
{
    Json json{{"format", "txpath-report/1"},
              {"kind", content.kind},
              {"title", content.title},
              {"question", content.question},
              {"answer", content.answer},
              {"lead", content.lead},
              {"made", Json::array()},
              {"verdict", Json::array()},
              {"sections", Json::array()},
              {"inputs", Json::array()},
              {"assumptions", content.assumptions},
              {"warnings", content.warnings},
              {"limits", content.limits}};
    for (const auto& [name, value] : content.made) json["made"].push_back({{"name", name}, {"value", value}});
    for (const PageVerdict& one : content.verdict)
        json["verdict"].push_back({{"name", one.name}, {"status", word_for(one.status)}, {"text", one.text}});
    for (const PageSection& section : content.sections) json["sections"].push_back(json_of(section));
    for (const PageInput& input : content.inputs) json["inputs"].push_back(json_of(input));
    return made_harmless(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

PageContent joined_pages(std::vector<PageContent> parts)
{
    if (parts.size() == 1) return std::move(parts.front());
    PageContent whole{parts.front().kind, {}, "What do these analyses say, one after the other?", {}, {}};
    for (std::size_t number = 1; number <= parts.size(); ++number) {
        PageContent& part = parts[number - 1];
        const std::string id = fmt::format("part{}-", number), mark = fmt::format("Part {}: ", number);
        whole.title += (number == 1 ? "" : "; ") + part.title;
        whole.answer += (number == 1 ? "" : " ") + part.answer;
        if (number == 1) whole.lead = id + part.lead;
        whole.sections.push_back({id + "answer", mark + part.title, part.question + " " + part.answer});
        for (auto& [name, value] : part.made) whole.made.emplace_back(mark + name, std::move(value));
        for (PageVerdict& one : part.verdict) {
            one.name = mark + one.name;
            whole.verdict.push_back(std::move(one));
        }
        for (PageSection& section : part.sections) {
            section.id = id + section.id;
            section.title = mark + section.title;
            for (PageFigure& figure : section.figures) figure.id = id + figure.id;
            whole.sections.push_back(std::move(section));
        }
        for (PageInput& input : part.inputs) {
            input.name = mark + input.name;
            whole.inputs.push_back(std::move(input));
        }
        for (const std::string& text : part.assumptions) whole.assumptions.push_back(mark + text);
        for (const std::string& text : part.warnings) whole.warnings.push_back(mark + text);
        for (const std::string& text : part.limits) whole.limits.push_back(mark + text);
    }
    return whole;
}

}  // namespace txpath::report
