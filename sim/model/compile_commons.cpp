// compile_commons.cpp -- pools, the system, policies and clinicians.
#include <algorithm>
#include <cmath>

#include "model/commons.hpp"
#include "model/compile.hpp"

namespace txpath {

namespace {

constexpr double ln2 = 0.69314718055994530942;

std::uint32_t index_of(const auto& id)
{
    return id.is_absent() ? absent : static_cast<std::uint32_t>(id.index());
}

void note_neighbours(const Condition& condition, std::vector<StateId>& states)
{
    for (const Condition& part : condition.parts) note_neighbours(part, states);
    if (condition.kind == Condition::Kind::compare && condition.of.subject == Subject::neighbours)
        states.push_back(condition.of.state);
}

/// States of clinicians whose share among neighbours some transition reads.
std::vector<StateId> read_of_neighbours(const Scenario& scenario)
{
    std::vector<StateId> states;
    const auto note = [&](const Reading& of) {
        if (of.subject == Subject::neighbours) states.push_back(of.state);
    };
    for (const Transition& transition : scenario.transitions) {
        for (const Ratio& ratio : transition.hazard_ratios) note(ratio.of);
        for (const Option& option : transition.to)
            for (const Ratio& ratio : option.odds_ratios) note(ratio.of);
        if (transition.proportional_to) note(*transition.proportional_to);
        note_neighbours(transition.only_if, states);
    }
    for (const State& state : scenario.states)
        for (const Case& one : state.decide) {
            note_neighbours(one.only_if, states);
            for (const Option& option : one.to)
                for (const Ratio& ratio : option.odds_ratios) note(ratio.of);
        }
    std::sort(states.begin(), states.end());
    states.erase(std::unique(states.begin(), states.end()), states.end());
    return states;
}

}  // namespace

/// The clinicians' own scenario shares what the people's shares but has nothing of its own to hold together.
bool Compiler::is_of_clinicians() const noexcept
{
    return scenario_.tracks.size() == 1 && scenario_.tracks.front().name == "clinician" &&
           !scenario_.tracks.front().is_given;
}

std::uint32_t Compiler::shared_index(const Reading& reading) const noexcept
{
    if (reading.subject == Subject::system) return static_cast<std::uint32_t>(reading.system.index());
    return static_cast<std::uint32_t>(scenario_.shared.system.size() +
                                      place_of_share(scenario_.shared, reading));
}

std::uint32_t Compiler::nearby_index(const Reading& reading) const noexcept
{
    return static_cast<std::uint32_t>(std::find(nearby_.begin(), nearby_.end(), reading.state) -
                                      nearby_.begin());
}

/// Room for what is shared, before anything reads it.
void Compiler::compile_shared()
{
    tables_.shared.assign(scenario_.shared.system.size() + scenario_.shared.shares.size(), 0.0);
    for (std::size_t index = 0; index < scenario_.shared.system.size(); ++index)
        tables_.shared[index] = number(scenario_.shared.system[SystemId{index}].start);
    nearby_ = read_of_neighbours(scenario_);
    tables_.nearby = static_cast<std::uint32_t>(nearby_.size());
    tables_.first_nearby = tables_.number_slots;
    tables_.number_slots += tables_.nearby;
}

/// Count the people in a state, by the categories in `slot` of their records; returns the first place.
std::uint32_t Compiler::count_people(std::uint32_t state, std::uint32_t slot)
{
    std::vector<CountRow>& rows = counted_[state];
    for (const CountRow& row : rows)
        if (row.slot == slot) return row.first;
    rows.push_back({slot, tables_.counts});
    std::uint32_t places = 1;
    for (const AttributeRow& attribute : tables_.attributes)
        if (slot != absent && attribute.is_categorical && attribute.slot == slot)
            places = attribute.categories;
    tables_.counts += places;
    return rows.back().first;
}

void Compiler::lay_counts()
{
    for (std::size_t state = 0; state < tables_.states.size(); ++state) {
        tables_.states[state].counts = {static_cast<std::uint32_t>(tables_.count_rows.size()),
                                        static_cast<std::uint32_t>(counted_[state].size())};
        tables_.count_rows.insert(tables_.count_rows.end(), counted_[state].begin(), counted_[state].end());
    }
}

void Compiler::compile_resource(const Resource& resource, Commons& commons)
{
    ResourceRow row{};
    const auto index = static_cast<std::uint32_t>(commons.resources.size());
    row.by = resource.by.is_absent() ? absent : tables_.attributes[resource.by.index()].slot;
    row.pools = {static_cast<std::uint32_t>(commons.pools.size()),
                 static_cast<std::uint32_t>(resource.capacity.size())};
    for (std::uint32_t pool = 0; pool < row.pools.count; ++pool) {
        const double real =
            non_negative(resource.capacity[pool], resource.at, "the capacity of '" + resource.name + "'");
        commons.pools.push_back({index, row.by == absent ? absent : pool, real / commons.scale, 0});
    }
    row.uses.first = static_cast<std::uint32_t>(commons.uses.size());
    for (const auto& [state, use] : resource.used_by) {
        const auto at = static_cast<std::uint32_t>(state.index());
        commons.uses.push_back({at, non_negative(use, resource.at, "a use of '" + resource.name + "'"),
                                count_people(at, row.by)});
    }
    row.uses.count = static_cast<std::uint32_t>(resource.used_by.size());
    row.waits.first = static_cast<std::uint32_t>(commons.waits.size());
    for (std::uint32_t at = 0; at < tables_.states.size(); ++at) {
        const State& state = scenario_.states[StateId{at}];
        if (state.waits_for.is_absent() || state.waits_for.index() != index) continue;
        tables_.states[at].queue = index;
        tables_.states[at].then = static_cast<std::uint32_t>(state.then.index());
        double need = 0.0;
        for (std::uint32_t use = row.uses.first; use < row.uses.end(); ++use)
            if (commons.uses[use].state == tables_.states[at].then) need = commons.uses[use].amount;
        commons.waits.push_back({at, count_people(at, row.by), need});
        ++row.waits.count;
    }
    row.order = ResourceRow::Order::first_come;
    row.order_slot = absent;
    row.is_highest_first = resource.is_highest_first;
    if (!resource.order_by.is_absent()) {
        const AttributeRow& by = tables_.attributes[resource.order_by.index()];
        row.order = by.is_categorical ? ResourceRow::Order::category : ResourceRow::Order::number;
        row.order_slot = by.slot;
        if (by.is_categorical) {
            row.ranks.assign(by.categories, static_cast<std::uint32_t>(resource.first.size()));
            for (std::uint32_t rank = 0; rank < resource.first.size(); ++rank)
                row.ranks[resource.first[rank].index()] = rank;
        }
    }
    row.decision = decision("queue:" + resource.name).hash;
    row.occurrence = tables_.branch_counters++;
    commons.resources.push_back(std::move(row));
}

void Compiler::compile_policy(const Policy& policy, Commons& commons)
{
    PolicyRow row{};
    const auto duration = [&](const Value& value) {
        return non_negative(value, policy.at, "a time of policy '" + policy.name + "'");
    };
    row.from = policy.from ? duration(*policy.from) : 0.0;
    row.waits = !policy.when.is_always();
    row.gate = row.waits ? gate(policy.when) : absent;
    row.over = duration(policy.over);
    row.until = policy.until ? duration(*policy.until) : never;
    row.lasts = policy.lasts ? duration(*policy.lasts) : never;
    row.settings = {static_cast<std::uint32_t>(commons.settings.size()),
                    static_cast<std::uint32_t>(policy.set.size())};
    for (const PolicySetting& setting : policy.set) {
        const std::size_t target = setting.parameter.is_absent()
                                       ? scenario_.parameters.size() + setting.system.index()
                                       : setting.parameter.index();
        commons.settings.push_back({static_cast<std::uint32_t>(target), number(setting.amount)});
    }
    commons.policies.push_back(row);
}

void Compiler::compile_clinicians(Commons& commons)
{
    const Clinicians& clinicians = *scenario_.shared.clinicians;
    Compiler own{*clinicians.scenario, parameters_,
                 base_ == nullptr ? nullptr : base_->commons->clinicians->model.get()};
    if (like_ != nullptr && like_->commons != nullptr && like_->commons->clinicians != nullptr)
        own.reuse(like_->commons->clinicians->model.get());
    auto tables = own.compile();
    if (!tables) {
        found_.append(tables.why_not());
        return;
    }
    commons.clinicians = std::make_unique<ClinicianRow>();
    ClinicianRow& row = *commons.clinicians;
    row.nearby.reserve(own.nearby_.size());
    for (const StateId state : own.nearby_) row.nearby.push_back(static_cast<std::uint32_t>(state.index()));
    row.model = std::move(tables.value());
    row.network = clinicians.network;
    row.track = index_of(clinicians.track);
    row.match = clinicians.match.is_absent() ? absent : tables_.attributes[clinicians.match.index()].slot;
    row.match_of =
        clinicians.match_of.is_absent() ? absent : row.model->attributes[clinicians.match_of.index()].slot;
}

/// The grid, and every moment known beforehand at which something is held or let go.
void Compiler::compile_syncs(Commons& commons) const
{
    std::vector<double>& syncs = commons.syncs;
    for (std::uint64_t k = 0; static_cast<double>(k) * scenario_.time.sync_every < tables_.horizon; ++k)
        syncs.push_back(static_cast<double>(k) * scenario_.time.sync_every);
    for (const PolicyRow& policy : commons.policies) {
        syncs.push_back(policy.until);
        if (policy.waits) continue;
        syncs.push_back(policy.from);
        const double end = std::min(policy.until, policy.from + policy.lasts);
        if (policy.from + policy.over < end) syncs.push_back(policy.from + policy.over);
        syncs.push_back(policy.from + policy.lasts);
    }
    std::sort(syncs.begin(), syncs.end());
    syncs.erase(std::unique(syncs.begin(), syncs.end()), syncs.end());
    while (!syncs.empty() && syncs.back() >= tables_.horizon) syncs.pop_back();
}

void Compiler::compile_commons()
{
    counted_.resize(tables_.states.size());
    if (is_of_clinicians()) {  // the world looks at each of them
        tables_.counts = 1;
        for (std::uint32_t state = 0; state < tables_.states.size(); ++state)
            (void)count_people(state, absent);
        lay_counts();
        return;
    }
    const Shared& shared = scenario_.shared;
    if (!has_sync_points(shared)) return;
    Commons commons;
    commons.scale = scenario_.people.scale;
    commons.parameters.assign(parameters_.begin(), parameters_.end());
    tables_.counts = 1;  // people present
    for (const Resource& resource : shared.resources) compile_resource(resource, commons);
    for (const SystemVariable& variable : shared.system) {
        const double start = number(variable.start);
        const auto rate = [&](const Value& half_life) {
            const double days = number(half_life);
            return variable.toward && days > 0.0 ? ln2 / days : 0.0;
        };
        commons.system.push_back({start, variable.toward ? number(*variable.toward) : start,
                                  rate(variable.rising), rate(variable.falling),
                                  variable.min.value_or(-never), variable.max.value_or(never)});
    }
    for (const Policy& policy : shared.policies) compile_policy(policy, commons);
    if (shared.clinicians) compile_clinicians(commons);
    for (const Reading& share : shared.shares) {
        const auto state = static_cast<std::uint32_t>(share.state.index());
        const bool is_of_clinicians = share.subject == Subject::clinicians;
        commons.shares.push_back(
            {is_of_clinicians, state, is_of_clinicians ? 1 + state : count_people(state, absent)});
    }
    lay_counts();
    for (PoolRow& pool : commons.pools) {
        pool.flows = tables_.counts;
        tables_.counts += queue_flows;
    }
    compile_syncs(commons);
    if (!shared.policies.empty()) {
        if (base_ != nullptr) {
            commons.scenario = base_->commons->scenario;
        } else {
            auto kept = std::make_shared<Scenario>(scenario_);
            kept->lines.clear();
            kept->effective_text.clear();
            kept->explained_text.clear();
            commons.scenario = std::move(kept);
        }
    }
    tables_.commons = std::make_shared<const Commons>(std::move(commons));
}

}  // namespace txpath
