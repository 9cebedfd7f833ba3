// live.hpp -- the kernel: a block of people, each alone and exactly, from event to event.
//
// Owns      Live, which advances people's records in rounds and keeps the worker's tally.
// Assumes   nothing a person reads changes while a block runs but the person's own record.
// Promises  results do not depend on the size or order of blocks. Not thread-safe: one Live per worker.
//
// A round takes one instant of every person of the block: (1) the earliest event happens, and states that
// were entered ask for thresholds; (2) all thresholds are drawn at once, in vectors; (3) the entered states
// are armed.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "base/draw_batch.hpp"
#include "engine/exposure.hpp"
#include "engine/record.hpp"
#include "engine/renewal.hpp"
#include "engine/worker.hpp"
#include "model/commons.hpp"

namespace txpath {

struct Lives;
class PersonReader;
class PersonWriter;
class Practice;

/// What a worker notes about people who share something.
struct CrowdLog {
    struct Joined {
        double time;
        std::uint64_t person;
        std::uint32_t state, occurrence;  ///< that waits; how often the person had joined the queue
    };
    std::vector<std::int64_t> counts;  ///< changes: [(report row * cells + cell) * counts + place]
    std::vector<Joined> joined;
    std::vector<std::uint32_t> moved;  ///< who changed state, of clinicians; not once each
};

/// To the nearest whole number, halves to even, for |x| < 2^51: adding 1.5 * 2^52 leaves it in the lowest
/// bits.
[[nodiscard]] inline std::int64_t rounded(double x) noexcept
{
    constexpr double magic = 0x1.8p52;
    return std::bit_cast<std::int64_t>(x + magic) - std::bit_cast<std::int64_t>(magic);
}

class Live {
public:
    Live(const ModelTables& model, Draws draws, WorkerTally& tally);

    /// Simulate persons first .. first + count - 1, who enter at the times given (empty: all at 0).
    void run(std::uint64_t first, std::size_t count, std::span<const double> born);

    /// Keep whole histories of persons below this number.
    void record_histories(std::uint64_t below) noexcept { histories_below_ = below; }
    [[nodiscard]] std::vector<HistoryRow> take_histories();

    // held.cpp: people who share something, held between sync points
    void watch(CrowdLog* log, const Practice* practice) noexcept;
    [[nodiscard]] std::size_t lanes() const noexcept { return lanes_; }
    [[nodiscard]] std::byte* lane(std::size_t at) noexcept { return records_ + at * layout_.bytes; }
    /// The category an attribute will have when a person begins.
    [[nodiscard]] std::uint8_t peek_category(std::uint64_t person, std::uint32_t slot) noexcept;
    /// A person begins; arm_moved does the rest.
    void begin_held(std::byte* record, std::uint64_t person, double born);
    [[nodiscard]] bool has_left(std::byte* record) const noexcept;
    /// Something outside takes a person's track to this state.
    void move_to(std::byte* record, double now, std::uint32_t state, bool is_grant);
    /// What is armed meets what is different from now on; `before` lived under the numbers that held.
    void renew(std::byte* record, double now, const Renewal& renewal, Live& before);
    void arm_moved() noexcept { arm_all(); }
    /// Other shares of neighbours hold, which tell_nearby makes known.
    void take_nearby(std::byte* record, const double* shares) noexcept;
    void tell_nearby(std::byte* record, double now) noexcept;
    void accrue_costs_until(std::byte* record, double now) noexcept;
    /// These people live on through the events up to `until`.
    void live_until(std::span<std::byte* const> records, double until);
    /// The moment of a person's next event; never when there is none.
    [[nodiscard]] double next_event(std::byte* record) const noexcept;

    /// What those who left owe up to the horizon is settled by live_until when it comes there, not when they
    /// leave: nobody knows yet how far the run will go, or at what prices.
    void leave_ends_open() noexcept { leaves_ends_open_ = true; }

    // coded.cpp: people written down between two events
    /// Persons first .. first + count - 1, who enter at the times given (empty: all at 0), live up to `until`
    /// and are written down.
    void run_until(std::uint64_t first, std::size_t count, std::span<const double> born, double until,
                   PersonWriter& out);
    /// Persons from `first` on, who enter at the times given, live to the horizon: the first `written` of
    /// them as they were written down at `now`.
    void run_on(std::uint64_t first, std::span<const double> born, std::size_t written, double now,
                PersonReader& in);
    void write_down(std::byte* record, double now, PersonWriter& out);
    void read_back(std::byte* record, std::uint64_t person, double born, double now, PersonReader& in);

    // lives.cpp: whole lives of people on a list
    void record_lives(Lives* lives) noexcept;  ///< null: no longer
    void run_listed(std::span<const std::uint64_t> persons);

private:
    struct Entry {
        std::uint32_t state, cause;
        bool is_choice;  ///< leave the decide state `state`, rather than enter it
    };
    /// A track that was entered, whose state waits for its thresholds.
    struct Pending {
        std::byte* record;
        Best* best;
        double now;
        std::uint32_t first_arc, count;
        std::uint32_t first_slot;
        std::uint16_t track;
        bool is_plain;
    };

    // begin.cpp: how a person starts
    void begin(std::byte* record, std::uint64_t id, double born);
    void draw_first(std::uint64_t first, std::size_t count) noexcept;
    void draw_attributes(const Person& person) noexcept;
    void draw_category(const Person& person, const AttributeRow& row, double u) noexcept;
    void take_start(const Person& person);
    [[nodiscard]] std::uint32_t start_state(const Person& person, std::uint32_t track) const noexcept;
    [[nodiscard]] std::uint32_t cell_of(const Person& person) const noexcept;
    [[nodiscard]] std::int64_t weight_of(std::uint64_t id) const noexcept;

    // live.cpp: the rounds
    void run_rounds();
    bool advance(std::byte* record);

    // plain.cpp: the rounds of models of one track with constant hazards
    void run_plainly();
    struct Due {
        std::byte* record;
        double time;
    };
    void move_on(const StateRow& state);
    void move_plainly(const Arc& arc, std::span<const Due> people);

    // lives.cpp: what is remembered, beside moves
    void note_start(const Person& person);
    void note_stretch(const Person& person, std::uint32_t level);
    void note_counter(const Person& person, std::uint32_t counter);

    // instant.cpp: what happens at one moment
    void open_instant(const Person& person, double now);
    void fire(const Person& person, const Arc& arc, double now);
    void make_entries(const Person& person);
    void place(const Person& person, std::uint32_t to, std::uint32_t cause);
    void note(const Person& person, std::uint32_t from, std::uint32_t to, std::uint32_t cause);
    void follow(const Person& person, std::uint32_t state, std::uint32_t cause);
    void apply(const Person& person, const EffectRow& effects, std::uint32_t cause);
    void decide(const Person& person, const Entry& entry);
    [[nodiscard]] std::uint32_t choose(const Person& person, const Destination& to) noexcept;
    void retarget(const Person& person, std::uint32_t level, double value, double target) noexcept;
    [[nodiscard]] double target_of(const Person& person, std::uint32_t level) const noexcept;
    void leave(const Person& person, std::uint32_t track, std::uint32_t state);
    void settle_instant(const Person& person, std::byte* record);
    void touch(std::uint32_t variable) noexcept;
    void tell_readers(const Person& person, std::uint32_t variable) noexcept;

    // arming.cpp: thresholds and times of entered states
    void arm_track(const Person& person, std::byte* record, std::uint32_t track) noexcept;
    void arm_all() noexcept;
    [[nodiscard]] const double* arm_slots(const Pending& pending, const double* threshold) noexcept;
    void arm_timed(const View& view, std::uint32_t track, const Arc& arc, Slot& slot,
                   SlotStatus& status) const noexcept;
    void fire_plainly(const Person& person, std::byte* record, const Arc& arc, double now) noexcept;

    // coded.cpp
    void recall(std::byte* record, std::uint64_t id, double born);
    [[nodiscard]] double expected_utility(const Person& person) const noexcept;
    void close_if_out_of_reach(const Person& person, std::uint32_t track, std::uint32_t place) noexcept;
    template <class Code>
    void code_person(const Person& person, Code& code);
    template <class Code>
    void code_states(const Person& person, Code& code);
    template <class Code>
    void code_past(const Person& person, Code& code);
    template <class Code>
    void code_weights(const Person& person, Code& code);
    template <class Code>
    void code_slot(const Person& person, std::uint32_t track, std::uint32_t place, Code& code);

    // held.cpp
    void count(const Person& person, std::uint32_t state, std::int64_t weight) noexcept;
    void count_flow(const Person& person, std::uint32_t state, QueueFlow flow) noexcept;
    void join_queue(const Person& person, std::uint32_t state);
    void count_move(const Person& person, std::uint32_t from, std::uint32_t to);
    void renew_slot(const Person& person, std::uint32_t track, std::uint32_t place, std::uint8_t change,
                    Live& before) noexcept;
    void renew_timed(const Person& person, std::uint32_t track, std::uint32_t place) noexcept;
    void renew_levels(const Person& person, Live& before);

    // rescale.cpp: hazards that changed under an armed transition
    void rescale(const Person& person, std::uint32_t track, std::uint32_t place) noexcept;
    void settle(const View& view, std::uint32_t track, const Arc& arc, Slot& slot) const noexcept;
    [[nodiscard]] double reach(const View& view, std::uint32_t track, const Arc& arc) const noexcept;
    void keep_best(const Person& person, std::uint32_t track, std::uint32_t slot) const noexcept;
    void look_again(const Person& person, std::uint32_t track, std::uint32_t slot, double now) noexcept;
    void set_time(const View& view, std::uint32_t track, const Arc& arc, Slot& slot,
                  SlotStatus& status) const noexcept;
    void find_best(const Person& person, std::uint32_t track) const noexcept;

    // accrue.cpp: weights of time, levels and flows
    void weigh(const Person& person) noexcept;
    void set_utility(const Person& person, double utility) noexcept;
    void weigh_costs(const Person& person, std::uint32_t track) noexcept;
    [[nodiscard]] double cost_weight(const Person& person, const StateRow& state) const noexcept;
    void accrue_quality(const Person& person, const Moment& to) noexcept;
    void accrue_cost(const Person& person, std::uint32_t track, const Moment& to) noexcept;
    [[nodiscard]] double utility_at(const Person& person, double t) const noexcept;
    void observe(const Person& person, std::uint32_t passed) noexcept;
    void note_level(const Person& person, std::uint32_t level, std::uint32_t end) noexcept;
    void note_flows(const Person& person, std::size_t first, std::size_t end) noexcept;
    void finish(const Person& person) noexcept;

    // moving_weights.cpp: weights that follow levels or ages
    struct WeightedDays {
        double plain = 0.0, discounted = 0.0;
    };
    void before_change(const Person& person, std::uint32_t variable) noexcept;
    void accrue_moving_quality(const Person& person, const Moment& to) noexcept;
    void accrue_moving_cost(const Person& person, std::uint32_t track, const Moment& to) noexcept;
    [[nodiscard]] double panel_end(const Person& person, Range factors, double from,
                                   double to) const noexcept;
    template <class Weight, class Panel>
    [[nodiscard]] WeightedDays weighted_days(double from, double to, double rate, bool has_kinks,
                                             Weight weight, Panel panel) const;

    const ModelTables& model_;
    RecordLayout layout_;
    Draws draws_;
    WorkerTally& tally_;
    std::size_t lanes_;
    std::vector<std::byte> storage_;
    std::byte* records_;
    std::vector<std::byte*> active_;
    std::vector<std::vector<std::byte*>> waiting_in_;  ///< by state, of plain models
    std::vector<std::byte*> taken_;
    std::vector<Due> due_;  ///< by arc of the state at hand, lanes_ each
    std::vector<std::uint32_t> due_counts_;
    std::vector<Moment> moments_;
    std::vector<std::uint32_t>
        checkpoints_before_;               ///< by report interval: checkpoints that have passed in it
    std::size_t waiting_ = 0, asked_ = 0;  ///< of pending_, of the two below
    std::vector<Pending> pending_;
    std::vector<DrawRequest> requests_;
    std::vector<double> thresholds_;
    std::vector<DrawRequest> first_requests_;
    std::vector<double> first_uniforms_;  ///< of the block that begins, person by person
    const double* uniforms_ = nullptr;    ///< of the person who begins

    // the instant under way
    Moment now_{};
    Moment end_{};
    bool is_over_ = false;
    bool is_beginning_ = false;
    bool is_plain_ = false;  ///< the block under way goes state by state
    std::uint64_t entered_tracks_ = 0;
    std::array<std::uint32_t, 64> left_states_{};  ///< by entered track: the local state before the instant
    std::vector<std::uint32_t> touched_;           ///< levels and counters that changed, as variables
    std::vector<Entry> queue_;

    std::uint64_t histories_below_ = 0;
    std::vector<HistoryRow> histories_;
    Lives* lives_ = nullptr;  ///< null: only counts are wanted

    double until_;             ///< nobody lives on past it for now; the horizon when nobody shares anything
    CrowdLog* log_ = nullptr;  ///< null: people share nothing
    const Practice* practice_ = nullptr;
    bool is_granting_ = false;
    bool leaves_ends_open_ = false;
};

/// Moments at which people arrive, in order.
[[nodiscard]] std::vector<double> arrival_moments(const ModelTables& model, const Draws& draws);

/// Rows by person, and who has ended: the last step of filling in Lives.
void complete(const ModelTables& model, Lives& lives);

}  // namespace txpath
