#include "study/exposures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <utility>

#include "txpath/jobs.hpp"

namespace txpath {

namespace {

// Lives that are remembered at once.
constexpr std::uint64_t block = 256;

/// A stretch of people of one replicate.
struct Piece {
    std::uint32_t replicate;
    std::uint64_t first, end;
};

/// Batches as in a simulation, so that errors are those of the same division of the same people.
std::vector<Piece> pieces_of(std::uint64_t people, const RunSpec& spec)
{
    const std::uint64_t size = batch_size(people, spec);
    std::vector<Piece> pieces;
    for (std::uint32_t replicate = 0; replicate < spec.replicates; ++replicate)
        for (std::uint64_t at = 0; at < people; at += size)
            pieces.push_back({replicate, at, std::min(at + size, people)});
    return pieces;
}

RateRange range_of(const Value& rate, std::span<const std::vector<double>> draws)
{
    RateRange range{value_under(rate, draws.front()), value_under(rate, draws.front())};
    for (const auto& draw : draws) {
        range.low = std::min(range.low, value_under(rate, draw));
        range.high = std::max(range.high, value_under(rate, draw));
    }
    return range;
}

/// Lives batches of people, on several threads.
class Exposer {
public:
    Exposer(const Scenario& scenario, const Model& model, const std::vector<double>& parameters,
            const RunSpec& spec, Exposures& into)
        : scenario_(scenario),
          model_(model),
          parameters_(parameters),
          spec_(spec),
          pieces_(pieces_of(scenario.people.size, spec)),
          into_(into)
    {
        into.batches.resize(pieces_.size());
    }

    void go()
    {
        // what one thread needs to live people takes as long to make as some people take to live
        const int threads = spec_.threads > 0 ? spec_.threads : threads_of_machine();
        do_jobs(threads, std::min(static_cast<std::size_t>(threads), pieces_.size()),
                [this](std::size_t) { work(); });
        into_.is_complete = done_ == pieces_.size();
    }

private:
    void work()
    {
        LifeTally tally(scenario_, into_.plan, parameters_);
        std::unique_ptr<Observer> observer;
        std::uint32_t replicate = 0;
        for (std::size_t at = next_++; at < pieces_.size(); at = next_++) {
            if (spec_.stop != nullptr && spec_.stop->load(std::memory_order_relaxed)) return;
            const Piece& piece = pieces_[at];
            if (observer == nullptr || piece.replicate != replicate)
                observer = std::make_unique<Observer>(model_, spec_.seed, spec_.sample, piece.replicate);
            replicate = piece.replicate;
            for (std::uint64_t first = piece.first; first < piece.end; first += block)
                live(*observer, tally, first, std::min(first + block, piece.end));
            into_.batches[at] = {piece.replicate, tally.take(), {}};
            note_progress();
        }
    }

    static void live(Observer& observer, LifeTally& tally, std::uint64_t first, std::uint64_t end)
    {
        std::vector<std::uint64_t> persons(end - first);
        std::iota(persons.begin(), persons.end(), first);
        const Lives lives = observer.observe(persons);
        for (std::size_t place = 0; place < lives.persons.size(); ++place) tally.add(Life(lives, place));
    }

    void note_progress()
    {
        const std::lock_guard lock(mutex_);
        ++done_;
        if (spec_.progress) spec_.progress(static_cast<double>(done_) / static_cast<double>(pieces_.size()));
    }

    const Scenario& scenario_;
    const Model& model_;
    const std::vector<double>& parameters_;
    const RunSpec& spec_;
    std::vector<Piece> pieces_;
    Exposures& into_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::size_t done_ = 0;
};

/// One list of profiles for all batches, in order.
void list_profiles(Exposures& exposures)
{
    std::map<Profile, std::size_t> places;
    for (const ExposureBatch& batch : exposures.batches)
        for (const auto& [key, days] : batch.sums.quality) places.emplace(key.second, 0);
    for (auto& [profile, place] : places) {
        place = exposures.profiles.size();
        exposures.profiles.push_back(profile);
    }
    for (ExposureBatch& batch : exposures.batches) {
        for (auto& [key, days] : batch.sums.quality)
            batch.quality.push_back({key.first, places.at(key.second), std::move(days)});
        batch.sums.quality.clear();
        exposures.instants += batch.sums.instants;
    }
}

// Why not.

std::string why_not(const Scenario& scenario, const State& state, const Ratio& ratio, bool is_utility)
{
    const std::string what =
        fmt::format("the {} of state '{}' in track '{}'", is_utility ? "utility" : "cost", state.name,
                    scenario.tracks[state.track].name);
    switch (ratio.of.subject) {
        case Subject::level:
            return fmt::format("{} follows the level '{}'", what, scenario.levels[ratio.of.level].name);
        case Subject::number: {
            const Attribute& attribute = scenario.people.attributes[ratio.of.attribute];
            if (attribute.ages) return fmt::format("{} follows the age '{}'", what, attribute.name);
            if (is_utility) return fmt::format("{} follows the number '{}'", what, attribute.name);
            return {};
        }
        default:
            return {};
    }
}

std::string why_not(const Scenario& scenario, const State& state)
{
    for (const Ratio& ratio : state.utility_ratios)
        if (std::string why = why_not(scenario, state, ratio, true); !why.empty()) return why;
    for (const Ratio& ratio : state.cost_ratios)
        if (std::string why = why_not(scenario, state, ratio, false); !why.empty()) return why;
    return {};
}

}  // namespace

std::string why_not_priced_afterwards(const Scenario& scenario)
{
    if (!scenario.shared.policies.empty()) return "policies change numbers during the run";
    if (has_sync_points(scenario.shared)) return "people share something, so that none can be lived alone";
    if (scenario.people.arrivals)
        return "people arrive during the run, and lives are recorded from time 0 on";
    for (const State& state : scenario.states)
        if (std::string why = why_not(scenario, state); !why.empty()) return why;
    return {};
}

Exposures expose(const Scenario& scenario, const Model& model, std::span<const std::vector<double>> draws,
                 const RunSpec& spec)
{
    assert(!draws.empty() && why_not_priced_afterwards(scenario).empty());
    Exposures exposures;
    exposures.plan = ExposurePlan(scenario, range_of(scenario.economics.discount_costs, draws),
                                  range_of(scenario.economics.discount_health, draws));
    exposures.replicates = spec.replicates;
    Exposer(scenario, model, draws.front(), spec, exposures).go();
    list_profiles(exposures);
    return exposures;
}

bool covers(const Exposures& exposures, const Scenario& scenario, std::span<const double> parameters)
{
    return exposures.plan.costs.covers(value_under(scenario.economics.discount_costs, parameters)) &&
           exposures.plan.health.covers(value_under(scenario.economics.discount_health, parameters));
}

}  // namespace txpath
