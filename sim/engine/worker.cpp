#include "engine/worker.hpp"

#include <algorithm>
#include <utility>

namespace txpath {

namespace {

Counts counts(std::size_t rows, std::size_t columns)
{
    return {std::vector<std::int64_t>(rows * columns, 0), rows, columns};
}

void add_into(std::vector<std::int64_t>& from, std::vector<std::int64_t>& into)
{
    for (std::size_t at = 0; at < from.size(); ++at) into[at] += from[at];
    std::fill(from.begin(), from.end(), 0);
}

}  // namespace

WorkerTally::WorkerTally(const ModelTables& model)
    : cells_(model.cells),
      state_count_(model.states.size()),
      transition_count_(model.transitions.size()),
      level_count_(model.levels.size()),
      weighted_count_(model.weighted_states),
      times_(model.reports.size()),
      sojourn_bins_(model.sojourn_bins),
      cost_clock_(model.discount_costs, model.horizon),
      health_clock_(model.discount_health, model.horizon),
      same_rates_(model.discount_costs == model.discount_health),
      grid_(model.reports, model.report_every),
      states_(cells_ * state_count_),
      weighted_(cells_ * weighted_count_),
      quality_(cells_),
      life_(cells_),
      grid_sums_(times_ * cells_ * state_count_),
      entries_(cells_ * state_count_),
      payments_(cells_ * transition_count_),
      stays_(model.checkpoints.size() * state_count_),
      events_(times_ * cells_ * transition_count_),
      entry_rows_(times_ * cells_ * state_count_),
      sojourns_(cells_ * transition_count_ * sojourn_bins_),
      people_(cells_),
      entered_(times_ * cells_),
      present_(times_ * cells_),
      level_sums_(times_ * cells_ * level_count_),
      utility_(times_ * cells_),
      flows_((model.checkpoints.size() - 1) * state_count_ * state_count_)
{
    for (const StateRow& state : model.states) weighted_row_.push_back(state.weighted);
}

Ledger WorkerTally::take_ledger()
{
    Ledger ledger;
    ledger.cells = cells_;
    ledger.people = counts(cells_, 1);
    ledger.state_ticks = counts(cells_, state_count_);
    ledger.entries_health = counts(cells_, state_count_);
    ledger.events_health = counts(cells_, transition_count_);
    for (std::size_t discounted = 0; discounted < 2; ++discounted) {
        ledger.cost_ticks[discounted] = counts(cells_, state_count_);
        ledger.entries[discounted] = counts(cells_, state_count_);
        ledger.events[discounted] = counts(cells_, transition_count_);
        ledger.quality_ticks[discounted] = counts(cells_, 1);
        ledger.life_ticks[discounted] = counts(cells_, 1);
    }
    for (std::size_t cell = 0; cell < cells_; ++cell) {
        ledger.people.values[cell] = people_[cell];
        ledger.quality_ticks[0].values[cell] = quality_[cell].ticks;
        ledger.quality_ticks[1].values[cell] = quality_[cell].cost_ticks;
        ledger.life_ticks[0].values[cell] = life_[cell].ticks;
        ledger.life_ticks[1].values[cell] = life_[cell].cost_ticks;
        for (std::size_t state = 0; state < state_count_; ++state) {
            const std::size_t at = cell * state_count_ + state;
            const StateSums& time = weighted_row_[state] == absent
                                        ? states_[at]
                                        : weighted_[cell * weighted_count_ + weighted_row_[state]];
            ledger.state_ticks.values[at] = states_[at].ticks;
            ledger.cost_ticks[0].values[at] = time.ticks;
            ledger.cost_ticks[1].values[at] = time.cost_ticks;
            ledger.entries[0].values[at] = entries_[at].count;
            ledger.entries[1].values[at] = entries_[at].cost;
            ledger.entries_health.values[at] = entries_[at].health;
        }
    }
    for (std::size_t at = 0; at < payments_.size(); ++at) {
        ledger.events[0].values[at] = payments_[at].count;
        ledger.events[1].values[at] = payments_[at].cost;
        ledger.events_health.values[at] = payments_[at].health;
    }
    for (auto* sums : {&states_, &weighted_, &quality_, &life_})
        std::fill(sums->begin(), sums->end(), StateSums{});
    for (auto* sums : {&entries_, &payments_}) std::fill(sums->begin(), sums->end(), Payments{});
    std::fill(people_.begin(), people_.end(), 0);
    return ledger;
}

void WorkerTally::flush(Tally& into)
{
    for (std::size_t at = 0; at < grid_sums_.size(); ++at) {
        into.occupancy.values[at] += grid_sums_[at].change;
        into.person_ticks.values[at] += grid_sums_[at].ticks;
    }
    std::fill(grid_sums_.begin(), grid_sums_.end(), GridSums{});
    add_into(entered_, into.entered.values);
    add_into(present_, into.present.values);
    add_into(events_, into.events.values);
    add_into(entry_rows_, into.entries.values);
    for (std::size_t at = 0; at < cells_ * level_count_; ++at)
        for (std::size_t report = 0; report < times_; ++report)
            into.levels.values[report * cells_ * level_count_ + at] +=
                std::exchange(level_sums_[at * times_ + report], 0);
    add_into(utility_, into.utility.values);
    add_into(sojourns_, into.sojourns.values);
    for (std::size_t checkpoint = 0; checkpoint < into.flows.rows; ++checkpoint)
        for (std::size_t state = 0; state < state_count_; ++state) {
            const std::size_t at = checkpoint * state_count_ + state;
            if (checkpoint > 0) stays_[at] += stays_[at - state_count_];
            flows_[at * state_count_ + state] += stays_[at];
        }
    std::fill(stays_.begin(), stays_.end(), 0);
    add_into(flows_, into.flows.values);
}

void add(const Ledger& from, Ledger& into)
{
    if (into.cells == 0) {
        into = from;
        return;
    }
    const auto sum = [](const Counts& more, Counts& total) {
        for (std::size_t at = 0; at < more.values.size(); ++at) total.values[at] += more.values[at];
    };
    sum(from.people, into.people);
    sum(from.state_ticks, into.state_ticks);
    sum(from.entries_health, into.entries_health);
    sum(from.events_health, into.events_health);
    for (std::size_t discounted = 0; discounted < 2; ++discounted) {
        sum(from.cost_ticks[discounted], into.cost_ticks[discounted]);
        sum(from.entries[discounted], into.entries[discounted]);
        sum(from.events[discounted], into.events[discounted]);
        sum(from.quality_ticks[discounted], into.quality_ticks[discounted]);
        sum(from.life_ticks[discounted], into.life_ticks[discounted]);
    }
}

Tally empty_tally(const ModelTables& model)
{
    const std::size_t rows = model.reports.size() * model.cells;
    Tally tally;
    tally.times = model.reports.size();
    tally.cells = model.cells;
    tally.entered = counts(rows, 1);
    tally.present = counts(rows, 1);
    tally.occupancy = counts(rows, model.states.size());
    tally.person_ticks = counts(rows, model.states.size());
    tally.events = counts(rows, model.transitions.size());
    tally.entries = counts(rows, model.states.size());
    tally.levels = counts(rows, model.levels.size());
    tally.utility = counts(rows, 1);
    tally.sojourns = counts(model.cells * model.transitions.size(), model.sojourn_bins);
    tally.flows = counts(model.checkpoints.size() - 1, model.states.size() * model.states.size());
    return tally;
}

namespace {

void accumulate(Counts& changes, std::size_t stride)
{
    for (std::size_t at = stride; at < changes.values.size(); ++at)
        changes.values[at] += changes.values[at - stride];
}

}  // namespace

void finish(const ModelTables& model, Tally& tally)
{
    const std::size_t stride = model.cells * model.states.size();
    accumulate(tally.entered, model.cells);
    accumulate(tally.present, model.cells);
    accumulate(tally.utility, model.cells);
    accumulate(tally.levels, model.cells * model.levels.size());
    accumulate(tally.occupancy, stride);
    for (std::size_t row = 0; row < tally.times; ++row) {
        const auto end = static_cast<std::int64_t>(model.reports[row] * ticks_per_day);
        const auto start = row == 0 ? 0 : static_cast<std::int64_t>(model.reports[row - 1] * ticks_per_day);
        for (std::size_t at = 0; at < stride; ++at) {
            const std::int64_t before = row == 0 ? 0 : tally.occupancy.values[(row - 1) * stride + at];
            tally.person_ticks.values[row * stride + at] +=
                tally.occupancy.values[row * stride + at] * end - before * start;
        }
    }
}

}  // namespace txpath
