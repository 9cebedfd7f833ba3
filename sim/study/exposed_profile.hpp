// exposed_profile.hpp -- what the worth of a person's time depends on, other than numbers.
//
// Owns      Profile and ProfileShape; how ratios multiply.
// Assumes   why_not_priced_afterwards found nothing: utility ratios read categories, states and counters
// alone. Promises  time with one profile has one utility, whatever the parameters; utilities combine as
//           sim/README.md says.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "txpath/lives.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// The number a Value has under these parameters.
[[nodiscard]] double value_under(const Value& value, std::span<const double> parameters);

/// One ratio, where what it reads is `x`: 1 or 0 for a category or state that holds or does not, else a
/// number.
[[nodiscard]] double ratio_at(const Ratio& ratio, double x, std::span<const double> parameters);

/// A person between two instants.
struct PersonNow {
    const Life* life = nullptr;
    std::vector<StateId> states;         ///< by track
    std::vector<std::int64_t> counters;  ///< by counter

    /// What a ratio reads; of attributes at birth.
    [[nodiscard]] double read(const Scenario& scenario, const Reading& of) const;
};

/// Which states a person is in and what else the ratios on their utilities read. States that are worth the
/// same under any parameters count as one.
using Profile = std::vector<std::int64_t>;

class ProfileShape {
public:
    ProfileShape() = default;
    explicit ProfileShape(const Scenario& scenario);

    /// Whether a profile changes with what this track does.
    [[nodiscard]] bool depends_on(TrackId track) const noexcept { return depends_on_[track.index()]; }
    [[nodiscard]] bool depends_on_counters() const noexcept { return !counters_.empty(); }

    /// Of somebody who has not ended.
    void read(const PersonNow& person, Profile& into) const;
    /// Of somebody who has, in this state.
    static void read_ended(StateId state, Profile& into);

    [[nodiscard]] double utility(const Scenario& scenario, const Profile& profile,
                                 std::span<const double> parameters) const;

private:
    // A profile holds: 0, then a state for each track, a category for each attribute and each counter; or 1
    // and the ending state.
    [[nodiscard]] double read(const Scenario& scenario, const Profile& profile, const Reading& of) const;

    std::vector<TrackId> tracks_;  ///< the first bear utility, the others are read
    std::size_t bearing_ = 0;
    std::vector<AttributeId> attributes_;
    std::vector<CounterId> counters_;
    std::vector<bool> depends_on_;              ///< by track
    IdVector<StateId, StateId> stands_for_it_;  ///< the first state of the track that is worth the same
};

}  // namespace txpath
