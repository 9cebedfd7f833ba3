// explore_ends.cpp -- the scenario with all controls of the page for a class at one end.
//
// Owns      lay_controls, written.
#include <fmt/format.h>

#include "base/text.hpp"
#include "scenario/explore_parts.hpp"
#include "scenario/overlay.hpp"

namespace txpath {

std::string written(const ControlledNumber& number, double setting, ControlKind kind)
{
    const double x = kind == ControlKind::factor ? number.number * setting : setting;
    return number.unit.empty() ? shortest(x) : fmt::format("{} {}", shortest(x), number.unit);
}

void lay_controls(const Explore& explore, ControlEnd end, Node& root, Diagnostics& found)
{
    const Node controls = root.find("explore")->value.find("controls")->value;
    for (const Control& control : explore.controls) {
        const Node& node = controls.find(control.name)->value;
        if (control.kind == ControlKind::choice) {
            if (end == ControlEnd::highest)
                for (const Entry& setting : node.find("set")->value.entries)
                    set_node({setting.key, setting.key_at}, setting.value, root, found);
            continue;
        }
        const Mark& at = node.find(end == ControlEnd::lowest ? "from" : "to")->value.at;
        for (const ControlledNumber& number : control.numbers) {
            Node value;
            value.text = written(number, end == ControlEnd::lowest ? control.from : control.to, control.kind);
            value.at = at;
            set_node({number.path, at}, std::move(value), root, found);
        }
    }
}

}  // namespace txpath
