// lives.cpp -- the part of Live that remembers whole lives, and what a remembered life answers.
#include "txpath/lives.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/elementary.hpp"
#include "engine/live.hpp"

namespace txpath {

namespace {

/// The rows of the person at `place`.
template <class Row>
std::span<const Row> rows_at(const std::vector<Row>& rows, const std::vector<std::size_t>& first,
                             std::size_t place) noexcept
{
    return std::span{rows}.subspan(first[place], first[place + 1] - first[place]);
}

/// Rows of several people, as they came in turn, to rows by person; the order within a person stays.
template <class Row>
std::vector<std::size_t> sort_by_person(const std::vector<std::uint64_t>& persons, std::vector<Row>& rows)
{
    std::vector<std::size_t> places;
    places.reserve(rows.size());
    std::vector<std::size_t> first(persons.size() + 1, 0);
    for (const Row& row : rows) {
        const auto found = std::lower_bound(persons.begin(), persons.end(), row.person);
        places.push_back(static_cast<std::size_t>(found - persons.begin()));
        ++first[places.back() + 1];
    }
    for (std::size_t place = 0; place < persons.size(); ++place) first[place + 1] += first[place];
    std::vector<std::size_t> next(first.begin(), first.end() - 1);
    std::vector<Row> sorted(rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) sorted[next[places[at]]++] = rows[at];
    rows = std::move(sorted);
    return first;
}

}  // namespace

// What Live remembers.

void Live::record_lives(Lives* lives) noexcept
{
    lives_ = lives;
    histories_below_ = lives == nullptr ? 0 : std::numeric_limits<std::uint64_t>::max();
}

void Live::note_start(const Person& person)
{
    lives_->persons.push_back(person.head().id);
    for (const AttributeRow& row : model_.attributes)
        lives_->attributes.push_back(row.is_categorical ? static_cast<double>(person.categories()[row.slot])
                                                        : person.numbers()[row.slot]);
    for (std::uint32_t level = 0; level < model_.levels.size(); ++level) note_stretch(person, level);
    for (std::uint32_t counter = 0; counter < model_.counters.size(); ++counter)
        note_counter(person, counter);
}

void Live::note_stretch(const Person& person, std::uint32_t level)
{
    const LevelRow& row = model_.levels[level];
    const LevelPath& path = person.levels()[level];
    lives_->levels.push_back(
        {person.head().id, LevelId{level}, path.since, path.value, path.target, path.rate, row.min, row.max});
}

void Live::note_counter(const Person& person, std::uint32_t counter)
{
    lives_->counters.push_back({person.head().id, CounterId{counter}, now_.time, person.counters()[counter]});
}

void Live::run_listed(std::span<const std::uint64_t> persons)
{
    is_plain_ = false;  // lives are remembered on the way that takes people one by one
    for (std::size_t done = 0; done < persons.size();) {
        const std::size_t block = std::min(lanes_, persons.size() - done);
        for (std::size_t lane = 0; lane < block; ++lane) {
            draw_first(persons[done + lane], 1);
            uniforms_ = first_uniforms_.data();
            std::byte* record = records_ + lane * layout_.bytes;
            begin(record, persons[done + lane], 0.0);
            if (!Person{record, layout_}.head().has_left) active_.push_back(record);
        }
        run_rounds();
        done += block;
    }
}

void complete(const ModelTables& model, Lives& lives)
{
    lives.attribute_count = model.attributes.size();
    lives.first_move = sort_by_person(lives.persons, lives.moves);
    lives.first_level = sort_by_person(lives.persons, lives.levels);
    lives.first_counter = sort_by_person(lives.persons, lives.counters);
    lives.ended.assign(lives.persons.size(), std::numeric_limits<double>::infinity());
    for (std::size_t place = 0; place < lives.persons.size(); ++place)
        for (const HistoryRow& row : rows_at(lives.moves, lives.first_move, place))
            if (model.states[row.to.index()].ends) lives.ended[place] = row.stop;
}

// What a life answers.

std::span<const HistoryRow> Life::moves() const noexcept
{
    return rows_at(lives_->moves, lives_->first_move, place_);
}

std::span<const LevelStretch> Life::levels() const noexcept
{
    return rows_at(lives_->levels, lives_->first_level, place_);
}

std::span<const CounterChange> Life::counters() const noexcept
{
    return rows_at(lives_->counters, lives_->first_counter, place_);
}

double Life::attribute(AttributeId id) const noexcept
{
    return lives_->attributes[place_ * lives_->attribute_count + id.index()];
}

StateId Life::state(TrackId track, double moment) const noexcept
{
    StateId state, last;
    for (const HistoryRow& row : moves()) {
        if (row.stop > moment) break;
        if (row.track == track) state = row.to;
        last = row.to;
    }
    return moment >= ended() && last != state ? StateId{} : state;
}

double Life::level(LevelId id, double moment) const noexcept
{
    const LevelStretch* now = nullptr;
    for (const LevelStretch& stretch : levels()) {
        if (stretch.since > moment) break;
        if (stretch.level == id) now = &stretch;
    }
    if (now == nullptr) return std::numeric_limits<double>::quiet_NaN();
    const double gap = now->value - now->target;
    const double x = gap == 0.0 || now->rate == 0.0
                         ? now->value
                         : now->target + gap * portable::exp(-now->rate * (moment - now->since));
    return std::clamp(x, now->min, now->max);
}

std::int64_t Life::counter(CounterId id, double moment) const noexcept
{
    std::int64_t value = 0;
    for (const CounterChange& change : counters()) {
        if (change.since > moment) break;
        if (change.counter == id) value = change.value;
    }
    return value;
}

}  // namespace txpath
