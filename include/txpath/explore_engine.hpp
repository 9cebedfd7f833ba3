// explore_engine.hpp -- one packed scenario, run again and again with other settings; JSON in, JSON out.
//
// Owns      Engine, which a page in a browser talks to.
// Promises  no files, no clock, no threads: an answer is a function of the package and the question, whatever
// was
//           asked before. Nothing is thrown: what cannot be done is an answer with "ok": false and a
//           sentence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "txpath/model.hpp"
#include "txpath/package.hpp"

namespace txpath::explore {

/// Questions to `run` and `tables` are
///   {"settings": {PATH: text}, "people": number, "seed": number, "horizon_years": number,
///    "replicate": number, "replicates": number}
/// where all but `settings` may be left out; then they are the scenario's. `run` does the one replicate (from
/// 0), `tables` all of them, as `txpath run` does.
class Engine {
public:
    /// {"ok", "name", "title", "description", "people", "seed", "replicates", "horizon_years", "currency",
    ///  "measures": [{"name", "unit"}], "strata": [text], "adoption": [state],
    ///  "resources": [{"name", "unit"}], "policies": [text]}
    [[nodiscard]] std::string open(std::string_view package);

    /// {"ok", "people", "replicate", "times": [years], "measures": {name: [value at each time]},
    ///  "adoption": {state: [share]}, "resources": {name: {"capacity", "used", "queue", "granted",
    ///  "wait_mean":
    ///  [...]}}, "totals": {"cost", "qalys": mean per person, discounted}, "events": number}
    /// A value that does not exist (nobody is there) is null, an unlimited capacity too.
    [[nodiscard]] std::string run(std::string_view question);

    /// {"ok", "folder": name, "files": {name: text}}: the tables of the run folder
    [[nodiscard]] std::string tables(std::string_view question);

private:
    std::optional<PackedScenario> package_;
    std::optional<Model> last_;  ///< what was compiled last, so that the next is compiled faster
};

}  // namespace txpath::explore
