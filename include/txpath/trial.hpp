// trial.hpp -- a published trial as its file describes it: who was in it, what was done, what was found.
//
// Owns      Trial and its parts: moments, filters, arms, endpoints, published results.
// Promises  what Scenario promises: every field in canonical units, every name defined, every denominator
// said. Not here  doing the trial (validate.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// A time on somebody's own clock: so many days from its zero, or the first entry of a state from then on.
struct TrialMoment {
    double after = 0.0;  ///< days; not used with a state
    StateId state;       ///< absent: a duration
    [[nodiscard]] bool is_state() const noexcept { return !state.is_absent(); }
};

/// Who, when looked at, passes.
struct Filter {
    TrialMoment at;
    Condition only_if;               ///< `all`, one part an entry of the file
    std::vector<std::string> parts;  ///< of `only_if`, as written
    std::string moment_text;         ///< as written
    Span span;
};

struct Arm {
    std::string name;
    std::uint64_t size = 0;
    Span at;
    /// The scenario with what the arm fixes and sets; its own `trial` has the ids of its own. Null in such a
    /// one.
    std::shared_ptr<const Scenario> scenario;
};

/// The people of a denominator.
struct Group {
    enum class Base { enrolled, randomised, arm } base = Base::randomised;
    std::size_t arm = 0;           ///< of Base::arm
    std::optional<Filter> filter;  ///< on the clock from randomisation, or enrolment for `enrolled`
    std::string spoken;            ///< `esketamine`, or `esketamine, depression: [response] at 28 days`
};

enum class EndpointKind {
    share_at,
    share_by,
    share_passing,
    mean,
    kaplan_meier,
    quantile_time,
    hazard_ratio,
    rate
};
enum class CompareAs { nothing, difference, ratio, odds_ratio };
enum class EndpointUse { calibration, check, report };
enum class WindowRule { none, given, interval, replicate };
enum class Ties { efron, breslow };

/// What is waited for: entries of states and firings of transitions, whichever comes first; and what ends the
/// waiting.
struct Happening {
    std::vector<StateId> enters;
    std::vector<TransitionId> fires;
    std::vector<StateId> censored_by;
};

struct Published {
    double value = 0.0;  ///< in the endpoint's unit: the share of events/of, or the number of a `number`
    std::optional<std::uint64_t> events, of;
    std::optional<double> low, high;  ///< 95 % interval
    std::optional<double> se;
    std::string source, note;
};

struct Endpoint {
    std::string name;
    Span at;
    EndpointKind kind = EndpointKind::share_at;
    bool is_number = false;  ///< a count of people rather than their share
    Condition only_if;       ///< share_at
    Happening of;            ///< share_by, and the kinds of time to event
    Reading reading;         ///< mean
    bool is_change = false;  ///< mean: since `from`
    double time = 0.0;       ///< days from `from`: at, by, until
    double quantile = 0.5;
    Ties ties = Ties::efron;
    Group among;
    std::optional<TrialMoment> from;  ///< absent: randomisation, or enrolment for `enrolled`
    std::optional<Group> versus;
    CompareAs as = CompareAs::nothing;
    std::optional<Published> published;
    WindowRule window = WindowRule::none;
    double low = 0.0, high = 0.0;  ///< of WindowRule::given
    EndpointUse use = EndpointUse::report;
    std::string unit;  ///< `1`, `people`, `days`, `per day`

    /// Compared and averaged on the log scale?
    [[nodiscard]] bool is_ratio() const noexcept
    {
        return kind == EndpointKind::hazard_ratio || as == CompareAs::ratio || as == CompareAs::odds_ratio;
    }
};

struct Trial {
    std::string title, source, description;
    Filter enrol;
    std::optional<std::uint64_t> enrolled;  ///< size of the group `enrolled`
    std::optional<Filter> randomise;        ///< absent: on enrolment
    std::vector<Arm> arms;                  ///< by name
    std::vector<Endpoint> endpoints;        ///< by name
    Span at;

    /// Days from randomisation (enrolment for `enrolled`) to the last time an endpoint asks for, as far as
    /// durations say.
    double follow_up = 0.0;
    /// Days by which everything has been seen; absent: some moment is the entry of a state.
    std::optional<double> last_day;
};

}  // namespace txpath
