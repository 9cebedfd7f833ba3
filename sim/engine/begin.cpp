// begin.cpp -- the part of Live that brings a person into the simulation.
#include <cstring>

#include "base/special.hpp"
#include "engine/live.hpp"
#include "engine/practice.hpp"
#include "model/quantile.hpp"

namespace txpath {

std::vector<double> arrival_moments(const ModelTables& model, const Draws& draws)
{
    std::vector<double> moments;
    if (model.arrivals_per_day <= 0.0) return moments;
    double t = 0.0;
    for (std::uint64_t person = model.people;; ++person) {
        t += draws.threshold(person, {model.arrivals_decision}, 0) / model.arrivals_per_day;
        if (t > model.arrivals_until) return moments;
        moments.push_back(t);
    }
}

void Live::begin(std::byte* record, std::uint64_t id, double born)
{
    std::memset(record, 0, layout_.zeroed);  // the rest is set before it is read
    const Person person{record, layout_};
    PersonHead& head = person.head();
    head.id = id;
    head.weight = weight_of(id);
    head.born = born;
    now_ = tally_.moment(born);
    head.quality_since = born;
    head.quality_tick = now_.tick;
    head.quality_dtick = now_.health_tick;
    draw_attributes(person);
    head.cell = cell_of(person);
    for (std::size_t counter = 0; counter < model_.counters.size(); ++counter)
        person.counters()[counter] = model_.counters[counter];
    take_start(person);
    head.next_checkpoint = checkpoints_before_[now_.report];
    entered_tracks_ = 0;
    is_over_ = false;
    touched_.clear();
    queue_.clear();
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        entered_tracks_ |= std::uint64_t{1} << track;
        if (model_.states[person.states()[track]].cases.count > 0)
            queue_.push_back({person.states()[track], absent, true});
    }
    make_entries(person);
    if (is_plain_) return;  // armed state by state
    is_beginning_ = true;
    settle_instant(person, record);
    is_beginning_ = false;
}

std::int64_t Live::weight_of(std::uint64_t id) const noexcept
{
    return id < model_.weights.size() ? model_.weights[id] : model_.weight_unit;
}

/// Uniforms of everything that is drawn when the people of a block begin.
void Live::draw_first(std::uint64_t first, std::size_t count) noexcept
{
    DrawRequest* request = first_requests_.data();
    for (std::uint64_t id = first; id < first + count; ++id)
        for (const std::uint64_t counter : model_.first_draws)
            *request++ = {id << 32, counter | id >> 32 << 32};
    const std::size_t draws = count * model_.first_draws.size();
    fill_uniforms(draws_.key(), {first_requests_.data(), draws}, {first_uniforms_.data(), draws});
}

/// The states and levels a person starts with.
void Live::take_start(const Person& person)
{
    PersonHead& head = person.head();
    tally_.open(now_, head.cell, head.weight);
    tally_.add_person(head.cell, head.weight, now_);
    if (log_ != nullptr)
        log_->counts[(now_.report * model_.cells + head.cell) * model_.counts] += head.weight;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        const std::uint32_t state = start_state(person, track);
        person.states()[track] = state;
        person.snapshot()[track] = absent;
        person.entered()[track] = now_.time;
        tally_.enter(state);
        if (log_ != nullptr) {
            count(person, state, head.weight);
            if (model_.states[state].queue != absent) join_queue(person, state);
        }
        if (head.id < histories_below_)
            histories_.push_back(
                {head.id, TrackId{track}, StateId{}, StateId{state}, TransitionId{}, now_.time, now_.time});
    }
    for (std::uint32_t level = 0; level < model_.levels.size(); ++level) {
        const LevelRow& row = model_.levels[level];
        const double target = target_of(person, level);
        person.levels()[level] = {row.start, now_.time, target, row.start < target ? row.rising : row.falling,
                                  static_cast<std::uint32_t>(now_.report)};
    }
    if (lives_ != nullptr) note_start(person);
    if (model_.weighted_states > 0)
        for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
            person.cost_weights()[track] = {1.0, now_.time, now_.tick, now_.cost_tick};
            weigh_costs(person, track);
        }
    head.utility_report = static_cast<std::uint32_t>(now_.report);
    if (model_.utility_moves) return;
    head.utility = utility_at(person, now_.time);
    head.utility_counted = rounded(head.utility / level_unit);
    tally_.add_utility(now_.report, head.cell, head.weight * head.utility_counted);
}

std::uint32_t Live::start_state(const Person& person, std::uint32_t track) const noexcept
{
    const TrackRow& row = model_.tracks[track];
    if (row.is_given) return row.first_state + practice_->seen_state(person.head().id);
    if (row.start_rows == 1) return model_.starts[row.start.first].state;
    std::uint32_t first = row.start.first;
    if (row.by != absent) first += row.start_rows * person.categories()[model_.attributes[row.by].slot];
    const double u = uniforms_[row.draw];
    std::uint32_t at = first;
    while (at + 1 < first + row.start_rows && u >= model_.starts[at].up_to) ++at;
    return model_.starts[at].state;
}

std::uint32_t Live::cell_of(const Person& person) const noexcept
{
    std::uint32_t cell = 0;
    for (const std::uint32_t attribute : model_.strata) {
        const AttributeRow& row = model_.attributes[attribute];
        cell = cell * row.categories + person.categories()[row.slot];
    }
    return cell;
}

void Live::draw_attributes(const Person& person) noexcept
{
    const std::uint64_t id = person.head().id;
    for (std::uint32_t place = 0; place < model_.nearby; ++place)  // seen at the first sync point
        person.numbers()[model_.first_nearby + place] = 0.0;
    double scores[most_correlated];
    if (model_.correlated > 0) {
        for (const AttributeRow& row : model_.attributes)
            if (row.score != absent) scores[row.score] = portable::normal_quantile(uniforms_[row.draw]);
    }
    const auto keep = [&](const AttributeRow& row, double value) {
        if (row.is_categorical)
            person.categories()[row.slot] = static_cast<std::uint8_t>(value);
        else
            person.numbers()[row.slot] = value;
    };
    for (const std::uint32_t index : model_.attribute_order) {
        const AttributeRow& row = model_.attributes[index];
        if (row.of_clinician != absent) {
            const bool is_known = practice_ != nullptr && practice_->is_assigned();
            keep(row, is_known ? practice_->attribute(id, row.of_clinician) : 0.0);
            continue;
        }
        if (!model_.columns[index].empty() && id < model_.people) {
            keep(row, model_.columns[index][id]);
            continue;
        }
        double u = 0.0;
        if (row.score == absent) {
            u = uniforms_[row.draw];
        } else {
            double score = 0.0;
            for (std::uint32_t column = 0; column <= row.score; ++column)
                score += model_.correlation[row.score * model_.correlated + column] * scores[column];
            u = portable::normal_cdf(score);
        }
        if (row.is_categorical)
            draw_category(person, row, u);
        else
            person.numbers()[row.slot] = quantile(model_, row, u);
    }
}

void Live::draw_category(const Person& person, const AttributeRow& row, double u) noexcept
{
    std::uint32_t shares = row.shares_at;
    if (row.on != absent) {
        const AttributeRow& on = model_.attributes[row.on];
        std::uint32_t given = 0;  // row 0 is the attribute's own
        if (on.is_categorical) {
            given = 1 + person.categories()[on.slot];
        } else {
            const double x = person.numbers()[on.slot];
            while (given < row.given_from.count && x >= model_.values[row.given_from.first + given]) ++given;
        }
        shares += given * row.categories;
    }
    std::uint32_t category = 0;
    while (category + 1 < row.categories && u >= model_.values[shares + category]) ++category;
    person.categories()[row.slot] = static_cast<std::uint8_t>(category);
}

}  // namespace txpath
