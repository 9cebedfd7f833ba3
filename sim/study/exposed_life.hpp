// exposed_life.hpp -- one life after another, summed up in what prices, utilities and rates can be put to.
//
// Owns      ExposurePlan: what is summed in which column; ExposureSums; LifeTally, which fills them.
// Promises  undiscounted sums are those of the engine's ledger, in the same ticks, and exact below 2^33
// person-days;
//           sums depend on the order in which people are added by rounding alone.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "study/discount_nodes.hpp"
#include "study/exposed_profile.hpp"
#include "txpath/lives.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// Where each amount is summed; `none`: nobody pays for it.
struct ExposurePlan {
    ExposurePlan() = default;
    ExposurePlan(const Scenario& scenario, const RateRange& costs, const RateRange& health);

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t cells = 1;
    DiscountNodes costs, health;
    IdVector<StateId, std::size_t> time, entry;         ///< money
    IdVector<TransitionId, std::size_t> event;          ///< money
    IdVector<StateId, std::size_t> entry_health;        ///< QALYs at once
    IdVector<TransitionId, std::size_t> event_health;   ///< QALYs at once
    std::size_t money_columns = 0, health_columns = 1;  ///< the first of health: life until an ending state
    ProfileShape shape;

    /// Numbers a sum takes: undiscounted, then one a node.
    [[nodiscard]] std::size_t money_width() const noexcept { return 1 + costs.count(); }
    [[nodiscard]] std::size_t health_width() const noexcept { return 1 + health.count(); }
};

/// Sums over some people: person-days, entries and transitions, each undiscounted and at every node.
struct ExposureSums {
    std::vector<double> people;  ///< by cell, weight units
    std::vector<double> money;   ///< [(cell * columns + column) * width + node]
    std::vector<double> health;
    std::map<std::pair<std::size_t, Profile>, std::vector<double>> quality;  ///< by cell and profile
    std::uint64_t instants = 0;
};

class LifeTally {
public:
    /// Both must outlive it. `parameters` are those of cost ratios.
    LifeTally(const Scenario& scenario, const ExposurePlan& plan, std::vector<double> parameters);

    void add(const Life& life);
    /// What was added since the last time.
    [[nodiscard]] ExposureSums take();

private:
    /// Time that goes on: since which reading of the clocks, into which sum; null: nobody asks for it.
    struct Stay {
        double* sum = nullptr;
        std::size_t since = 0;
        double weight = 1.0;
    };

    void begin(const Life& life);
    [[nodiscard]] std::size_t cell_of(const Life& life) const;
    void move(const HistoryRow& row, TransitionId before);
    void settle();
    void settle_costs();
    void settle_profile();
    void end(StateId state);
    void finish();
    void start_clock(double t) noexcept;
    [[nodiscard]] std::size_t now();
    void close_cost(Stay& stay);
    void close_health(Stay& stay);
    void pay(std::vector<double>& sums, std::size_t columns, std::size_t column, bool is_money);
    [[nodiscard]] double* money(std::size_t column) noexcept;

    const Scenario& scenario_;
    const ExposurePlan& plan_;
    std::vector<double> parameters_;
    std::vector<std::size_t> strides_;  ///< of outputs.by in a cell
    std::vector<TrackId> weighted_;     ///< tracks whose states have cost ratios
    bool has_one_clock_;                ///< costs and health are discounted at the same nodes
    ExposureSums sums_;

    // the person at hand
    PersonNow person_;
    std::size_t cell_ = 0;
    double weight_ = 1.0;
    std::size_t next_counter_ = 0;
    std::vector<Stay> stays_;  ///< by track, of costs
    Stay life_, quality_;
    Profile profile_, next_profile_;
    bool is_profile_due_ = false, has_ended_ = false;

    // readings of the clocks: day, money nodes twice, health nodes twice
    std::vector<double> readings_;
    std::size_t reading_width_ = 0, health_at_ = 0;
    double time_ = 0.0;
    bool is_read_ = false;
};

}  // namespace txpath
