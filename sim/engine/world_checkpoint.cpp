// world_checkpoint.cpp -- the part of World that is written down at a sync point, and goes on from there.
//
// Assumes   at that moment everybody has lived up to it, and nothing of the sync point was done yet.
// Not here  what follows from the rest: stocks are counted again, clinicians are assigned anew, who waits
//           says since when.
#include <algorithm>
#include <tuple>

#include "engine/counts_code.hpp"
#include "engine/world.hpp"

namespace txpath {

namespace {

std::size_t flows_of(const ModelTables& model)
{
    return model.commons->pools.size() * queue_flows;
}

}  // namespace

void World::leave_thresholds_open()
{
    leaves_open_ = true;
    leave_all_open(*tables_);
    if (clinician_tables_) leave_all_open(*clinician_tables_);
}

// Writing.

void World::write(double now, CheckpointReplicate& out)
{
    queues_.admit(*people_);
    write_counts(out.front);
    write_shared(out.front);
    census_.write_flows(flows_of(base_), out.front);
    if (clinicians_) {
        practice_->write(out.front);
        write_crowd(*clinicians_, now, out.clinicians);
    }
    queues_.write(*people_, out.front);
    write_crowd(*people_, now, out.people);
}

/// What was counted and spent so far.
void World::write_counts(ByteWriter& out)
{
    people_->flush(result_.tally);
    result_.instants += people_->take_instants();
    if (clinicians_) {
        result_.clinicians = empty_tally(*clinician_tables_);
        clinicians_->flush(result_.clinicians);
        result_.instants += clinicians_->take_instants();
    }
    Ledger ledger = people_->take_ledger();
    if (carried_.cells > 0) add(carried_, ledger);
    carried_ = {};
    add(ledger, result_.later.empty() ? result_.batches[0] : result_.later.back().ledger);
    write_counted(result_, Crowd::shard_size, out);
    if (clinicians_) txpath::write(result_.clinicians, out);
    out.whole(result_.later.size());
    for (const Epoch& epoch : result_.later) {
        out.number(epoch.from);
        out.numbers(epoch.parameters);
        txpath::write(epoch.ledger, out);
    }
    txpath::write(result_.resources, out);
    std::size_t known = result_.system.size();
    while (known > 0 && result_.system[known - 1] == 0.0) --known;
    out.numbers(std::span{result_.system}.first(known));
}

/// What held in the stretch that has ended.
void World::write_shared(ByteWriter& out) const
{
    out.numbers(held_);
    out.numbers(prices_);
    const Commons& commons = *base_.commons;
    out.numbers(std::span{tables_->shared}.first(commons.system.size()));
    out.whole(commons.shares.size());
    for (std::size_t index = 0; index < commons.shares.size(); ++index) {
        out.flag(commons.shares[index].is_of_clinicians);
        out.whole(commons.shares[index].state);
        out.number(tables_->shared[commons.system.size() + index]);
    }
    system_.write(out);
}

void World::write_crowd(Crowd& crowd, double now, std::vector<std::string>& chunks)
{
    const std::size_t begun = crowd.begun(now);
    chunks.resize((begun + Crowd::shard_size - 1) / Crowd::shard_size);
    parallel_.each(chunks.size(), [&](std::size_t shard, std::size_t worker) {
        chunks[shard] = crowd.write(shard, worker, now);
    });
}

// Going on.

void World::resume(const Resumption& from)
{
    const CheckpointHead& head = from.checkpoint->head;
    const double now = head.moment;
    ReadReplicate replicate = written_replicate(from, result_.replicate);
    ByteReader& in = replicate.front;
    std::ignore = read_counted(base_, result_, in);
    if (head.has_sync_points) {
        resume_counts(from, in);
        hold_as_written(from, in);
        resume_shared(in);
        system_.resume(from.policy_of, in);
        system_.resume_under(*tables_);
    }
    census_.resume(now, head.has_sync_points ? flows_of(base_) : 0, in);
    if (clinicians_) {
        ByteReader none({});
        clinician_census_->resume(now, 0, none);
        parallel_.each(replicate.clinicians.size(), [&](std::size_t chunk, std::size_t worker) {
            clinicians_->resume(worker, now, replicate.clinicians[chunk]);
        });
        take_stock(*clinicians_, *clinician_tables_, now, *clinician_census_);
        assign_clinicians();
        practice_->resume(*clinicians_, clinicians_->logs().front()->moved, in);
    }
    const auto resume_people = [&](std::size_t chunk, std::size_t worker) {
        people_->resume(worker, now, replicate.people[chunk]);
    };
    if (head.has_sync_points)  // chunks are shards
        parallel_.each(replicate.people.size(), resume_people);
    else
        for (std::size_t chunk = 0; chunk < replicate.people.size(); ++chunk) resume_people(chunk, 0);
    take_stock(*people_, *tables_, now, census_);
    if (head.has_sync_points) queues_.resume(*people_, in);
    if (!in.is_done()) refuse_damage();
    carried_ = std::move(result_.later.empty() ? result_.batches[0] : result_.later.back().ledger);
    std::erase_if(syncs_, [&](double sync) { return sync <= now; });
    syncs_.insert(syncs_.begin(), now);
    is_resumed_ = true;
}

void World::resume_counts(const Resumption& from, ByteReader& in)
{
    if (clinicians_) {
        result_.clinicians = empty_tally(*clinician_tables_);
        add(in, result_.clinicians);
    }
    for (std::size_t left = in.count(1); left > 0; --left) {
        Epoch epoch;
        epoch.from = in.number();
        epoch.parameters = parameters_now(from, in.numbers(), base_.commons->parameters);
        epoch.ledger = empty_ledger(base_);
        add(in, epoch.ledger);
        result_.later.push_back(std::move(epoch));
    }
    add(in, result_.resources);
    const std::vector<double> known = in.numbers();
    result_.system.resize(base_.reports.size() * base_.commons->system.size());
    if (known.size() > result_.system.size()) return in.damage();
    std::copy(known.begin(), known.end(), result_.system.begin());
}

/// The tables of the stretch that has ended.
void World::hold_as_written(const Resumption& from, ByteReader& in)
{
    held_ = parameters_now(from, in.numbers(), base_.commons->parameters);
    prices_ = parameters_now(from, in.numbers(), base_.commons->parameters);
    if (held_ == base_.commons->parameters) return;
    tables_ = recompile(base_, held_);
    people_->live_under(*tables_);
    is_before_alike_ = false;
    if (!clinicians_) return;
    clinician_tables_ = clinician_tables_of(*tables_);
    clinicians_->live_under(*clinician_tables_);
}

void World::resume_shared(ByteReader& in)
{
    const Commons& commons = *base_.commons;
    std::vector<double> values = in.numbers();
    if (values.size() != commons.system.size()) return in.damage();
    values.resize(commons.system.size() + commons.shares.size(), 0.0);
    for (std::size_t left = in.count(10); left > 0; --left) {
        const bool is_of_clinicians = in.flag();
        const std::uint64_t state = in.whole();
        const double value = in.number();
        for (std::size_t index = 0; index < commons.shares.size(); ++index)
            if (commons.shares[index].is_of_clinicians == is_of_clinicians &&
                commons.shares[index].state == state)
                values[commons.system.size() + index] = value;
    }
    tables_->shared = values;
    if (clinician_tables_) clinician_tables_->shared = values;
}

/// Count those who have begun where they are.
void World::take_stock(const Crowd& crowd, const ModelTables& model, double now, Census& census) const
{
    const Shelf& shelf = crowd.shelf();
    for (std::uint64_t person = 0; person < crowd.begun(now); ++person) {
        const PersonHead head = shelf.head(person);
        if (!head.has_left) census.count(head.cell, 0, head.weight);
        for (std::uint32_t track = 0; track < model.tracks.size(); ++track) {
            const std::uint8_t local = shelf.state(person, track);
            if (local == Shelf::left) continue;
            const Range rows = model.states[model.tracks[track].first_state + local].counts;
            for (std::uint32_t at = rows.first; at < rows.end(); ++at) {
                const CountRow& row = model.count_rows[at];
                census.count(head.cell,
                             row.first + (row.slot == absent ? 0 : shelf.category(person, row.slot)),
                             head.weight);
            }
        }
    }
}

}  // namespace txpath
