#include "study/value_columns.hpp"

#include <fmt/format.h>

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

}  // namespace txpath
