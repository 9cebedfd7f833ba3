// shared.hpp -- what the people of a scenario share: places, clinicians, the system and policies.
//
// Owns      Resource, Clinicians, SystemVariable, Policy, Barrier and Shared, all of them together.
// Promises  people act on one another through these alone, and only at sync points.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/ids.hpp"
#include "txpath/values.hpp"

namespace txpath {

struct Scenario;

/// Something of which there is only so much, and a queue before it. Capacity is on the real scale.
struct Resource {
    std::string name;
    bool is_per_day = false;      ///< capacity and use are amounts per day; false: plain amounts (places)
    AttributeId by;               ///< categorical; absent: one capacity for everybody
    std::vector<Value> capacity;  ///< one, or one a category of `by`; infinite: unlimited
    std::vector<std::pair<StateId, Value>> used_by;  ///< of one real person in the state
    AttributeId order_by;                            ///< absent: first come, first served
    bool is_highest_first = true;                    ///< `order_by` a number
    std::vector<CategoryId> first;  ///< `order_by` categorical: these in this order, then the others alike
    Span at;
};

enum class NetworkKind { none, complete, small_world, scale_free, random, edges };

/// Who knows whom among the clinicians; links go both ways.
struct Network {
    NetworkKind kind = NetworkKind::none;
    std::uint32_t neighbours = 0;  ///< small world: of each in the ring, even
    double rewire = 0.0;           ///< small world: share of links that are rewired
    std::uint32_t links = 0;       ///< scale-free: of each who joins
    double mean_links = 0.0;       ///< random
    std::string file;              ///< edges
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;  ///< from 0, the smaller first, sorted, once
    Span at;
};

/// Everybody has one clinician; clinicians live in a scenario of their own with one track, `clinician`.
struct Clinicians {
    /// Its population is the clinicians, already on the scale of the simulation. Parameters, system variables
    /// and shares are those of the people's scenario, by the same ids.
    std::shared_ptr<const Scenario> scenario;
    Network network;
    AttributeId match, match_of;  ///< of the people, of the clinicians; alike in their categories; or absent
    TrackId track;  ///< of the people: `clinician`, with the states of the clinicians' track in their order
    Span at;
};

/// A level of the whole system.
struct SystemVariable {
    std::string name;
    Value start;
    std::optional<Value> toward;  ///< absent: it stays where it is
    Value rising, falling;        ///< half-lives, days
    std::optional<double> min, max;
    Span at;
};

/// What a policy holds a number at: that of a parameter in the parameter's unit, or a system variable.
struct PolicySetting {
    ParameterId parameter;  ///< absent: `system`
    SystemId system;
    Value amount;
    Span at;
};

/// Numbers held at other values for some time. Of several that hold the same number, the last to begin
/// counts.
struct Policy {
    std::string name;
    std::optional<Value> from;   ///< days; not before. Absent: from the start
    Condition when;              ///< of system variables and shares: begins once it first holds
    Value over;                  ///< days from the value that held to the one set, in a straight line
    std::optional<Value> until;  ///< days: the moment it ends
    std::optional<Value> lasts;  ///< days from its beginning (`for`)
    std::vector<PolicySetting> set;
    Span at;
};

/// What keeps a treatment from people, and the values that remove it.
struct Barrier {
    std::string name, title, note;
    std::vector<std::pair<std::string, std::string>> removed_by;  ///< path, value as written
    Span at;
};

struct Shared {
    IdVector<ResourceId, Resource> resources;   ///< by name
    IdVector<SystemId, SystemVariable> system;  ///< by name
    IdVector<PolicyId, Policy> policies;        ///< by name
    std::optional<Clinicians> clinicians;
    std::vector<Barrier> barriers;  ///< by name
    std::vector<Reading> shares;    ///< population and clinicians, each read somewhere; sorted, once
};

/// The place of a population or clinicians reading in `shares`.
///   Requires  it is there
[[nodiscard]] inline std::size_t place_of_share(const Shared& shared, const Reading& share) noexcept
{
    std::size_t place = 0;
    while (!(shared.shares[place] == share)) ++place;
    return place;
}

/// True if people act on one another or on the system, so that they meet at sync points.
[[nodiscard]] inline bool has_sync_points(const Shared& shared) noexcept
{
    return !shared.resources.empty() || !shared.system.empty() || !shared.policies.empty() ||
           shared.clinicians.has_value() || !shared.shares.empty();
}

}  // namespace txpath
