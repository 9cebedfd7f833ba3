#include "study/exposed_life.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "txpath/results.hpp"

namespace txpath {

namespace {

/// Sums move by what lies between two readings of a clock.
void add_stretch(double* sum, double weight, const double* from, const double* to, std::size_t nodes,
                 double days) noexcept
{
    sum[0] += weight * days;
    for (std::size_t node = 0; node < nodes; ++node) sum[1 + node] += weight * (to[node] - from[node]);
}

bool may_be_worth(const Value& qalys)
{
    return !qalys.parameter.is_absent() || qalys.number != 0.0;
}

}  // namespace

ExposurePlan::ExposurePlan(const Scenario& scenario, const RateRange& cost_rates,
                           const RateRange& health_rates)
    : costs(cost_rates, scenario.time.horizon), health(health_rates, scenario.time.horizon), shape(scenario)
{
    for (const AttributeId by : scenario.outputs.by)
        cells *= scenario.people.attributes[by].categories.size();
    const auto column = [](bool is_wanted, std::size_t& columns) { return is_wanted ? columns++ : none; };
    for (const State& state : scenario.states) {
        time.push_back(column(!state.costs.empty(), money_columns));
        entry.push_back(column(!state.on_entry.costs.empty(), money_columns));
        entry_health.push_back(column(may_be_worth(state.on_entry.qalys), health_columns));
    }
    for (const Transition& transition : scenario.transitions) {
        event.push_back(column(!transition.effects.costs.empty(), money_columns));
        event_health.push_back(column(may_be_worth(transition.effects.qalys), health_columns));
    }
}

LifeTally::LifeTally(const Scenario& scenario, const ExposurePlan& plan, std::vector<double> parameters)
    : scenario_(scenario),
      plan_(plan),
      parameters_(std::move(parameters)),
      strides_(scenario.outputs.by.size(), 1),
      has_one_clock_(plan.costs == plan.health),
      stays_(scenario.tracks.size())
{
    for (std::size_t place = strides_.size(); place-- > 1;)
        strides_[place - 1] =
            strides_[place] * scenario.people.attributes[scenario.outputs.by[place]].categories.size();
    for (std::size_t index = 0; index < scenario.tracks.size(); ++index) {
        const auto& states = scenario.tracks[TrackId{index}].states;
        if (std::any_of(states.begin(), states.end(), [&](StateId id) {
                return !scenario.states[id].cost_ratios.empty() && plan.time[id] != ExposurePlan::none;
            }))
            weighted_.emplace_back(index);
    }
    health_at_ = has_one_clock_ ? 1 : 1 + 2 * plan.costs.count();
    reading_width_ = 1 + 2 * plan.costs.count() + (has_one_clock_ ? 0 : 2 * plan.health.count());
    std::ignore = take();  // makes room
}

ExposureSums LifeTally::take()
{
    ExposureSums taken = std::exchange(sums_, ExposureSums{});
    sums_.people.assign(plan_.cells, 0.0);
    sums_.money.assign(plan_.cells * plan_.money_columns * plan_.money_width(), 0.0);
    sums_.health.assign(plan_.cells * plan_.health_columns * plan_.health_width(), 0.0);
    return taken;
}

void LifeTally::add(const Life& life)
{
    begin(life);
    const std::span<const HistoryRow> moves = life.moves();
    for (std::size_t at = 0; at < moves.size();) {
        const double t = moves[at].stop;
        start_clock(t);
        TransitionId before;
        for (; at < moves.size() && moves[at].stop == t; ++at) {
            move(moves[at], before);
            before = moves[at].transition;
        }
        settle();
    }
    finish();
}

void LifeTally::begin(const Life& life)
{
    readings_.clear();
    person_.life = &life;
    person_.states.assign(scenario_.tracks.size(), StateId{});
    person_.counters.assign(scenario_.counters.size(), 0);
    next_counter_ = 0;
    const auto& table = scenario_.people.table;
    // as the engine counts weights (see results.hpp, weight_unit)
    weight_ = table && !table->weight.empty()
                  ? static_cast<double>(std::llround(table->weight[life.person()] * 1024.0))
                  : 1.0;
    cell_ = cell_of(life);
    sums_.people[cell_] += weight_;
    stays_.assign(stays_.size(), Stay{});
    quality_ = Stay{};
    has_ended_ = false;
    is_profile_due_ = true;
    start_clock(0.0);
    life_ = {sums_.health.data() + cell_ * plan_.health_columns * plan_.health_width(), now(), weight_};
}

std::size_t LifeTally::cell_of(const Life& life) const
{
    std::size_t cell = 0;
    for (std::size_t place = 0; place < strides_.size(); ++place)
        cell += strides_[place] * static_cast<std::size_t>(life.attribute(scenario_.outputs.by[place]));
    return cell;
}

double* LifeTally::money(std::size_t column) noexcept
{
    return column == ExposurePlan::none
               ? nullptr
               : sums_.money.data() + (cell_ * plan_.money_columns + column) * plan_.money_width();
}

void LifeTally::start_clock(double t) noexcept
{
    if (t == time_ && !readings_.empty()) return;
    time_ = t;
    is_read_ = false;
}

/// The reading of the clocks at this moment, made once somebody asks for it.
std::size_t LifeTally::now()
{
    if (is_read_ && !readings_.empty()) return readings_.size() - reading_width_;
    const std::size_t at = readings_.size();
    readings_.resize(at + reading_width_);
    double* out = readings_.data() + at;
    out[0] = static_cast<double>(static_cast<std::int64_t>(time_ * ticks_per_day)) / ticks_per_day;
    plan_.costs.read(time_, out + 1);
    if (!has_one_clock_) plan_.health.read(time_, out + health_at_);
    is_read_ = true;
    return at;
}

void LifeTally::close_cost(Stay& stay)
{
    if (stay.sum == nullptr) return;
    const std::size_t at = now();
    const double* from = readings_.data() + stay.since;
    const double* to = readings_.data() + at;
    add_stretch(stay.sum, weight_ * stay.weight, from + 1, to + 1, plan_.costs.count(), to[0] - from[0]);
    stay.sum = nullptr;
}

void LifeTally::close_health(Stay& stay)
{
    if (stay.sum == nullptr) return;
    const std::size_t at = now();
    const double* from = readings_.data() + stay.since;
    const double* to = readings_.data() + at;
    add_stretch(stay.sum, weight_, from + health_at_, to + health_at_, plan_.health.count(), to[0] - from[0]);
    stay.sum = nullptr;
}

/// Something that happens at once.
void LifeTally::pay(std::vector<double>& sums, std::size_t columns, std::size_t column, bool is_money)
{
    if (column == ExposurePlan::none) return;
    const std::size_t nodes = is_money ? plan_.costs.count() : plan_.health.count();
    const std::size_t at = now();  // may move the readings
    const double* worth = readings_.data() + at + (is_money ? 1 : health_at_) + nodes;
    double* sum = sums.data() + (cell_ * columns + column) * (1 + nodes);
    sum[0] += weight_;
    for (std::size_t node = 0; node < nodes; ++node) sum[1 + node] += weight_ * worth[node];
}

/// A row of the history; `before` caused the row before it at the same moment.
void LifeTally::move(const HistoryRow& row, TransitionId before)
{
    if (!row.from.is_absent()) {  // starting in a state is not entering it
        // a transition first moves its own track, and all that follows has it for its cause
        if (!row.transition.is_absent() && row.transition != before) {
            ++sums_.instants;
            pay(sums_.money, plan_.money_columns, plan_.event[row.transition], true);
            pay(sums_.health, plan_.health_columns, plan_.event_health[row.transition], false);
        }
        pay(sums_.money, plan_.money_columns, plan_.entry[row.to], true);
        pay(sums_.health, plan_.health_columns, plan_.entry_health[row.to], false);
    }
    Stay& stay = stays_[row.track.index()];
    close_cost(stay);
    person_.states[row.track.index()] = row.to;
    if (double* sum = money(plan_.time[row.to]); sum != nullptr) stay = {sum, now(), 1.0};
    if (plan_.shape.depends_on(row.track)) is_profile_due_ = true;
    if (!row.from.is_absent() && scenario_.states[row.to].ends) end(row.to);
}

/// The person leaves every track: only the ending state goes on.
void LifeTally::end(StateId state)
{
    has_ended_ = true;
    const std::size_t own = scenario_.states[state].track.index();
    for (std::size_t track = 0; track < stays_.size(); ++track) {
        if (track == own) continue;
        close_cost(stays_[track]);
        person_.states[track] = StateId{};
    }
    close_health(life_);
    close_health(quality_);
    is_profile_due_ = false;
    if (!scenario_.states[state].has_utility) return;  // worth nothing, whatever the parameters
    ProfileShape::read_ended(state, profile_);
    auto& sum = sums_.quality[{cell_, profile_}];
    sum.resize(plan_.health_width());
    quality_ = {sum.data(), now(), 1.0};
}

/// After an instant: weights and profile as they are from now on.
void LifeTally::settle()
{
    const std::span<const CounterChange> counters = person_.life->counters();
    for (; next_counter_ < counters.size() && counters[next_counter_].since <= time_; ++next_counter_) {
        person_.counters[counters[next_counter_].counter.index()] = counters[next_counter_].value;
        if (plan_.shape.depends_on_counters()) is_profile_due_ = !has_ended_;
    }
    settle_costs();
    if (is_profile_due_) settle_profile();
}

void LifeTally::settle_costs()
{
    for (const TrackId track : weighted_) {
        Stay& stay = stays_[track.index()];
        if (stay.sum == nullptr) continue;
        double weight = 1.0;
        for (const Ratio& ratio : scenario_.states[person_.states[track.index()]].cost_ratios)
            weight *= ratio_at(ratio, person_.read(scenario_, ratio.of), parameters_);
        if (weight == stay.weight) continue;
        double* sum = stay.sum;
        close_cost(stay);
        stay = {sum, now(), weight};
    }
}

void LifeTally::settle_profile()
{
    is_profile_due_ = false;
    plan_.shape.read(person_, next_profile_);
    if (quality_.sum != nullptr && next_profile_ == profile_) return;
    close_health(quality_);
    profile_ = next_profile_;
    auto& sum = sums_.quality[{cell_, profile_}];
    sum.resize(plan_.health_width());
    quality_ = {sum.data(), now(), 1.0};
}

void LifeTally::finish()
{
    start_clock(scenario_.time.horizon);
    for (Stay& stay : stays_) close_cost(stay);
    close_health(life_);
    close_health(quality_);
}

}  // namespace txpath
