// strata.cpp -- the strata of the tables.
//
// Owns      strata.
// Assumes   a cell is a mixed-radix number over outputs.by, first attribute outermost.
// Promises  `all` comes first and holds every cell; every other stratum's name says which people it holds.
#include <numeric>

#include "txpath/economics.hpp"

namespace txpath {
namespace {

std::size_t category_count(const Scenario& scenario, AttributeId attribute)
{
    return scenario.people.attributes[attribute].categories.size();
}

std::string label(const Scenario& scenario, AttributeId attribute, std::size_t category)
{
    const Attribute& of = scenario.people.attributes[attribute];
    return of.name + '=' + of.categories[category];
}

/// The category each attribute of outputs.by has in `cell`.
std::vector<std::size_t> categories_of(const Scenario& scenario, std::size_t cell)
{
    const auto& by = scenario.outputs.by;
    std::vector<std::size_t> categories(by.size());
    for (std::size_t place = by.size(); place-- > 0;) {
        const std::size_t count = category_count(scenario, by[place]);
        categories[place] = cell % count;
        cell /= count;
    }
    return categories;
}

std::string crossing_name(const Scenario& scenario, const std::vector<std::size_t>& categories)
{
    std::string name;
    for (std::size_t place = 0; place < categories.size(); ++place) {
        if (place > 0) name += ';';
        name += label(scenario, scenario.outputs.by[place], categories[place]);
    }
    return name;
}

}  // namespace

std::vector<Stratum> strata(const Scenario& scenario)
{
    const auto& by = scenario.outputs.by;
    std::size_t cells = 1;
    for (const AttributeId attribute : by) cells *= category_count(scenario, attribute);

    std::vector<Stratum> found(1);
    found[0].name = "all";
    found[0].cells.resize(cells);
    std::iota(found[0].cells.begin(), found[0].cells.end(), std::size_t{0});

    for (std::size_t place = 0; place < by.size(); ++place) {
        const std::size_t first = found.size();
        for (std::size_t category = 0; category < category_count(scenario, by[place]); ++category)
            found.push_back({label(scenario, by[place], category), {}});
        for (std::size_t cell = 0; cell < cells; ++cell)
            found[first + categories_of(scenario, cell)[place]].cells.push_back(cell);
    }
    if (by.size() < 2) return found;
    for (std::size_t cell = 0; cell < cells; ++cell)
        found.push_back({crossing_name(scenario, categories_of(scenario, cell)), {cell}});
    return found;
}

}  // namespace txpath
