// explore.hpp -- what a page for a class offers: sliders and switches, what to look at, lessons.
//
// Owns      Explore and its parts, load_explore.
// Promises  every path names something in the scenario, and the scenario loads with every control at either
// end;
//           nothing here has any influence on a run.
// Not here  the page itself (sim/pages/src/explore).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// How a control changes the scenario.
enum class ControlKind {
    number,  ///< a slider for the number at one path
    factor,  ///< a slider by which the numbers at some paths are multiplied; 1 is the scenario as it stands
    choice,  ///< a switch: settings that hold when it is on; it starts off
};

/// How people read a slider's number.
enum class ShownAs {
    number,     ///< as it stands, with its unit
    of_100,     ///< a share x as "100 x of 100"
    times,      ///< "x times"
    doublings,  ///< "2^x times"
};

/// A number of the scenario as it was written: `5240 per week` is 5240 and `per week`.
struct ControlledNumber {
    std::string path;
    double number = 0.0;
    std::string unit;  ///< empty: none
};

struct Control {
    std::string name, title, group, words;
    ControlKind kind = ControlKind::number;
    ShownAs shown_as = ShownAs::number;
    double from = 0.0, to = 1.0, step = 1.0;
    double value = 0.0;                                         ///< of the scenario as it stands
    std::vector<ControlledNumber> numbers;                      ///< of a slider; one unless it is a factor
    std::vector<std::pair<std::string, std::string>> settings;  ///< of a switch: path, value as written
    std::string source;  ///< a key of references, `assumption` or empty
    std::string note;    ///< what the scenario says beside the number
};

enum class Direction { neither, high, low };

/// Something that is shown: measures of `outputs`, `clinicians.STATE`, `queue.RESOURCE` or `wait.RESOURCE`,
/// added up.
struct ExploredOutcome {
    std::string name, title, unit, chart;
    std::vector<std::string> measures;
    bool is_of_events = false;  ///< counted over a span, so that they add up over time
    Direction good = Direction::neither;
};

/// What a class is asked before it sees.
struct Prediction {
    std::string question, outcome;  ///< an outcome's name
    std::vector<std::string> options;
};

struct Lesson {
    std::string name, title, text, reveal;
    std::vector<std::pair<std::string, double>> settings;  ///< control, value; of a switch 0 or 1
    Prediction predict;                                    ///< no question: nothing is asked
};

struct Explore {
    std::uint64_t quick_people = 0, most_people = 0;
    std::vector<Control> controls;  ///< all lists in the order of the file
    std::vector<ExploredOutcome> outcomes;
    std::vector<Lesson> lessons;
    std::string notes;
};

/// What a scenario file offers a class; nothing: it has no section `explore`. load_scenario reports the same
/// mistakes.
///   Errors  those of load_scenario; a path that names nothing, a number outside what may stand there, a name
///   that
///           nothing has
[[nodiscard]] Checked<std::optional<Explore>> load_explore(const std::string& path,
                                                           const std::vector<Override>& overrides);

}  // namespace txpath
