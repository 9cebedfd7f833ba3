// compile_people.cpp -- attributes, correlations, tables of people and arrivals.
#include <algorithm>
#include <cmath>

#include "base/elementary.hpp"
#include "base/stats.hpp"
#include "model/compile.hpp"
#include "model/quantile.hpp"

namespace txpath {

void Compiler::compile_people()
{
    const People& people = scenario_.people;
    tables_.people = people.size;
    tables_.columns.resize(people.attributes.size());
    for (std::size_t index = 0; index < people.attributes.size(); ++index)
        compile_attribute(AttributeId{index});
    for (std::size_t index = 0; index < people.attributes.size(); ++index) {
        const auto& given = people.attributes[AttributeId{index}].given;
        if (given) tables_.attributes[index].on = static_cast<std::uint32_t>(given->on.index());
    }
    order_attributes();
    compile_correlations();
    if (people.arrivals) {
        tables_.arrivals_per_day =
            non_negative(people.arrivals->per_day, {}, "the rate of arrivals") / people.scale;
        tables_.arrivals_until = std::min(people.arrivals->until, scenario_.time.horizon);
        tables_.arrivals_decision = decision("arrivals").hash;
    }
    if (!people.table || base_ != nullptr) return;
    for (std::size_t index = 0; index < people.attributes.size(); ++index)
        tables_.columns[index] = people.table->columns[AttributeId{index}];
    if (people.table->weight.empty()) return;
    // weights in 1/1024 of a person: sums over 10^7 people and 100 years stay exact
    tables_.weight_unit = 1024;
    for (const double weight : people.table->weight)
        tables_.weights.push_back(static_cast<std::int64_t>(std::llround(weight * 1024.0)));
}

void Compiler::compile_attribute(AttributeId id)
{
    const Attribute& attribute = scenario_.people.attributes[id];
    AttributeRow row{};
    row.of_clinician = attribute.of_clinician.is_absent()
                           ? absent
                           : static_cast<std::uint32_t>(attribute.of_clinician.index());
    row.draw = row.of_clinician == absent ? first_draw(attribute.name) : absent;
    row.is_categorical = attribute.is_categorical;
    row.ages = attribute.ages;
    row.low_share = 0.0;
    row.high_share = 1.0;
    row.on = absent;
    row.quantiles_at = absent;
    row.score = absent;
    if (attribute.is_categorical) {
        row.slot = tables_.category_slots++;
        row.categories = static_cast<std::uint32_t>(attribute.categories.size());
        if (row.categories > 255) mistake(attribute.at, "an attribute has at most 255 categories");
        if (row.of_clinician == absent) compile_shares(attribute, row);
    } else if (row.of_clinician != absent) {
        row.slot = tables_.number_slots++;
    } else {
        row.slot = tables_.number_slots++;
        row.family = attribute.family;
        row.a = number(attribute.first);
        row.b = number(attribute.second);
        row.c = number(attribute.third);
        if (attribute.min) row.low_share = cumulative_share(row, *attribute.min);
        if (attribute.max) row.high_share = cumulative_share(row, *attribute.max);
        if (const std::vector<double> table = quantiles(id, row); !table.empty()) {
            row.quantiles_at = static_cast<std::uint32_t>(tables_.values.size());
            tables_.values.insert(tables_.values.end(), table.begin(), table.end());
        }
        if (attribute.ages) tables_.age_number = row.slot;
    }
    tables_.attributes.push_back(row);
}

std::vector<double> Compiler::quantiles(AttributeId id, const AttributeRow& row) const
{
    const auto taken = [](const ModelTables& from, const AttributeRow& there) -> std::vector<double> {
        if (there.quantiles_at == absent) return {};
        const auto first = from.values.begin() + there.quantiles_at;
        return {first, first + quantile_entries};
    };
    if (base_ != nullptr) return taken(*base_, base_->attributes[id.index()]);
    if (like_ == nullptr) return quantile_table(row);
    const auto same = std::ranges::find_if(like_->attributes, [&](const AttributeRow& there) {
        return there.quantiles_at != absent && there.family == row.family && there.a == row.a &&
               there.b == row.b && there.c == row.c;
    });
    return same == like_->attributes.end() ? quantile_table(row) : taken(*like_, *same);
}

std::uint32_t Compiler::first_draw(const std::string& name)
{
    tables_.first_draws.push_back(pack(0, decision(name), 0).counter_high);
    return static_cast<std::uint32_t>(tables_.first_draws.size()) - 1;
}

void Compiler::compile_shares(const Attribute& attribute, AttributeRow& row)
{
    row.shares_at = static_cast<std::uint32_t>(tables_.values.size());
    const auto cumulate = [&](const std::vector<Value>& shares) {
        double total = 0.0, sum = 0.0;
        for (const Value& value : shares)
            total += share(value, attribute.at, "a share of '" + attribute.name + "'");
        for (const Value& value : shares) tables_.values.push_back((sum += number(value)) / total);
    };
    cumulate(attribute.shares);
    if (!attribute.given) return;
    // row 0 is the attribute's own; an empty row means the same
    for (const auto& shares : attribute.given->shares) cumulate(shares.empty() ? attribute.shares : shares);
    row.given_from = {static_cast<std::uint32_t>(tables_.values.size()),
                      static_cast<std::uint32_t>(attribute.given->from.size())};
    for (const double from : attribute.given->from) tables_.values.push_back(from);
}

void Compiler::order_attributes()
{
    std::vector<bool> is_placed(tables_.attributes.size(), false);
    while (tables_.attribute_order.size() < tables_.attributes.size()) {
        const std::size_t before = tables_.attribute_order.size();
        for (std::uint32_t index = 0; index < tables_.attributes.size(); ++index) {
            const std::uint32_t on = tables_.attributes[index].on;
            if (is_placed[index] || (on != absent && !is_placed[on])) continue;
            is_placed[index] = true;
            tables_.attribute_order.push_back(index);
        }
        if (tables_.attribute_order.size() == before) {
            mistake(scenario_.people.attributes.front().at,
                    "attributes are given on one another in a circle");
            return;
        }
    }
}

void Compiler::compile_correlations()
{
    std::vector<std::uint32_t> members;
    for (const Correlation& pair : scenario_.people.correlations)
        for (const AttributeId id : {pair.first, pair.second})
            members.push_back(static_cast<std::uint32_t>(id.index()));
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    if (members.size() > most_correlated) {
        mistake({}, "at most 32 attributes can be correlated");
        return;
    }
    const std::size_t n = members.size();
    tables_.correlated = static_cast<std::uint32_t>(n);
    for (std::uint32_t at = 0; at < n; ++at) tables_.attributes[members[at]].score = at;
    std::vector<double> matrix(n * n, 0.0);
    for (std::size_t at = 0; at < n; ++at) matrix[at * n + at] = 1.0;
    for (const Correlation& pair : scenario_.people.correlations) {
        const std::size_t a = tables_.attributes[pair.first.index()].score;
        const std::size_t b = tables_.attributes[pair.second.index()].score;
        const double rho = number(pair.rho);
        if (!(rho > -1.0 && rho < 1.0))
            mistake({}, "a correlation is not between -1 and 1 for these parameter values");
        matrix[a * n + b] = matrix[b * n + a] = normal_correlation(rho);
    }
    tables_.correlation.assign(n * n, 0.0);
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            double sum = matrix[row * n + column];
            for (std::size_t k = 0; k < column; ++k)
                sum -= tables_.correlation[row * n + k] * tables_.correlation[column * n + k];
            if (row == column && sum <= 0.0) {
                mistake({}, "the correlations contradict one another");
                return;
            }
            tables_.correlation[row * n + column] =
                row == column ? std::sqrt(sum) : sum / tables_.correlation[column * n + column];
        }
    }
}

}  // namespace txpath
