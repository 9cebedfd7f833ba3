// plain.cpp -- the part of Live for models of one track whose hazards nothing changes: multi-state models
// with constant rates.
//
// Assumes   model.is_plain.
// Promises  what the rounds of live.cpp give, to the bit. A round takes people state by state and then event
// by
//           event, so that all at hand ask for the same draws and no question is asked of one that has the
//           same answer for all: mispredicted branches cost more than the work.
#include "engine/live.hpp"

namespace txpath {

void Live::run_plainly()
{
    for (std::byte* record : active_) waiting_in_[Person{record, layout_}.states()[0]].push_back(record);
    active_.clear();
    for (bool is_anybody_left = true; is_anybody_left;) {
        is_anybody_left = false;
        for (std::uint32_t state = 0; state < model_.states.size(); ++state) {
            if (waiting_in_[state].empty()) continue;
            is_anybody_left = true;
            taken_.swap(waiting_in_[state]);
            move_on(model_.states[state]);
            taken_.clear();
        }
    }
}

/// The next event of everybody in taken_, who are all in this state.
void Live::move_on(const StateRow& state)
{
    const Arc* arcs = model_.arcs.data() + state.arcs.first;
    const std::uint32_t count = state.arcs.count;
    DrawRequest* request = requests_.data();
    for (std::byte* record : taken_) {
        const Person person{record, layout_};
        const std::uint64_t id_low = person.head().id << 32, id_high = person.head().id >> 32 << 32;
        std::uint32_t* occurrences = person.occurrences();
        for (std::uint32_t place = 0; place < count; ++place)
            *request++ = {id_low | occurrences[arcs[place].transition]++, arcs[place].counter | id_high};
    }
    const auto draws = static_cast<std::size_t>(request - requests_.data());
    fill_thresholds(draws_.key(), {requests_.data(), draws}, {thresholds_.data(), draws});

    // by the arc that comes first; the last list is of those who stay to the end
    due_counts_.assign(count + 1, 0);
    const double* threshold = thresholds_.data();
    for (std::byte* record : taken_) {
        const double entered = *Person{record, layout_}.entered();
        double time = never;
        std::uint32_t first = 0;
        for (std::uint32_t place = 0; place < count; ++place) {
            const double fires = entered + *threshold++ / arcs[place].rate;  // no hazard: never
            first = fires < time ? place : first;
            time = fires < time ? fires : time;
        }
        first = time > model_.horizon ? count : first;
        due_[first * lanes_ + due_counts_[first]++] = {record, time};
    }
    for (std::uint32_t place = 0; place < count; ++place)
        move_plainly(arcs[place], {due_.data() + place * lanes_, due_counts_[place]});
    for (const Due& due : std::span{due_.data() + count * lanes_, due_counts_[count]})
        finish(Person{due.record, layout_});
}

/// The same event of many people, each at their own time.
void Live::move_plainly(const Arc& arc, std::span<const Due> people)
{
    for (std::size_t at = 0; at < people.size(); ++at) moments_[at] = tally_.moment(people[at].time);
    const StateRow& to = model_.states[arc.to];
    std::vector<std::byte*>& next = waiting_in_[arc.to];
    for (std::size_t at = 0; at < people.size(); ++at) {
        const Person person{people[at].record, layout_};
        PersonHead& head = person.head();
        now_ = moments_[at];
        observe(person, checkpoints_before_[now_.report]);
        std::uint32_t& state = person.states()[0];
        double& entered = person.entered()[0];
        tally_.move(now_, head.cell, head.weight, arc.transition, now_.time - entered, state, arc.to);
        state = arc.to;
        entered = now_.time;
        if (to.ends) {
            leave(person, 0, arc.to);
            continue;
        }
        if (model_.in_weights[0] != 0 && to.utility != head.utility) set_utility(person, to.utility);
        next.push_back(people[at].record);
    }
}

}  // namespace txpath
