#include "model/compile.hpp"

#include <utility>

#include "base/elementary.hpp"
#include "base/fingerprint.hpp"
#include "txpath/results.hpp"

namespace txpath {

Compiler::Compiler(const Scenario& scenario, std::span<const double> parameters, const ModelTables* base)
    : scenario_(scenario), parameters_(parameters), base_(base)
{
}

double Compiler::number(const Value& value) const noexcept
{
    return converted(value,
                     value.parameter.is_absent() ? value.number : parameters_[value.parameter.index()]);
}

void Compiler::mistake(const Span& at, std::string message)
{
    Diagnostic found;
    found.at = at;
    found.message = std::move(message);
    found_.add(std::move(found));
}

double Compiler::non_negative(const Value& value, const Span& at, const std::string& what)
{
    const double x = number(value);
    if (!(x >= 0.0)) mistake(at, what + " is negative for these parameter values");
    return x;
}

double Compiler::share(const Value& value, const Span& at, const std::string& what)
{
    const double x = number(value);
    if (!(x >= 0.0 && x <= 1.0)) mistake(at, what + " is outside 0 to 1 for these parameter values");
    return x;
}

void Compiler::compile_time()
{
    tables_.horizon = scenario_.time.horizon;
    tables_.report_every = scenario_.time.report_every;
    tables_.sojourn_bins = scenario_.outputs.sojourns ? SojournBins::count : 1;
    tables_.reports = scenario_.time.reports;
    // flows between the quarters of the horizon, on the report grid
    for (std::size_t quarter = 0; quarter <= 4; ++quarter) {
        const double t = tables_.reports[quarter * (tables_.reports.size() - 1) / 4];
        if (tables_.checkpoints.empty() || t > tables_.checkpoints.back()) tables_.checkpoints.push_back(t);
    }
}

void Compiler::compile_economics()
{
    const Economics& economics = scenario_.economics;
    tables_.discount_costs = portable::log1p(number(economics.discount_costs)) / days_per_year;
    tables_.discount_health = portable::log1p(number(economics.discount_health)) / days_per_year;
    tables_.utility_rule = economics.utilities;
}

void Compiler::compile_strata()
{
    for (const AttributeId by : scenario_.outputs.by) {
        tables_.strata.push_back(static_cast<std::uint32_t>(by.index()));
        tables_.cells *= tables_.attributes[by.index()].categories;
    }
}

namespace {

/// Everything of a table that can change a result.
void add(Fingerprint& print, const Range& range)
{
    print.add(range.first);
    print.add(range.count);
}

template <class Number>
void add_all(Fingerprint& print, const std::vector<Number>& numbers)
{
    print.add(numbers.size());
    for (const Number& number : numbers) print.add(number);
}

void add_tracks(Fingerprint& print, const ModelTables& model)
{
    for (const TrackRow& row : model.tracks) {
        print.add(row.draw);
        print.add(row.first_state);
        print.add(row.by);
        add(print, row.start);
    }
    for (const StartRow& row : model.starts) {
        print.add(row.up_to);
        print.add(row.state);
    }
    for (const StateRow& row : model.states) {
        for (const Range& range : {row.arcs, row.cases, row.utility_factors, row.cost_factors})
            add(print, range);
        print.add(row.on_entry);
        print.add(row.utility);
        print.add(row.ends);
    }
    for (const TransitionRow& row : model.transitions) {
        add(print, row.to.options);
        print.add(row.to.decision);
        print.add(row.effects);
    }
}

void add_hazards(Fingerprint& print, const ModelTables& model)
{
    for (const Arc& arc : model.arcs) {
        print.add(arc.counter);
        print.add(arc.rate);
        print.add(arc.law);
        print.add(arc.gate);
        add(print, arc.fixed);
        add(print, arc.factors);
        add(print, arc.movers);
    }
    for (const LawRow& row : model.laws) {
        print.add(static_cast<int>(row.law));
        print.add(static_cast<int>(row.clock));
        print.add(row.a);
        print.add(row.b);
        print.add(row.curve);
    }
    for (const CurveRow& row : model.curves) {
        add_all(print, row.knots);
        add_all(print, row.hazards);
    }
    for (const Factor& row : model.factors) {
        print.add(static_cast<int>(row.kind));
        print.add(row.source);
        print.add(row.values_at);
        for (const double x : {row.slope, row.from, row.low, row.high}) print.add(x);
    }
    for (const Mover& row : model.movers) {
        print.add(static_cast<int>(row.kind));
        print.add(row.source);
        for (const double x : {row.slope, row.from, row.low, row.high}) print.add(x);
    }
    for (const GateNode& row : model.gates) {
        print.add(static_cast<int>(row.kind));
        print.add(row.source);
        add(print, row.parts);
        for (const double x : {row.at_least, row.at_most, row.above, row.below}) print.add(x);
    }
}

void add_system(Fingerprint& print, const Commons& commons)
{
    for (const SystemRow& row : commons.system)
        for (const double x : {row.start, row.toward, row.rising, row.falling, row.min, row.max})
            print.add(x);
    for (const PolicyRow& row : commons.policies) {
        for (const double x : {row.from, row.over, row.until, row.lasts}) print.add(x);
        print.add(row.gate);
        add(print, row.settings);
    }
    for (const SettingRow& row : commons.settings) {
        print.add(row.target);
        print.add(row.amount);
    }
}

void add(Fingerprint& print, const Commons& commons)
{
    for (const ResourceRow& row : commons.resources) {
        print.add(row.by);
        print.add(static_cast<int>(row.order));
        print.add(row.order_slot);
        print.add(row.is_highest_first);
        add_all(print, row.ranks);
    }
    for (const PoolRow& row : commons.pools) print.add(row.capacity);
    for (const UseRow& row : commons.uses) {
        print.add(row.state);
        print.add(row.amount);
    }
    for (const WaitRow& row : commons.waits) print.add(row.state);
    add_system(print, commons);
    add_all(print, commons.syncs);
    if (commons.clinicians == nullptr) return;
    const ClinicianRow& clinicians = *commons.clinicians;
    print.add(clinicians.model->fingerprint);
    print.add(clinicians.match);
    print.add(static_cast<int>(clinicians.network.kind));
    print.add(clinicians.network.neighbours);
    print.add(clinicians.network.links);
    print.add(clinicians.network.rewire);
    print.add(clinicians.network.mean_links);
    for (const auto& [from, to] : clinicians.network.edges) {
        print.add(from);
        print.add(to);
    }
}

void add_people(Fingerprint& print, const ModelTables& model)
{
    for (const LevelRow& row : model.levels)
        for (const double x : {row.start, row.rising, row.falling, row.base, row.min, row.max}) print.add(x);
    for (const AttributeRow& row : model.attributes) {
        print.add(row.draw);
        for (const double x : {row.a, row.b, row.c, row.low_share, row.high_share}) print.add(x);
        print.add(row.shares_at);
        print.add(row.on);
    }
    add_all(print, model.counters);
    add_all(print, model.values);
    add_all(print, model.members);
    add_all(print, model.first_draws);
    add_all(print, model.correlation);
    add_all(print, model.weights);
    for (const auto& column : model.columns) add_all(print, column);
    print.add(model.people);
    print.add(model.arrivals_per_day);
    print.add(model.arrivals_until);
}

}  // namespace

void Compiler::take_fingerprint()
{
    Fingerprint print;
    add_tracks(print, tables_);
    add_hazards(print, tables_);
    add_people(print, tables_);
    for (const OptionRow& row : tables_.options) {
        print.add(row.state);
        print.add(row.probability);
        add(print, row.odds);
    }
    for (const Change& row : tables_.changes) {
        print.add(static_cast<int>(row.kind));
        print.add(row.target);
        print.add(row.amount);
    }
    for (const CaseRow& row : tables_.cases) {
        print.add(row.gate);
        print.add(row.chance);
        print.add(row.decision);
        add(print, row.to.options);
    }
    add_all(print, tables_.moves);
    add_all(print, tables_.reports);
    add_all(print, tables_.strata);
    print.add(tables_.discount_costs);
    print.add(tables_.discount_health);
    print.add(static_cast<int>(tables_.utility_rule));
    if (tables_.commons != nullptr) add(print, *tables_.commons);
    tables_.fingerprint = print.value();
}

Checked<std::unique_ptr<ModelTables>> Compiler::compile()
{
    compile_time();
    compile_economics();
    compile_people();
    compile_strata();
    compile_levels();
    compile_shared();
    compile_tracks();
    compile_arcs();
    compile_slots();
    compile_reach();
    compile_commons();
    compile_dependencies();
    if (tables_.tracks.size() > 64) mistake({}, "a scenario has at most 64 tracks");
    if (found_.has_errors()) return found_;
    take_fingerprint();
    return std::make_unique<ModelTables>(std::move(tables_));
}

std::vector<double> base_case(const Scenario& scenario)
{
    std::vector<double> values;
    values.reserve(scenario.parameters.size());
    for (const Parameter& parameter : scenario.parameters) values.push_back(parameter.base);
    return values;
}

void Compiler::reuse(const ModelTables* like) noexcept
{
    like_ = like;
}

namespace {

Checked<Model> compile_with(const Scenario& scenario, std::span<const double> parameters,
                            const ModelTables* like)
{
    Compiler compiler{scenario, parameters};
    compiler.reuse(like);
    auto tables = compiler.compile();
    if (!tables) return tables.why_not();
    if (tables.value()->commons != nullptr)
        if (Diagnostics found = open_to_policies(scenario, parameters, *tables.value()); found.has_errors())
            return found;
    return Model{std::shared_ptr<const ModelTables>(std::move(tables.value()))};
}

}  // namespace

Checked<Model> compile(const Scenario& scenario, std::span<const double> parameters)
{
    return compile_with(scenario, parameters, nullptr);
}

Checked<Model> compile(const Scenario& scenario, std::span<const double> parameters, const Model& like)
{
    return compile_with(scenario, parameters, &like.tables());
}

std::uint64_t Model::fingerprint() const noexcept
{
    return tables_->fingerprint;
}

}  // namespace txpath
