#include "study/value_columns.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>
#include <string>
#include <string_view>

namespace txpath {

namespace {

constexpr std::string_view named = "parameters.";

std::string plain(std::string_view path)
{
    if (path.starts_with(named)) path.remove_prefix(named.size());
    std::string name;
    for (const char letter : path) {
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (is_plain || is_upper)
            name += is_upper ? static_cast<char>(letter - 'A' + 'a') : letter;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    const bool is_number = name.empty() || (name.front() >= '0' && name.front() <= '9');
    return is_number ? "value_" + name : name;
}

}  // namespace

void name_columns(std::vector<VariedValue>& values)
{
    std::set<std::string> taken{"sample",    "scenario", "strategy", "strategy_id",
                                "replicate", "grp",      "grp_id"};
    for (VariedValue& value : values) {
        const std::string name = plain(value.path);
        value.column = name;
        for (int copy = 2; !taken.insert(value.column).second; ++copy)
            value.column = fmt::format("{}_{}", name, copy);
    }
}

void show_in_unit(VariedValue& value, const Parameter& parameter)
{
    // shares of a dirichlet are written with a few digits only
    if (!parameter.group.empty() || parameter.base == 0.0) return;
    const std::string& text = parameter.written;
    double number = 0.0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit = std::string_view(text).substr(static_cast<std::size_t>(read.ptr - text.data()));
    const bool is_number = read.ec == std::errc() && (unit.empty() || unit[0] == ' ' || unit[0] == '%');
    if (!is_number) return;  // a date, or a distribution alone
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    value.unit = unit;
    value.unit_size = parameter.base / number;
}

}  // namespace txpath
