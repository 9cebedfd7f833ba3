#include "engine/counts_code.hpp"

#include <algorithm>

#include "engine/worker.hpp"

namespace txpath {

namespace {

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
    return code == 0 ? Key{} : Key{static_cast<std::size_t>(code - 1)};
}

}  // namespace

void write(const Ledger& ledger, ByteWriter& out)
{
    for (const Counts* part : counts_of(ledger)) out.mostly_zeros(part->values);
}

void add(ByteReader& in, Ledger& ledger)
{
    for (Counts* part : counts_of(ledger)) in.add_mostly_zeros(part->values);
}

Ledger empty_ledger(const ModelTables& model)
{
    return WorkerTally(model).take_ledger();
}

void write(const Tally& tally, ByteWriter& out)
{
    for (const Counts* table : counts_of(tally)) out.mostly_zeros(table->values);
}

void add(ByteReader& in, Tally& tally)
{
    for (Counts* table : counts_of(tally)) in.add_mostly_zeros(table->values);
}

void write(const ResourceTally& tally, ByteWriter& out)
{
    for (const Counts* table : counts_of(tally)) out.mostly_zeros(table->values);
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
    for (Counts* table : counts_of(tally)) in.add_mostly_zeros(table->values);
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
