// load_people.cpp -- the section `population`: how many people, their attributes, ties and arrivals.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double most_people = 4294967295.0;  // a person's number has 32 bits

/// An attribute with an entry of its own under `attributes`: not one of the person's clinician.
bool is_own(const Attribute& attribute)
{
    return attribute.of_clinician.is_absent();
}

void load_scale(Loading& loading, const Node& node)
{
    People& people = loading.scenario.people;
    const Node* represents = child(node, "represents");
    const Node* scale = child(node, "scale");
    if (represents != nullptr && scale != nullptr) {
        report(loading.found, scale->at, "'scale' and 'represents' say the same thing").advice =
            "keep one of them";
        return;
    }
    const Fields fields{loading, node, "population", "population"};
    people.scale = fields.number("scale").value_or(1.0);
    const auto real = fields.number("represents");
    if (real && people.size == 0 && people.arrivals)
        report(loading.found, represents->at, "nobody is there at the start, so 'represents' gives no scale")
            .advice = "write 'scale', the real people for one who is simulated";
    if (real && people.size > 0) people.scale = *real / static_cast<double>(people.size);
}

void load_size(Loading& loading, const Node& node)
{
    People& people = loading.scenario.people;
    const Node* size = child(node, "size");
    const Fields fields{loading, node, "population", "population"};
    const bool may_be_none = child(node, "arrivals") != nullptr;
    const Wanted sizes{Dimension::pure, may_be_none ? 0.0 : 1.0, most_people, std::nullopt};
    if (const Node* word = fields.word("size"))
        if (const auto number = read_whole(loading, *word, sizes, "population.size"))
            people.size = static_cast<std::uint64_t>(*number);
    const Node* from = fields.word("from");
    if (from != nullptr) {
        load_people_table(loading, node);
        if (size == nullptr && people.table) people.size = people.table->rows;
        if (size != nullptr && people.size > 0 && people.table && people.size != people.table->rows)
            report(loading.found, size->at,
                   fmt::format("'size' is {}, but '{}' has {} people", people.size, from->text,
                               people.table->rows))
                .advice = "leave 'size' out";
        return;
    }
    if (size == nullptr)
        report(loading.found, node.at, "'population' does not say how many people").help =
            "give 'size: 100000', or 'from: people.csv'";
}

/// Attributes without a law of their own need the file of people.
void check_columns(Loading& loading, const Node& attributes)
{
    const People& people = loading.scenario.people;
    if (people.table && people.arrivals)
        for (std::size_t i = 0; i < people.attributes.size(); ++i) {
            const Attribute& attribute = people.attributes[AttributeId{i}];
            if (!is_own(attribute)) continue;
            const Node& node = *child(attributes, attribute.name);
            if (const Entry* column = node.find("column"))
                report(
                    loading.found, column->key_at,
                    fmt::format("people who arrive need a law for '{}', not only a column", attribute.name));
        }
    for (std::size_t i = 0; i < people.attributes.size(); ++i) {
        const AttributeId id{i};
        if (!is_own(people.attributes[id]) || !is_sound(loading, id)) continue;
        if (people.table && !people.table->columns[id].empty()) continue;
        const Node& node = *child(attributes, people.attributes[id].name);
        const Node* categories = child(node, "categories");
        const bool is_list = categories != nullptr && categories->kind == Node::Kind::list;
        if (child(node, "column") == nullptr && !is_list) continue;
        report(loading.found, node.at,
               fmt::format("attribute '{}' has no law, and no column of a file gives it",
                           people.attributes[id].name))
            .advice =
            people.table ? "add the column to the file" : "add 'from: people.csv', or give it a law";
    }
}

void load_arrivals(Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::mapping || !check_keys(loading, node, "arrivals", "'arrivals'")) return;
    const Fields fields{loading, node, "arrivals", "population.arrivals"};
    Arrivals arrivals;
    arrivals.per_day = fields.value("rate").value_or(Value{});
    arrivals.until = fields.part("until") == nullptr ? loading.scenario.time.horizon
                                                     : fields.number("until").value_or(0.0);
    loading.scenario.people.arrivals = arrivals;
}

/// One of the two attributes of a correlation: a number with a law.
std::optional<AttributeId> correlated(Loading& loading, const Node& word)
{
    const auto id = find_attribute(loading, {word.text, word.at});
    if (!id || !is_sound(loading, *id)) return std::nullopt;
    const Attribute& attribute = loading.scenario.people.attributes[*id];
    const bool is_drawn = is_own(attribute) && !attribute.is_categorical && attribute.family != Family::fixed;
    const auto& table = loading.scenario.people.table;
    const bool is_read = table && !table->columns[*id].empty();
    if (is_drawn && !is_read) return id;
    report(loading.found, word.at,
           fmt::format("'{}' cannot be correlated: it {}", word.text,
                       is_read                    ? "is read from a file"
                       : !is_own(attribute)       ? "belongs to the person's clinician"
                       : attribute.is_categorical ? "has categories"
                                                  : "is the same for everybody"));
    return std::nullopt;
}

void load_correlation(Loading& loading, const Node& node, std::size_t place)
{
    if (!check_keys(loading, node, "correlation", "a correlation")) return;
    const Node* between = child(node, "between");
    const Fields fields{loading, node, "correlation", fmt::format("population.correlations.{}", place)};
    const auto rho = fields.value("rho");
    if (between == nullptr) return;
    if (between->kind != Node::Kind::list || between->items.size() != 2) {
        report(loading.found, between->at, "'between' names two attributes").advice =
            "write 'between: [age, severity]'";
        return;
    }
    const auto first = correlated(loading, between->items[0]);
    const auto second = correlated(loading, between->items[1]);
    if (!first || !second || !rho) return;
    if (!(rho->number > -1.0 && rho->number < 1.0)) {
        report(loading.found, fields.part("rho")->at,
               sentence("rho", *fields.part("rho"), "which is not between -1 and 1"));
        return;
    }
    auto& known = loading.scenario.people.correlations;
    const Correlation correlation{std::min(*first, *second), std::max(*first, *second), *rho};
    const bool is_again = std::any_of(known.begin(), known.end(), [&](const Correlation& other) {
        return other.first == correlation.first && other.second == correlation.second;
    });
    if (*first == *second || is_again)
        report(loading.found, between->at,
               is_again ? fmt::format("'{}' and '{}' are correlated twice", between->items[0].text,
                                      between->items[1].text)
                        : fmt::format("'{}' is correlated with itself", between->items[0].text));
    else
        known.push_back(correlation);
}

/// True if a symmetric matrix has a Cholesky factor.
bool is_positive_definite(std::vector<std::vector<double>> matrix)
{
    constexpr double smallest_pivot = 1e-12;
    for (std::size_t column = 0; column < matrix.size(); ++column) {
        for (std::size_t row = column; row < matrix.size(); ++row) {
            double rest = matrix[row][column];
            for (std::size_t k = 0; k < column; ++k) rest -= matrix[row][k] * matrix[column][k];
            if (row == column && rest <= smallest_pivot) return false;
            matrix[row][column] = row == column ? std::sqrt(rest) : rest / matrix[column][column];
        }
    }
    return true;
}

void load_correlations(Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::list) return;
    const auto before = loading.found.error_count();
    for (std::size_t place = 0; place < node.items.size(); ++place)
        load_correlation(loading, node.items[place], place + 1);
    if (loading.found.error_count() > before) return;
    auto& known = loading.scenario.people.correlations;
    std::sort(known.begin(), known.end(), [](const Correlation& a, const Correlation& b) {
        return std::pair(a.first, a.second) < std::pair(b.first, b.second);
    });
    const std::size_t count = loading.scenario.people.attributes.size();
    std::vector<std::vector<double>> matrix(count, std::vector<double>(count, 0.0));
    for (std::size_t i = 0; i < count; ++i) matrix[i][i] = 1.0;
    for (const Correlation& one : known) {
        // the correlation of the normals behind a rank correlation, as the copula will use it
        const double normal = 2.0 * std::sin(std::numbers::pi * one.rho.number / 6.0);
        matrix[one.first.index()][one.second.index()] = matrix[one.second.index()][one.first.index()] =
            normal;
    }
    if (is_positive_definite(std::move(matrix))) return;
    report(loading.found, node.at,
           "the correlations contradict each other: their matrix is not positive definite")
        .help = "if a goes with b and b with c, then a and c cannot be independent or opposite";
}

}  // namespace

void load_people(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "population", "'population'")) return;
    const Node* attributes = child(node, "attributes");
    if (attributes != nullptr && attributes->kind == Node::Kind::mapping)
        for (std::size_t i = 0; i < loading.scenario.people.attributes.size(); ++i) {
            const AttributeId id{i};
            if (!is_own(loading.scenario.people.attributes[id])) continue;
            load_attribute(loading, *child(*attributes, loading.scenario.people.attributes[id].name), id);
        }
    load_size(loading, node);
    if (const Node* arrivals = child(node, "arrivals")) load_arrivals(loading, *arrivals);
    load_scale(loading, node);
    if (attributes != nullptr && attributes->kind == Node::Kind::mapping) check_columns(loading, *attributes);
    if (const Node* given = child(node, "given")) load_given(loading, *given);
    if (const Node* correlations = child(node, "correlations")) load_correlations(loading, *correlations);
}

}  // namespace txpath
