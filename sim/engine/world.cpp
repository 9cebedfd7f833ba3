#include "engine/world.hpp"

#include <algorithm>
#include <cmath>

namespace txpath {

namespace {

void note_prices(const Effects& effects, std::vector<bool>& is_price)
{
    for (const Payment& payment : effects.costs)
        if (!payment.amount.parameter.is_absent()) is_price[payment.amount.parameter.index()] = true;
    if (!effects.qalys.parameter.is_absent()) is_price[effects.qalys.parameter.index()] = true;
}

std::vector<bool> prices_of(const Commons& commons)
{
    std::vector<bool> is_price(commons.parameters.size(), false);
    if (commons.scenario == nullptr) return is_price;
    for (const State& state : commons.scenario->states) {
        for (const Payment& payment : state.costs)
            if (!payment.amount.parameter.is_absent()) is_price[payment.amount.parameter.index()] = true;
        note_prices(state.on_entry, is_price);
    }
    for (const Transition& transition : commons.scenario->transitions)
        note_prices(transition.effects, is_price);
    return is_price;
}

Counts counts(std::size_t rows, std::size_t columns)
{
    return {std::vector<std::int64_t>(rows * columns, 0), rows, columns};
}

}  // namespace

/// Flows are counted between the same times for people and clinicians.
std::unique_ptr<ModelTables> World::clinician_tables_of(const ModelTables& model)
{
    auto tables = std::make_unique<ModelTables>(*model.commons->clinicians->model);
    tables->checkpoints = model.checkpoints;
    return tables;
}

World::World(const ModelTables& model, const RunSpec& spec, std::uint32_t replicate, const Parallel& parallel)
    : spec_(spec),
      parallel_(parallel),
      luck_{spec.seed, spec.sample, replicate},
      base_(model),
      tables_(std::make_unique<ModelTables>(model)),
      readers_(readers_of_shared(model)),
      is_price_(prices_of(*model.commons)),
      census_(model),
      system_(model),
      queues_(model, Draws{luck_}),
      held_(model.commons->parameters),
      prices_(held_),
      syncs_(model.commons->syncs)
{
    const Draws draws{luck_};
    people_ = std::make_unique<Crowd>(*tables_, draws, arrival_moments(model, draws), parallel.workers);
    people_->record_histories(spec.histories);
    needs_before_ = has_form(readers_) || (model.weights_move && weights_read_shared(model));
    if (const auto& clinicians = model.commons->clinicians; clinicians != nullptr) {
        clinician_tables_ = clinician_tables_of(model);
        clinician_readers_ = readers_of_shared(*clinician_tables_);
        needs_before_ |= has_form(clinician_readers_);
        clinicians_ =
            std::make_unique<Crowd>(*clinician_tables_, draws, std::vector<double>{}, parallel.workers);
        practice_ =
            std::make_unique<Practice>(*clinicians, model.tracks[clinicians->track].first_state, luck_);
        clinicians_->see_nearby(&practice_->nearby());
        people_->watch(practice_.get());
        clinician_census_.emplace(*clinician_tables_);
    }
    if (needs_before_) {
        before_ = std::make_unique<ModelTables>(*tables_);
        if (clinician_tables_) clinician_before_ = std::make_unique<ModelTables>(*clinician_tables_);
    }
    result_.sample = spec.sample;
    result_.replicate = replicate;
    result_.weight_unit = model.weight_unit;
    result_.tally = empty_tally(model);
    result_.batches.resize(1);
    ResourceTally& resources = result_.resources;
    const std::size_t pools = model.commons->pools.size(), rows = model.reports.size() * model.cells;
    for (const PoolRow& pool : model.commons->pools)
        resources.pools.push_back(
            {ResourceId{pool.resource}, pool.category == absent ? CategoryId{} : CategoryId{pool.category}});
    resources.capacity.resize(model.reports.size() * pools);
    resources.used.resize(rows * pools);
    for (Counts* table :
         {&resources.queue, &resources.joined, &resources.granted, &resources.gave_up, &resources.ended})
        *table = counts(rows, pools);
    resources.waits.resize(rows * pools);
}

bool World::run(double until, const std::function<void(double)>& progress)
{
    if (!is_resumed_) start();
    const double from = syncs_.front();
    for (std::size_t at = 0; at < syncs_.size() && syncs_[at] < until; ++at) {
        if (spec_.stop != nullptr && spec_.stop->load(std::memory_order_relaxed)) return false;
        const double next = at + 1 < syncs_.size() ? syncs_[at + 1] : base_.horizon;
        sync(syncs_[at], next);
        live();
        record();
        if (progress) progress((next - from) / (until - from));
    }
    return true;
}

void World::start()
{
    if (clinicians_) {
        parallel_.each(clinicians_->shards(),
                       [this](std::size_t shard, std::size_t worker) { clinicians_->start(shard, worker); });
        assign_clinicians();
        clinician_census_->take(clinicians_->logs(), 0.0, false);
    }
    parallel_.each(people_->shards(),
                   [this](std::size_t shard, std::size_t worker) { people_->start(shard, worker); });
    census_.take(people_->logs(), 0.0, false);
}

void World::assign_clinicians()
{
    std::vector<std::uint8_t> categories;
    const ClinicianRow& row = *base_.commons->clinicians;
    if (row.match != absent) {
        categories.resize(people_->size());
        parallel_.each(people_->shards(), [&](std::size_t shard, std::size_t worker) {
            people_->peek(shard, worker, row.match, categories);
        });
    }
    practice_->assign(*clinicians_, categories, people_->size());
}

std::vector<double> World::shares() const
{
    std::vector<double> values;
    for (const ShareRow& share : base_.commons->shares) {
        const std::vector<std::int64_t>& totals =
            share.is_of_clinicians ? clinician_census_->totals() : census_.totals();
        values.push_back(
            totals[0] == 0 ? 0.0 : static_cast<double>(totals[share.count]) / static_cast<double>(totals[0]));
    }
    return values;
}

/// 1 policies, 2 clinicians, 3 queues.
void World::sync(double now, double until)
{
    for (Stretch* stretch : {&stretch_, &clinician_stretch_}) {
        stretch->from = now;
        stretch->until = until;
        stretch->renewal = nullptr;
        stretch->before = nullptr;
    }
    stretch_.visits.resize(people_->shards());
    for (auto& visits : stretch_.visits) visits.clear();
    if (clinicians_) {
        clinician_stretch_.visits.resize(clinicians_->shards());
        clinician_stretch_.nearby.resize(clinicians_->shards());
        for (auto& nearby : clinician_stretch_.nearby) nearby.clear();
    }
    hold(now, until);
    if (practice_) {
        practice_->look(*clinicians_, *people_, now == 0.0, stretch_.visits, clinician_stretch_.nearby);
        for (auto& visits : stretch_.visits)
            std::stable_sort(visits.begin(), visits.end(),
                             [](const Visit& a, const Visit& b) { return a.person < b.person; });
    }
    allot(now);
}

void World::hold(double now, double until)
{
    const std::vector<double> read = shares();
    system_.sync(*tables_, now, until, read);
    renewal_.arcs.assign(tables_->arcs.size(), ArcChange::none);
    renewal_.levels = renewal_.weights = false;
    if (clinicians_) clinician_renewal_.arcs.assign(clinician_tables_->arcs.size(), ArcChange::none);
    if (system_.parameters() != held_) {
        rebuild(now);
    } else if (needs_before_) {
        keep_before();
    }
    system_.look(*tables_, now + 0.5 * (until - now));
    std::vector<double> values = system_.variables();
    values.insert(values.end(), read.begin(), read.end());
    renew_shared(values);
    complete(*tables_, renewal_);
    if (is_any(renewal_)) stretch_.renewal = &renewal_;
    if (!clinicians_) return;
    complete(*clinician_tables_, clinician_renewal_);
    if (is_any(clinician_renewal_)) clinician_stretch_.renewal = &clinician_renewal_;
}

/// The present tables once more, for what was shared until now.
void World::keep_before()
{
    if (!is_before_alike_) {
        *before_ = *tables_;
        if (clinicians_) *clinician_before_ = *clinician_tables_;
        is_before_alike_ = true;
    }
    before_->shared = tables_->shared;
    stretch_.before = before_.get();
    if (!clinicians_) return;
    clinician_before_->shared = clinician_tables_->shared;
    clinician_stretch_.before = clinician_before_.get();
}

void World::renew_shared(const std::vector<double>& values)
{
    for (std::uint32_t index = 0; index < values.size(); ++index) {
        if (values[index] == tables_->shared[index]) continue;
        tables_->shared[index] = values[index];
        for (const auto& [arc, change] : readers_[index]) renewal_.arcs[arc] |= change;
        if (tables_->in_weights[tables_->variable_of_shared(index)] != 0) renewal_.weights = true;
        if (!clinicians_) continue;
        clinician_tables_->shared[index] = values[index];
        for (const auto& [arc, change] : clinician_readers_[index]) clinician_renewal_.arcs[arc] |= change;
    }
}

/// Policies hold other numbers than before.
void World::rebuild(double now)
{
    auto fresh = recompile(base_, system_.parameters());
    if (leaves_open_) leave_all_open(*fresh);
    fresh->shared = tables_->shared;
    const auto changes = changed_arcs(*tables_, *fresh);
    for (std::size_t arc = 0; arc < changes.size(); ++arc) renewal_.arcs[arc] |= changes[arc];
    renewal_.levels = levels_differ(*tables_, *fresh);
    renewal_.weights = weights_differ(*tables_, *fresh);
    is_before_alike_ = false;
    before_ = std::move(tables_);
    tables_ = std::move(fresh);
    people_->live_under(*tables_);
    stretch_.before = before_.get();
    if (clinicians_) {
        auto own = clinician_tables_of(*tables_);
        if (leaves_open_) leave_all_open(*own);
        own->shared = clinician_tables_->shared;
        const auto own_changes = changed_arcs(*clinician_tables_, *own);
        for (std::size_t arc = 0; arc < own_changes.size(); ++arc)
            clinician_renewal_.arcs[arc] |= own_changes[arc];
        clinician_before_ = std::move(clinician_tables_);
        clinician_tables_ = std::move(own);
        clinicians_->live_under(*clinician_tables_);
        clinician_stretch_.before = clinician_before_.get();
    }
    held_ = system_.parameters();
    for (std::size_t at = 0; at < held_.size(); ++at)
        if (is_price_[at] && held_[at] != prices_[at]) {
            turn_epoch(now);
            return;
        }
}

/// Prices change: what was counted so far is priced as before.
void World::turn_epoch(double now)
{
    if (base_.weighted_states > 0)
        parallel_.each(people_->shards(), [&](std::size_t shard, std::size_t worker) {
            people_->accrue_costs(shard, worker, now);
        });
    Ledger ledger = people_->take_ledger();
    if (carried_.cells > 0) add(carried_, ledger);
    WorkerTally clocks(base_);
    const Moment moment = clocks.moment(now);
    Ledger open = clocks.take_ledger();  // empty, of the same shape
    for (std::uint64_t person = 0; person < people_->size(); ++person) {
        if (people_->shelf().state(person, 0) == Shelf::unborn) continue;
        const PersonHead head = people_->shelf().head(person);
        for (std::uint32_t track = 0; track < base_.tracks.size(); ++track) {
            const std::uint8_t local = people_->shelf().state(person, track);
            if (local == Shelf::left) continue;
            const std::uint32_t state = base_.tracks[track].first_state + local;
            const std::size_t at = head.cell * base_.states.size() + state;
            open.state_ticks.values[at] += head.weight * moment.tick;
            if (base_.states[state].weighted != absent) continue;
            open.cost_ticks[0].values[at] += head.weight * moment.tick;
            open.cost_ticks[1].values[at] += head.weight * moment.cost_tick;
        }
    }
    add(open, ledger);
    for (std::int64_t& ticks : open.state_ticks.values) ticks = -ticks;
    for (Counts& table : open.cost_ticks)
        for (std::int64_t& ticks : table.values) ticks = -ticks;
    carried_ = std::move(open);
    (result_.later.empty() ? result_.batches[0] : result_.later.back().ledger) = std::move(ledger);
    result_.later.push_back({now, held_, {}});
    prices_ = held_;
}

void World::allot(double now)
{
    queues_.admit(*people_);
    std::vector<Queues::Grant> granted;
    queues_.allot(now, *tables_, *people_, census_.totals(), stretch_.visits, granted);
    if (granted.empty()) return;
    for (auto& visits : stretch_.visits)
        std::stable_sort(visits.begin(), visits.end(),
                         [](const Visit& a, const Visit& b) { return a.person < b.person; });
    count_grants(now, granted);
}

void World::count_grants(double now, const std::vector<Queues::Grant>& granted)
{
    ResourceTally& resources = result_.resources;
    std::size_t row = 0;
    while (base_.reports[row] < now) ++row;
    for (const Queues::Grant& grant : granted) {
        const PersonHead head = people_->shelf().head(grant.person);
        const std::size_t at = (row * base_.cells + head.cell) * resources.pools.size() + grant.pool;
        resources.granted.values[at] += head.weight;
        resources.waits[at].push_back(static_cast<std::uint32_t>(std::llround(grant.wait / wait_unit)));
    }
}

/// 4 people and clinicians.
void World::live()
{
    const std::size_t people = people_->shards();
    const std::size_t clinicians = clinicians_ ? clinicians_->shards() : 0;
    parallel_.each(people + clinicians, [&](std::size_t item, std::size_t worker) {
        if (item < people)
            people_->live(item, worker, stretch_);
        else
            clinicians_->live(item - people, worker, clinician_stretch_);
    });
    const bool is_over = stretch_.until >= base_.horizon;
    census_.take(people_->logs(), stretch_.until, is_over);
    if (clinicians_) clinician_census_->take(clinicians_->logs(), stretch_.until, is_over);
}

/// The report times the stretch has passed.
void World::record()
{
    ResourceTally& resources = result_.resources;
    const Commons& commons = *tables_->commons;
    const std::size_t pools = commons.pools.size();
    if (result_.system.empty()) result_.system.resize(base_.reports.size() * commons.system.size());
    for (std::size_t row = census_.first_row(); row < census_.end_row(); ++row) {
        const double time = base_.reports[row];
        for (std::size_t index = 0; index < commons.system.size(); ++index)
            result_.system[row * commons.system.size() + index] = system_.variable_at(index, time);
        for (std::uint32_t pool = 0; pool < pools; ++pool) {
            resources.capacity[row * pools + pool] = commons.pools[pool].capacity * commons.scale;
            for (std::uint32_t cell = 0; cell < base_.cells; ++cell) {
                const std::size_t at = (row * base_.cells + cell) * pools + pool;
                const std::int64_t* now = census_.at(row, cell);
                const std::int64_t* before = row == 0 ? nullptr : census_.at(row - 1, cell);
                resources.used[at] = use_of(*tables_, pool, now) * commons.scale;
                resources.queue.values[at] = waiting_in(*tables_, pool, now);
                const auto flow = [&](QueueFlow kind) {
                    const std::uint32_t place = commons.pools[pool].flows + static_cast<std::uint32_t>(kind);
                    return now[place] - (before == nullptr ? 0 : before[place]);
                };
                resources.joined.values[at] = flow(QueueFlow::joined);
                resources.gave_up.values[at] = flow(QueueFlow::gave_up);
                resources.ended.values[at] = flow(QueueFlow::ended);
            }
        }
    }
}

ReplicateResult World::take_result()
{
    Ledger ledger = people_->take_ledger();
    if (carried_.cells > 0) add(carried_, ledger);
    (result_.later.empty() ? result_.batches[0] : result_.later.back().ledger) = std::move(ledger);
    people_->flush(result_.tally);
    finish(base_, result_.tally);
    result_.histories = people_->take_histories();
    result_.instants += people_->take_instants();
    result_.policies = system_.history();
    if (clinicians_) {
        if (!is_resumed_) result_.clinicians = empty_tally(*clinician_tables_);
        clinicians_->flush(result_.clinicians);
        finish(*clinician_tables_, result_.clinicians);
        result_.instants += clinicians_->take_instants();
    }
    return std::move(result_);
}

std::optional<NetworkFacts> World::network_facts() const
{
    if (!practice_) return std::nullopt;
    const ClinicianRow& row = *base_.commons->clinicians;
    return facts_of(row.network, practice_->network(), static_cast<std::uint32_t>(row.model->people));
}

}  // namespace txpath
