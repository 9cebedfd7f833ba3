// generate.cpp -- a random scenario from its names to its file.
#include "support/generate.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>

#include "support/generate_world.hpp"

namespace txpath::tests {

namespace {

const std::vector<std::string> track_names = {"care", "drug", "illness", "work"};
const std::vector<std::string> state_names = {"delta", "alpha", "foxtrot", "bravo", "echo", "charlie"};

WorldTrack track_of(World& world, std::size_t place)
{
    WorldTrack track;
    track.name = track_names[place];
    const std::size_t count = 2 + world.dice.below(5);
    for (std::size_t i = 0; i < count; ++i) {
        WorldState state;
        state.name = state_names[(i + place) % state_names.size()];
        const bool is_last = i + 1 == count;
        state.decides = i > 0 && !is_last && world.uses("decide", 0.2);
        state.ends = is_last && world.uses("ends", 0.3);
        track.states.push_back(state);
    }
    return track;
}

/// Who is there: decided before anything is written, because hazards name all of it.
void name_everything(World& world)
{
    const std::size_t level_count = world.dice.below(3);
    for (std::size_t i = 0; i < level_count; ++i) world.levels.push_back(i == 0 ? "tolerance" : "dose");
    world.has_age = world.uses("ageing", 0.7);
    const std::size_t track_count = 1 + world.dice.below(track_names.size());
    for (std::size_t i = 0; i < track_count; ++i) world.tracks.push_back(track_of(world, i));
}

}  // namespace

std::uint64_t Dice::next()
{
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

double Dice::between(double low, double high)
{
    return low + (high - low) * static_cast<double>(next() >> 11) * 0x1p-53;
}

std::size_t Dice::below(std::size_t count)
{
    return static_cast<std::size_t>(next() % count);
}

bool World::uses(std::string_view feature, double chance)
{
    if (!dice.with_chance(chance)) return false;
    use(feature);
    return true;
}

std::string World::number(double low, double high)
{
    return fmt::format("{:.6f}", dice.between(low, high));
}

std::string World::mapping(std::vector<std::string> entries)
{
    for (std::size_t i = entries.size(); i > 1; --i) std::swap(entries[i - 1], entries[dice.below(i)]);
    return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

std::string World::any_state()
{
    const WorldTrack& track = dice.one_of(tracks);
    return track.name + "." + dice.one_of(track.states).name;
}

void World::may_hold(std::string_view key, const std::string& value)
{
    held.emplace_back(fmt::format("{}.{}", place, key), value);
}

std::string time_of(World& world)
{
    if (world.is_together)
        return fmt::format("{{horizon: {} days, report_every: 6 months, sync_every: {} days}}",
                           world.number(300.0, 900.0), world.number(9.0, 40.0));
    return fmt::format("{{horizon: {} days, report_every: 6 months}}", world.number(300.0, 2500.0));
}

namespace {

Generated written(World& world, std::uint64_t number)
{
    std::string text =
        fmt::format("txpath: 1\ntitle: generated scenario {}\ntime: {}\n", number, time_of(world));
    text += "population: " + population_of(world) + "\n";
    if (!world.levels.empty()) text += "levels: " + levels_of(world) + "\n";
    text += "counters: {visits: 0, stage: 1}\n";
    text += "tracks:\n" + tracks_of(world) + waiting_tracks_of(world);
    world.made.yaml = text + what_is_shared_of(world);
    return world.made;
}

}  // namespace

Generated generate(std::uint64_t number)
{
    World world(number);
    name_everything(world);
    return written(world, number);
}

Generated generate_together(std::uint64_t number)
{
    World world(number);
    name_everything(world);
    name_what_is_shared(world);
    return written(world, number);
}

std::set<std::string> all_features()
{
    return {
        "decide",
        "case with chance",
        "case with a gate",
        "case with a branch",
        "repeated case",
        "ends",
        "ageing",
        "given number",
        "given category",
        "correlation",
        "truncation",
        "normal",
        "beta",
        "gamma",
        "lognormal",
        "uniform",
        "pert",
        "triangular",
        "arrivals",
        "scale",
        "level bound below",
        "level bound above",
        "two half-lives",
        "level towards always",
        "level towards states",
        "law rate",
        "law probability",
        "law median",
        "law mean",
        "law weibull",
        "law gompertz",
        "law lognormal",
        "law log_logistic",
        "law gamma",
        "law piecewise",
        "law survival",
        "law table",
        "clock reset",
        "clock forward",
        "clock age",
        "after reset",
        "after forward",
        "after age",
        "gate on after",
        "ratio on own state",
        "ratio on other state",
        "ratio on category",
        "ratio on number",
        "ratio on age",
        "ratio on counter",
        "ratio on level",
        "ratio on two levels",
        "ratio clamped",
        "proportional to level",
        "proportional to number",
        "proportional to counter",
        "gate on level",
        "gate on age",
        "gate on counter",
        "gate on category",
        "gate on state",
        "gate with any",
        "gate with not",
        "branch",
        "rest",
        "odds ratios",
        "several from",
        "from any",
        "back to itself",
        "adds to counter",
        "adds to level",
        "sets counter",
        "sets level",
        "moves by transition",
        "moves on entry",
        "several starts",
        "start by category",
        "changes on entry",
        "starts in decide",
    };
}

Checked<Scenario> load(const Generated& generated)
{
    namespace fs = std::filesystem;
    static std::atomic<int> count = 0;
    const fs::path folder =
        fs::temp_directory_path() / fmt::format("txpath-generated-{}-{}", getpid(), ++count);
    fs::create_directories(folder);
    for (const auto& [name, text] : generated.files) std::ofstream(folder / name) << text;
    std::ofstream(folder / "generated.yaml") << generated.yaml;
    Checked<Scenario> loaded = load_scenario((folder / "generated.yaml").string(), {});
    fs::remove_all(folder);
    return loaded;
}

}  // namespace txpath::tests
