// world.hpp -- one replicate of people who share something, from sync point to sync point.
//
// Owns      World: everything mutable in one replicate.
// Promises  between phases everyone is in exactly one state of each track, and each waiting person in exactly
//           one queue; results are a function of model and luck, not of workers.
// Not here  threads: they come in through Parallel.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "engine/census.hpp"
#include "engine/crowd.hpp"
#include "engine/practice.hpp"
#include "engine/queues.hpp"
#include "engine/system.hpp"
#include "engine/written_replicate.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// Work to be done in any order: each(items, work) calls work(item, worker) for every item, from as many
/// threads as there are workers, a worker at a time in each.
struct Parallel {
    std::size_t workers = 1;
    std::function<void(std::size_t items, const std::function<void(std::size_t, std::size_t)>& work)> each;
};

class World {
public:
    World(const ModelTables& model, const RunSpec& spec, std::uint32_t replicate, const Parallel& parallel);

    /// Go on from where a replicate was written down rather than from the start.
    ///   Errors  std::runtime_error: the bytes are damaged
    void resume(const Resumption& from);
    /// Live to the horizon, or to a sync point before it; false if it was stopped. progress: share done, 0
    /// to 1.
    bool run(double until, const std::function<void(double)>& progress);
    /// It must be able to go on under other policies and to another horizon.
    ///   Requires  nothing was run yet
    void leave_thresholds_open();
    /// At the sync point it was run to: all that it takes to go on.
    ///   Requires  leave_thresholds_open
    void write(double now, CheckpointReplicate& out);
    [[nodiscard]] const std::vector<InForce>& policies_so_far() const noexcept { return system_.history(); }
    [[nodiscard]] ReplicateResult take_result();
    [[nodiscard]] std::optional<NetworkFacts> network_facts() const;

private:
    [[nodiscard]] static std::unique_ptr<ModelTables> clinician_tables_of(const ModelTables& model);
    void start();
    void assign_clinicians();
    void write_shared(ByteWriter& out) const;
    void resume_shared(ByteReader& in);
    void write_counts(ByteWriter& out);
    void resume_counts(const Resumption& from, ByteReader& in);
    void write_crowd(Crowd& crowd, double now, std::vector<std::string>& chunks);
    void take_stock(const Crowd& crowd, const ModelTables& model, double now, Census& census) const;
    void hold_as_written(const Resumption& from, ByteReader& in);
    void sync(double now, double until);
    void hold(double now, double until);
    void rebuild(double now);
    void keep_before();
    void renew_shared(const std::vector<double>& values);
    void turn_epoch(double now);
    void allot(double now);
    void live();
    void record();
    void count_grants(double now, const std::vector<Queues::Grant>& granted);
    [[nodiscard]] std::vector<double> shares() const;

    const RunSpec& spec_;
    const Parallel& parallel_;
    Luck luck_;
    const ModelTables& base_;
    std::unique_ptr<ModelTables> tables_, before_;  ///< of the present stretch; of the one before
    bool needs_before_ = false;                     ///< something armed reads shared values between instants
    bool is_before_alike_ = true;                   ///< but for what is shared
    SharedReaders readers_, clinician_readers_;
    std::vector<bool> is_price_;  ///< by parameter

    std::unique_ptr<ModelTables> clinician_tables_, clinician_before_;
    std::unique_ptr<Crowd> clinicians_;
    std::unique_ptr<Practice> practice_;
    std::unique_ptr<Crowd> people_;
    Census census_;
    std::optional<Census> clinician_census_;
    System system_;
    Queues queues_;

    Stretch stretch_, clinician_stretch_;
    Renewal renewal_, clinician_renewal_;
    std::vector<double> held_;    ///< parameters of the present tables
    std::vector<double> prices_;  ///< parameters of the present epoch
    Ledger carried_;              ///< stays that go on from an epoch to the next, taken off in advance
    ReplicateResult result_;
    std::vector<double> syncs_;  ///< still to come
    bool is_resumed_ = false, leaves_open_ = false;
};

}  // namespace txpath
