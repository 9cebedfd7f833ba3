// oracle.cpp -- running what a test writes, and working out what it should show.
#include "support/oracle.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

namespace txpath::oracle {

namespace {

std::size_t row_of(const Scenario& scenario, double day)
{
    const auto& reports = scenario.time.reports;
    const auto found = std::ranges::find_if(reports, [day](double at) { return std::abs(at - day) < 1e-6; });
    if (found == reports.end()) throw std::logic_error("no report on that day");
    return static_cast<std::size_t>(found - reports.begin());
}

/// A column of a table at one time, over cells and replicates, in people of weight 1.
double total(const Experiment& experiment, Counts Tally::*table, std::size_t time, std::size_t column)
{
    double sum = 0.0;
    for (const ReplicateResult& result : experiment.results.replicates) {
        const Counts& counts = result.tally.*table;
        for (std::size_t cell = 0; cell < result.tally.cells; ++cell)
            sum += static_cast<double>(counts.at(time * result.tally.cells + cell, column)) /
                   static_cast<double>(result.weight_unit);
    }
    return sum;
}

Matrix product(const Matrix& a, const Matrix& b)
{
    Matrix c(a.size(), std::vector<double>(a.size(), 0.0));
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < a.size(); ++k)
            for (std::size_t j = 0; j < a.size(); ++j) c[i][j] += a[i][k] * b[k][j];
    return c;
}

}  // namespace

StateId state_named(const Scenario& scenario, std::string_view track_and_state)
{
    const std::size_t dot = track_and_state.find('.');
    return state_of(scenario, track_and_state.substr(0, dot), track_and_state.substr(dot + 1));
}

double Experiment::people(double day) const
{
    return total(*this, &Tally::entered, row_of(scenario, day), 0);
}

double Experiment::share(std::string_view state, double day) const
{
    const std::size_t column = state_named(scenario, state).index();
    return total(*this, &Tally::occupancy, row_of(scenario, day), column) / people(day);
}

double Experiment::events(std::string_view transition) const
{
    const std::size_t dot = transition.find('.');
    const Transition& wanted = transition_of(scenario, transition.substr(0, dot), transition.substr(dot + 1));
    std::size_t column = 0;
    while (&scenario.transitions[TransitionId{column}] != &wanted) ++column;
    double sum = 0.0;
    for (std::size_t time = 0; time < scenario.time.reports.size(); ++time)
        sum += total(*this, &Tally::events, time, column);
    return sum;
}

EconomicSummary Experiment::money() const
{
    return price(scenario, base_case(scenario), results);
}

RunSpec spec_of(const Scenario& scenario)
{
    RunSpec spec;
    spec.seed = scenario.run.seed;
    spec.replicates = scenario.run.replicates;
    spec.histories = scenario.outputs.people;
    return spec;
}

Experiment run_as(Scenario scenario, const RunSpec& spec)
{
    if (const Diagnostics shape = check_pathways(scenario); shape.has_errors()) FAIL(render(shape));
    const Checked<Model> model = compile(scenario, base_case(scenario));
    if (!model) FAIL(render(model.why_not()));
    Results results = std::move(simulate(model.value(), spec).results);
    return {std::move(scenario), std::move(results)};
}

Experiment run(Scenario scenario)
{
    const RunSpec spec = spec_of(scenario);
    return run_as(std::move(scenario), spec);
}

Experiment run_text(std::string_view text)
{
    auto scenario = load_scenario_text(std::string(text), {});
    if (!scenario) FAIL(render(scenario.why_not()));
    return run(std::move(scenario.value()));
}

Experiment run_file(const std::string& path, const std::vector<Override>& overrides)
{
    auto scenario = load_scenario(path, overrides);
    if (!scenario) FAIL(render(scenario.why_not()));
    return run(std::move(scenario.value()));
}

double errors_of_share(const Experiment& experiment, std::string_view state, double day, double exact)
{
    const double standard_error = std::sqrt(exact * (1.0 - exact) / experiment.people(day));
    return (experiment.share(state, day) - exact) / standard_error;
}

void check_share(const Experiment& experiment, std::string_view state, double day, double exact)
{
    INFO(std::string(state) << " on day " << day << ": " << experiment.share(state, day) << ", exactly "
                            << exact);
    CHECK(std::abs(errors_of_share(experiment, state, day, exact)) < errors_allowed);
}

void check_near(double found, double exact, double standard_error)
{
    INFO("found " << found << ", exactly " << exact << ", standard error " << standard_error);
    CHECK(standard_error > 0.0);
    CHECK(std::abs(found - exact) < errors_allowed * standard_error);
}

Matrix exponential(const Matrix& generator, double t)
{
    double largest = 0.0;
    for (const auto& row : generator)
        for (const double entry : row) largest = std::max(largest, std::abs(entry * t));
    const int squarings = std::max(0, static_cast<int>(std::ceil(std::log2(largest + 1e-300))) + 6);
    const double step = std::ldexp(t, -squarings);
    Matrix sum(generator.size(), std::vector<double>(generator.size(), 0.0));
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i][i] = 1.0;
    Matrix term = sum;
    for (int power = 1; power <= 12; ++power) {
        term = product(term, generator);
        for (std::size_t i = 0; i < sum.size(); ++i)
            for (std::size_t j = 0; j < sum.size(); ++j) sum[i][j] += (term[i][j] *= step / power);
    }
    for (int i = 0; i < squarings; ++i) sum = product(sum, sum);
    return sum;
}

double integral(const std::function<double(double)>& of, const std::vector<double>& breaks)
{
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < breaks.size(); ++i)
        sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(of, breaks[i], breaks[i + 1], 12,
                                                                             1e-10);
    return sum;
}

}  // namespace txpath::oracle
