// crowd.hpp -- the people (or the clinicians) of one replicate, held between sync points.
//
// Owns      Crowd: everybody's record and next event, and the workers who bring them on; Stretch and Visit.
// Assumes   a shard is worked on by one worker at a time, and shards in any order.
// Promises  results do not depend on workers or the order of shards.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "engine/live.hpp"
#include "engine/shelf.hpp"

namespace txpath {

/// Somebody is taken to a state from outside. Of one person in this order: the clinician's news, then grants.
struct Visit {
    std::uint64_t person;
    std::uint32_t state;
    bool is_grant;
};

/// From one sync point to the next.
struct Stretch {
    double from, until;
    const Renewal* renewal = nullptr;        ///< null: nothing is different from `from` on
    const ModelTables* before = nullptr;     ///< the tables that held until then; null: the same
    std::vector<std::vector<Visit>> visits;  ///< by shard, by person
    std::vector<std::vector<std::uint32_t>>
        nearby;  ///< by shard, once each, in order: whose neighbours changed
};

class Crowd {
public:
    /// Arrivals come after the people who are there at 0, in order of their moments.
    Crowd(const ModelTables& model, Draws draws, std::vector<double> arrivals, std::size_t workers,
          std::size_t open_bytes = Shelf::most_open);

    static constexpr std::size_t shard_size = Shelf::shard_size;
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t shards() const noexcept { return (size_ + shard_size - 1) / shard_size; }
    [[nodiscard]] static std::size_t shard_of(std::uint64_t person) noexcept { return person / shard_size; }

    void record_histories(std::uint64_t below) noexcept { histories_below_ = below; }
    void watch(const Practice* practice) noexcept { practice_ = practice; }
    /// Shares of neighbours, [person * model.nearby + place], which records take over when they are visited.
    void see_nearby(const std::vector<double>* shares) noexcept { nearby_ = shares; }
    /// From now on people live under these tables, of the same shape.
    void live_under(const ModelTables& model);

    // By shard, from several threads.
    void peek(std::size_t shard, std::size_t worker, std::uint32_t slot, std::span<std::uint8_t> categories);
    void start(std::size_t shard, std::size_t worker);
    void live(std::size_t shard, std::size_t worker, const Stretch& stretch);

    // From one thread, between stretches.
    [[nodiscard]] std::vector<std::unique_ptr<CrowdLog>>& logs() noexcept { return logs_; }
    [[nodiscard]] const Shelf& shelf() const noexcept { return shelf_; }
    [[nodiscard]] std::uint64_t take_instants() noexcept;
    /// What all workers counted since the last one, but for what is counted on the grid.
    [[nodiscard]] Ledger take_ledger();
    void flush(Tally& into);
    /// By person, then time.
    [[nodiscard]] std::vector<HistoryRow> take_histories();
    /// Up to `now`, for everybody in a state whose costs have ratios.
    void accrue_costs(std::size_t shard, std::size_t worker, double now);

    // Between two stretches: a shard's people as bytes, by shard, from several threads.
    [[nodiscard]] std::string write(std::size_t shard, std::size_t worker, double now);
    /// A chunk of people of a run that goes on. Its shards are worked on by this worker alone.
    void resume(std::size_t worker, double now, std::string_view chunk);
    /// How many have begun at `now`: they are the first.
    [[nodiscard]] std::size_t begun(double now) const noexcept;

private:
    struct Worker {
        explicit Worker(const ModelTables& tables) : tally(tables) {}
        WorkerTally tally;
        const ModelTables* model = nullptr;
        std::unique_ptr<Live> live;
        const ModelTables* model_before = nullptr;
        std::unique_ptr<Live> before;
        std::vector<std::uint64_t> persons;  ///< of the block at hand, by lane
        std::vector<std::byte*> records;
        Shelf::Buffer buffer;
    };
    [[nodiscard]] Live& live_of(std::size_t worker);
    [[nodiscard]] Live& before_of(std::size_t worker, const ModelTables* before);
    [[nodiscard]] double moment_of_birth(std::uint64_t person) const noexcept;
    [[nodiscard]] std::uint64_t next_due(std::uint64_t person, std::uint64_t stop,
                                         double until) const noexcept;
    [[nodiscard]] bool concerns(std::uint64_t person, const Renewal& renewal) const noexcept;
    void bring_on(std::size_t worker, const Stretch& stretch, std::span<const Visit> visits,
                  std::span<const std::uint32_t> nearby);
    [[nodiscard]] std::byte* room_for(std::uint64_t person, Live& live, std::size_t lane) noexcept;
    void put_away(std::size_t shard, Worker& worker, double now);

    const ModelTables* model_;
    Draws draws_;
    std::vector<double> arrivals_;
    std::size_t size_, present_from_start_;
    Shelf shelf_;
    std::vector<double> next_;  ///< moment of each person's next event
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::unique_ptr<CrowdLog>> logs_;
    std::vector<std::vector<HistoryRow>> histories_;  ///< by shard
    std::uint64_t histories_below_ = 0;
    const Practice* practice_ = nullptr;
    const std::vector<double>* nearby_ = nullptr;
};

}  // namespace txpath
