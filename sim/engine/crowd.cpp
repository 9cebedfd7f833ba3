#include "engine/crowd.hpp"

#include <algorithm>

#include "engine/counts_code.hpp"
#include "engine/person_code.hpp"
#include "engine/written_replicate.hpp"

namespace txpath {

Crowd::Crowd(const ModelTables& model, Draws draws, std::vector<double> arrivals, std::size_t workers,
             std::size_t open_bytes)
    : model_(&model),
      draws_(draws),
      arrivals_(std::move(arrivals)),
      size_(model.people + arrivals_.size()),
      present_from_start_(model.people),
      shelf_(model, size_, open_bytes),
      next_(size_, never),
      histories_(shards())
{
    for (std::size_t at = 0; at < arrivals_.size(); ++at) next_[present_from_start_ + at] = arrivals_[at];
    for (std::size_t worker = 0; worker < workers; ++worker) {
        workers_.push_back(std::make_unique<Worker>(model));
        logs_.push_back(std::make_unique<CrowdLog>());
        logs_.back()->counts.resize(model.reports.size() * model.cells * model.counts);
    }
}

void Crowd::live_under(const ModelTables& model)
{
    model_ = &model;
}

Live& Crowd::live_of(std::size_t index)
{
    Worker& worker = *workers_[index];
    if (worker.model != model_) {
        worker.live = std::make_unique<Live>(*model_, draws_, worker.tally);
        worker.live->record_histories(histories_below_);
        worker.live->watch(logs_[index].get(), practice_);
        worker.live->leave_ends_open();
        worker.model = model_;
    }
    return *worker.live;
}

Live& Crowd::before_of(std::size_t index, const ModelTables* before)
{
    if (before == nullptr) return live_of(index);
    Worker& worker = *workers_[index];
    if (worker.model_before != before) {
        worker.before = std::make_unique<Live>(*before, draws_, worker.tally);
        worker.before->watch(logs_[index].get(), practice_);
        worker.model_before = before;
    }
    return *worker.before;
}

void Crowd::peek(std::size_t shard, std::size_t worker, std::uint32_t slot,
                 std::span<std::uint8_t> categories)
{
    Live& live = live_of(worker);
    const std::uint64_t end = std::min<std::uint64_t>((shard + 1) * shard_size, size_);
    for (std::uint64_t person = shard * shard_size; person < end; ++person)
        categories[person] = live.peek_category(person, slot);
}

/// Where a person is worked on.
std::byte* Crowd::room_for(std::uint64_t person, Live& live, std::size_t lane) noexcept
{
    std::byte* open = shelf_.open_record(person);
    return open != nullptr ? open : live.lane(lane);
}

void Crowd::put_away(std::size_t shard, Worker& worker, double now)
{
    for (std::size_t lane = 0; lane < worker.persons.size(); ++lane) {
        const std::uint64_t person = worker.persons[lane];
        next_[person] = worker.live->next_event(worker.records[lane]);
        shelf_.put(person, worker.records[lane], next_[person] - now, *model_, worker.buffer);
    }
    if (histories_below_ > shard * shard_size) {
        const std::vector<HistoryRow> rows = worker.live->take_histories();
        histories_[shard].insert(histories_[shard].end(), rows.begin(), rows.end());
    }
    worker.persons.clear();
    worker.records.clear();
}

void Crowd::start(std::size_t shard, std::size_t index)
{
    Live& live = live_of(index);
    Worker& worker = *workers_[index];
    const std::uint64_t end = std::min<std::uint64_t>((shard + 1) * shard_size, present_from_start_);
    for (std::uint64_t person = shard * shard_size; person < end;) {
        for (; person < end && worker.persons.size() < live.lanes(); ++person) {
            worker.records.push_back(room_for(person, live, worker.persons.size()));
            worker.persons.push_back(person);
        }
        for (std::size_t lane = 0; lane < worker.persons.size(); ++lane)
            live.begin_held(worker.records[lane], worker.persons[lane], 0.0);
        live.arm_moved();
        put_away(shard, worker, 0.0);
    }
}

/// Whether somebody has an armed transition that is different now.
bool Crowd::concerns(std::uint64_t person, const Renewal& renewal) const noexcept
{
    const std::uint8_t* states = shelf_.states(person);
    if (states[0] == Shelf::unborn) return false;
    for (const std::uint32_t track : renewal.tracks)
        if (states[track] < Shelf::unborn &&
            renewal.states[model_->tracks[track].first_state + states[track]] != 0)
            return true;
    return renewal.levels || renewal.weights;
}

/// The first person from `person` on who may have an event by `until`, or `stop`.
std::uint64_t Crowd::next_due(std::uint64_t person, std::uint64_t stop, double until) const noexcept
{
    constexpr std::uint64_t at_once = 16;
    for (; person + at_once <= stop; person += at_once) {
        bool is_any = false;
        for (std::uint64_t one = 0; one < at_once; ++one) is_any |= next_[person + one] <= until;
        if (is_any) break;
    }
    while (person < stop && next_[person] > until) ++person;
    return person;
}

void Crowd::live(std::size_t shard, std::size_t index, const Stretch& stretch)
{
    Live& live = live_of(index);
    Worker& worker = *workers_[index];
    const std::uint64_t first = shard * shard_size;
    const std::uint64_t end = std::min<std::uint64_t>(first + shard_size, size_);
    // who has something to live through, is moved or is told; the last stretch ends everybody's life
    const bool is_last = stretch.until >= model_->horizon;
    const std::vector<Visit>& visits = stretch.visits[shard];
    auto visit = visits.begin();
    std::span<const std::uint32_t> nearby;
    if (!stretch.nearby.empty()) nearby = stretch.nearby[shard];
    for (std::uint64_t person = first; person < end;) {
        const auto visits_from = visit;
        auto nearby_from = nearby;
        for (; person < end && worker.persons.size() < live.lanes(); ++person) {
            if (stretch.renewal == nullptr && !is_last) {
                const std::uint64_t visited = visit == visits.end() ? end : visit->person;
                const std::uint64_t told = nearby.empty() ? end : nearby.front();
                person = next_due(person, std::min(visited, told), stretch.until);
                if (person == end) break;
            }
            bool is_wanted = next_[person] <= stretch.until;
            if (visit != visits.end() && visit->person == person) {
                is_wanted = true;
                while (visit != visits.end() && visit->person == person) ++visit;
            }
            if (!nearby.empty() && nearby.front() == person) {
                is_wanted = true;
                nearby = nearby.subspan(1);
            }
            if (!is_wanted && stretch.renewal != nullptr) is_wanted = concerns(person, *stretch.renewal);
            if (!is_wanted && is_last) is_wanted = shelf_.state(person, 0) != Shelf::unborn;
            if (!is_wanted) continue;
            shelf_.prefetch(person);
            worker.records.push_back(room_for(person, live, worker.persons.size()));
            worker.persons.push_back(person);
        }
        if (worker.persons.empty()) continue;
        const auto visited = std::span(visits).subspan(static_cast<std::size_t>(visits_from - visits.begin()),
                                                       static_cast<std::size_t>(visit - visits_from));
        bring_on(index, stretch, visited, nearby_from.first(nearby_from.size() - nearby.size()));
        put_away(shard, worker, stretch.until);
    }
}

/// The people of a block: what is different, what happens to them from outside, then their own lives.
void Crowd::bring_on(std::size_t index, const Stretch& stretch, std::span<const Visit> visits,
                     std::span<const std::uint32_t> nearby)
{
    Worker& worker = *workers_[index];
    Live& live = *worker.live;
    Live& before = before_of(index, stretch.before);
    const Renewal none{};
    const Renewal* const renewal = stretch.renewal;
    for (std::size_t lane = 0; lane < worker.persons.size(); ++lane) {
        const std::uint64_t person = worker.persons[lane];
        std::byte* record = worker.records[lane];
        if (shelf_.state(person, 0) == Shelf::unborn) {
            live.begin_held(record, person, arrivals_[person - present_from_start_]);
            continue;
        }
        shelf_.take(person, record, *model_);
        const bool is_near = !nearby.empty() && nearby.front() == person;
        if (is_near) nearby = nearby.subspan(1);
        if (live.has_left(record)) continue;
        if (model_->nearby > 0) live.take_nearby(record, nearby_->data() + person * model_->nearby);
        if (renewal != nullptr) live.renew(record, stretch.from, *renewal, before);
        if (is_near) live.tell_nearby(record, stretch.from);
    }
    live.arm_moved();
    // one visit of each person at a time, for what is entered must be armed before the next
    std::size_t lane = 0;
    std::vector<std::span<const Visit>> left;
    for (std::size_t at = 0; at < visits.size();) {
        std::size_t to = at;
        while (to < visits.size() && visits[to].person == visits[at].person) ++to;
        left.push_back(visits.subspan(at, to - at));
        at = to;
    }
    for (bool is_anybody_left = !left.empty(); is_anybody_left;) {
        is_anybody_left = false;
        lane = 0;
        for (std::span<const Visit>& own : left) {
            if (own.empty()) continue;
            while (worker.persons[lane] != own.front().person) ++lane;
            if (!live.has_left(worker.records[lane]))
                live.move_to(worker.records[lane], stretch.from, own.front().state, own.front().is_grant);
            own = own.subspan(1);
            is_anybody_left |= !own.empty();
        }
        live.arm_moved();
    }
    live.live_until(worker.records, stretch.until);
}

// From one thread.

std::uint64_t Crowd::take_instants() noexcept
{
    std::uint64_t sum = 0;
    for (auto& worker : workers_) {
        sum += worker->tally.instants;
        worker->tally.instants = 0;
    }
    return sum;
}

Ledger Crowd::take_ledger()
{
    Ledger ledger;
    for (auto& worker : workers_) add(worker->tally.take_ledger(), ledger);
    return ledger;
}

void Crowd::flush(Tally& into)
{
    for (auto& worker : workers_) worker->tally.flush(into);
}

std::vector<HistoryRow> Crowd::take_histories()
{
    std::vector<HistoryRow> all;
    for (std::vector<HistoryRow>& rows : histories_) {
        std::stable_sort(rows.begin(), rows.end(),
                         [](const HistoryRow& a, const HistoryRow& b) { return a.person < b.person; });
        all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
}

void Crowd::accrue_costs(std::size_t shard, std::size_t index, double now)
{
    Live& live = live_of(index);
    const std::uint64_t end = std::min<std::uint64_t>((shard + 1) * shard_size, size_);
    for (std::uint64_t person = shard * shard_size; person < end; ++person) {
        if (shelf_.state(person, 0) == Shelf::unborn) continue;
        std::byte* record = room_for(person, live, 0);
        shelf_.take(person, record, *model_);
        live.accrue_costs_until(record, now);
        shelf_.put(person, record, next_[person] - now, *model_, workers_[index]->buffer);
    }
}

std::size_t Crowd::begun(double now) const noexcept
{
    const auto later = std::upper_bound(arrivals_.begin(), arrivals_.end(), now);
    return present_from_start_ + static_cast<std::size_t>(later - arrivals_.begin());
}

double Crowd::moment_of_birth(std::uint64_t person) const noexcept
{
    return person < present_from_start_ ? 0.0 : arrivals_[person - present_from_start_];
}

std::string Crowd::write(std::size_t shard, std::size_t index, double now)
{
    Live& live = live_of(index);
    const std::uint64_t first = shard * shard_size;
    const std::uint64_t end = std::min<std::uint64_t>(first + shard_size, begun(now));
    PersonWriter code;
    for (std::uint64_t person = first; person < end; ++person) {
        std::byte* record = room_for(person, live, 0);
        shelf_.take(person, record, *model_);
        live.write_down(record, now, code);
    }
    return chunk_of({first, end - first}, code, histories_[shard]);
}

void Crowd::resume(std::size_t index, double now, std::string_view chunk)
{
    Live& live = live_of(index);
    ByteReader in(chunk);
    const PeopleOfChunk people = read_people(in);
    if (people.first + people.count > begun(now)) refuse_damage();
    PersonReader code(in);
    for (std::uint64_t person = people.first; person < people.first + people.count; ++person) {
        std::byte* record = room_for(person, live, 0);
        live.read_back(record, person, moment_of_birth(person), now, code);
        next_[person] = live.next_event(record);
        shelf_.put(person, record, next_[person] - now, *model_, workers_[index]->buffer);
    }
    const std::vector<HistoryRow> rows = read_histories(in, histories_below_);
    if (!code.is_done() || !in.is_done()) refuse_damage();
    for (const HistoryRow& row : rows) {
        if (row.person - people.first >= people.count) refuse_damage();
        histories_[shard_of(row.person)].push_back(row);
    }
}

}  // namespace txpath
