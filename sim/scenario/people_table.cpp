// people_table.cpp -- `population.from`: one row per person instead of a sample.
//
// Owns      load_people_table.
// Promises  every cell is a category its attribute has, or a number within its limits.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/sections.hpp"
#include "scenario/sheet.hpp"

namespace txpath {

namespace {

constexpr std::string_view weight_title = "weight";

/// Days that a bare number of the attribute's column counts; 0: as it stands, or with a unit in the cell.
double unit_of(const Node& attributes, const Attribute& attribute)
{
    const Node* node = child(attributes, attribute.name);
    const Node* column = node == nullptr ? nullptr : child(*node, "column");
    return column == nullptr ? 0.0 : days_in(column->text).value_or(0.0);
}

std::optional<double> read_number_cell(Loading& loading, const Node& cell, const Attribute& attribute,
                                       double unit)
{
    const auto dimension = attribute.is_duration ? Dimension::duration : Dimension::pure;
    const auto number = unit > 0.0 ? read_cell_in(loading, cell, attribute.name, unit)
                                   : read_cell(loading, cell, attribute.name,
                                               {dimension, std::nullopt, std::nullopt, std::nullopt});
    if (!number) return std::nullopt;
    const bool is_low = attribute.min && *number < *attribute.min;
    const bool is_high = attribute.max && *number > *attribute.max;
    if (!is_low && !is_high) return number;
    report(loading.found, cell.at,
           fmt::format("'{}' is {}, which is {} its '{}'", attribute.name, cell.text,
                       is_low ? "below" : "above", is_low ? "min" : "max"));
    return std::nullopt;
}

void read_column(Loading& loading, const Node& attributes, const Sheet& sheet, std::size_t column,
                 AttributeId id, PeopleTable& table)
{
    const Attribute& attribute = loading.scenario.people.attributes[id];
    const double unit = unit_of(attributes, attribute);
    for (const auto& row : sheet.rows) {
        const Node& cell = row[column];
        std::optional<double> number;
        if (attribute.is_categorical) {
            if (const auto category = find_category(loading, id, {cell.text, cell.at}))
                number = static_cast<double>(category->index());
        } else {
            number = read_number_cell(loading, cell, attribute, unit);
        }
        table.columns[id].push_back(number.value_or(0.0));
    }
}

void read_weights(Loading& loading, const Sheet& sheet, std::size_t column, PeopleTable& table)
{
    for (const auto& row : sheet.rows)
        table.weight.push_back(read_cell(loading, row[column], weight_title, positive_pure).value_or(1.0));
}

/// The attribute a column belongs to; an unknown title is reported once.
std::optional<AttributeId> attribute_of(Loading& loading, const Sheet& sheet, std::size_t column)
{
    const std::string& title = sheet.header[column];
    const Named* named = loading.names.find(title);
    const auto& attributes = loading.scenario.people.attributes;
    if (named != nullptr && named->kind == NameKind::attribute &&
        attributes[AttributeId{named->index}].of_clinician.is_absent())
        return AttributeId{named->index};
    std::vector<Candidate> candidates;
    for (const Attribute& attribute : loading.scenario.people.attributes)
        candidates.push_back({attribute.name, attribute.at.line});
    auto& mistake = report(loading.found, sheet.titles[column].at,
                           fmt::format("column '{}' of '{}' is no attribute", title, sheet.name));
    suggest(mistake, title, "attributes", candidates);
    if (mistake.advice.empty())
        mistake.advice = fmt::format(
            "declare 'attributes: {{{}: {{column: number}}}}', or '{{categories: [...]}}'", title);
    return std::nullopt;
}

}  // namespace

void load_people_table(Loading& loading, const Node& population)
{
    const auto sheet = open_sheet(loading, *child(population, "from"));
    if (!sheet) return;
    const Node none;
    const Node* attributes = child(population, "attributes");
    PeopleTable table;
    table.file = sheet->name;
    table.rows = sheet->rows.size();
    table.columns.resize(loading.scenario.people.attributes.size());
    if (table.rows == 0) {
        report(loading.found, sheet->titles.front().at, fmt::format("'{}' has no people", sheet->name));
        return;
    }
    for (std::size_t column = 0; column < sheet->header.size(); ++column) {
        if (sheet->header[column] == weight_title && loading.names.find(weight_title) == nullptr) {
            read_weights(loading, *sheet, column, table);
            continue;
        }
        const auto id = attribute_of(loading, *sheet, column);
        if (id && is_sound(loading, *id))
            read_column(loading, attributes == nullptr ? none : *attributes, *sheet, column, *id, table);
    }
    loading.scenario.people.table = std::move(table);
}

}  // namespace txpath
