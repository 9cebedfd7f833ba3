#include "engine/counts_code.hpp"

#include <algorithm>
#include <array>

#include "engine/worker.hpp"

namespace txpath {

namespace {

template <class Table>
auto parts_of(Table& ledger)
{
    return std::array{&ledger.people,         &ledger.state_ticks,      &ledger.cost_ticks[0],
                      &ledger.cost_ticks[1],  &ledger.entries[0],       &ledger.entries[1],
                      &ledger.entries_health, &ledger.events[0],        &ledger.events[1],
                      &ledger.events_health,  &ledger.quality_ticks[0], &ledger.quality_ticks[1],
                      &ledger.life_ticks[0],  &ledger.life_ticks[1]};
}

template <class Table>
auto tables_of(Table& tally)
{
    return std::array{&tally.entered, &tally.present, &tally.occupancy, &tally.person_ticks, &tally.events,
                      &tally.entries, &tally.levels,  &tally.utility,   &tally.sojourns,     &tally.flows};
}

template <class Table>
auto queues_of(Table& tally)
{
    return std::array{&tally.queue, &tally.joined, &tally.granted, &tally.gave_up, &tally.ended};
}

/// Numbers but for the zeros at the end.
void write_front(const std::vector<double>& numbers, ByteWriter& out)
{
    std::size_t count = numbers.size();
    while (count > 0 && numbers[count - 1] == 0.0) --count;
    out.numbers(std::span{numbers}.first(count));
}

void read_front(ByteReader& in, std::vector<double>& numbers)
{
    const std::vector<double> read = in.numbers();
    if (read.size() > numbers.size()) return in.damage();
    std::copy(read.begin(), read.end(), numbers.begin());
}

template <class Tag>
std::uint64_t coded(Id<Tag> id)
{
    return id.is_absent() ? 0 : id.index() + 1;
}

template <class Key>
Key decoded(std::uint64_t code)
{
    return code == 0 ? Key{} : Key{code - 1};
}

}  // namespace

/// Most are 0: those that are not, each after how many places.
void write(std::span<const std::int64_t> counts, ByteWriter& out)
{
    out.whole(counts.size() - static_cast<std::size_t>(std::ranges::count(counts, 0)));
    std::uint64_t passed = 0;
    for (const std::int64_t count : counts) {
        if (count == 0) {
            ++passed;
            continue;
        }
        out.whole(std::exchange(passed, 0));
        out.signed_whole(count);
    }
}

void add(ByteReader& in, std::span<std::int64_t> counts)
{
    std::uint64_t at = 0;
    for (std::size_t left = in.count(2); left > 0; --left, ++at) {
        at += in.whole();
        if (at >= counts.size()) return in.damage();
        counts[at] += in.signed_whole();
    }
}

void write(const Ledger& ledger, ByteWriter& out)
{
    for (const Counts* part : parts_of(ledger)) write(part->values, out);
}

void add(ByteReader& in, Ledger& ledger)
{
    for (Counts* part : parts_of(ledger)) add(in, part->values);
}

Ledger empty_ledger(const ModelTables& model)
{
    return WorkerTally(model).take_ledger();
}

void write(const Tally& tally, ByteWriter& out)
{
    for (const Counts* table : tables_of(tally)) write(table->values, out);
}

void add(ByteReader& in, Tally& tally)
{
    for (Counts* table : tables_of(tally)) add(in, table->values);
}

void write(const ResourceTally& tally, ByteWriter& out)
{
    for (const Counts* table : queues_of(tally)) write(table->values, out);
    write_front(tally.capacity, out);
    write_front(tally.used, out);
    std::size_t rows = tally.waits.size();
    while (rows > 0 && tally.waits[rows - 1].empty()) --rows;
    out.whole(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        out.whole(tally.waits[row].size());
        for (const std::uint32_t wait : tally.waits[row]) out.whole(wait);
    }
}

void add(ByteReader& in, ResourceTally& tally)
{
    for (Counts* table : queues_of(tally)) add(in, table->values);
    read_front(in, tally.capacity);
    read_front(in, tally.used);
    const std::size_t rows = in.count(1);
    if (rows > tally.waits.size()) return in.damage();
    for (std::size_t row = 0; row < rows; ++row) {
        tally.waits[row].resize(in.count(1));
        for (std::uint32_t& wait : tally.waits[row]) wait = static_cast<std::uint32_t>(in.whole());
    }
}

void write_histories(std::span<const HistoryRow> rows, ByteWriter& out)
{
    out.whole(rows.size());
    for (const HistoryRow& row : rows) {
        out.whole(row.person);
        out.whole(coded(row.track));
        out.whole(coded(row.from));
        out.whole(coded(row.to));
        out.whole(coded(row.transition));
        out.number(row.start);
        out.number(row.stop);
    }
}

std::vector<HistoryRow> read_histories(ByteReader& in, std::uint64_t below)
{
    std::vector<HistoryRow> rows;
    for (std::size_t left = in.count(21); left > 0; --left) {
        HistoryRow row;
        row.person = in.whole();
        row.track = decoded<TrackId>(in.whole());
        row.from = decoded<StateId>(in.whole());
        row.to = decoded<StateId>(in.whole());
        row.transition = decoded<TransitionId>(in.whole());
        row.start = in.number();
        row.stop = in.number();
        if (row.person < below) rows.push_back(row);
    }
    return rows;
}

}  // namespace txpath
