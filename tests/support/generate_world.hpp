// generate_world.hpp -- what the parts of the generator share.
//
// Owns      Dice; World, the names of one scenario under construction and what it uses.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/generate.hpp"

namespace txpath::tests {

/// A small generator of its own (splitmix64), so that the scenarios do not change with the engine's random
/// numbers.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    [[nodiscard]] double between(double low, double high);
    [[nodiscard]] std::size_t below(std::size_t count);
    [[nodiscard]] bool with_chance(double chance) { return between(0.0, 1.0) < chance; }
    template <class T>
    [[nodiscard]] const T& one_of(const std::vector<T>& items)
    {
        return items[below(items.size())];
    }

private:
    [[nodiscard]] std::uint64_t next();
    std::uint64_t state_;
};

struct WorldState {
    std::string name;
    bool decides = false, ends = false;
};

struct WorldTrack {
    std::string name;
    std::vector<WorldState>
        states;  ///< zero-time steps only go to later ones; the first is an ordinary state
};

/// One scenario under construction: names first, then text.
struct World {
    Dice dice;
    Generated made;
    std::vector<std::string> levels;
    bool has_age = false;
    std::vector<std::string> numbers;  ///< numeric attributes that do not age
    std::vector<WorldTrack> tracks;

    // of scenarios whose people share something
    bool is_together = false, has_system = false, has_clinicians = false;
    std::vector<std::string> resources;
    double scale = 1.0;
    std::string place;                                      ///< of the transition under construction
    std::vector<std::pair<std::string, std::string>> held;  ///< numbers a policy may set, and to what

    explicit World(std::uint64_t seed) : dice(seed) {}
    /// A policy may set the key of this place to the value.
    void may_hold(std::string_view key, const std::string& value);
    void use(std::string_view feature) { made.features.emplace(feature); }
    /// True with that chance, and then the feature is used.
    [[nodiscard]] bool uses(std::string_view feature, double chance);
    /// A number between two others with six odd decimals, as text.
    [[nodiscard]] std::string number(double low, double high);
    /// `{a: 1, b: 2}` of the entries in a random order.
    [[nodiscard]] std::string mapping(std::vector<std::string> entries);
    /// Any state of the scenario as `track.state`.
    [[nodiscard]] std::string any_state();
};

[[nodiscard]] std::string time_of(World& world);
[[nodiscard]] std::string population_of(World& world);
[[nodiscard]] std::string levels_of(World& world);
[[nodiscard]] std::string tracks_of(World& world);

/// The law and clock of a transition, as entries; `may_be_fixed` kinds are left to the caller.
[[nodiscard]] std::vector<std::string> hazard_of(World& world);
[[nodiscard]] std::string ratios_of(World& world, std::string_view place);
[[nodiscard]] std::string condition_of(World& world);
/// `adds` and `sets` as entries.
[[nodiscard]] std::vector<std::string> changes_of(World& world);

void name_what_is_shared(World& world);
/// Tracks with queues, and the sections that are shared; nothing for people who live apart.
[[nodiscard]] std::string waiting_tracks_of(World& world);
[[nodiscard]] std::string what_is_shared_of(World& world);
void add_shared_ratios(World& world, std::map<std::string, std::string>& ratios);
[[nodiscard]] std::string shared_condition(World& world);
[[nodiscard]] std::string proportional_to_something_shared(World& world);

}  // namespace txpath::tests
