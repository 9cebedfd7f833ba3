// model.hpp -- a scenario compiled for running.
//
// Owns      Model, a handle to immutable dense tables, and compile.
// Promises  no strings inside; every index in range; equal meaning gives equal bytes
//           and an equal fingerprint.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

struct ModelTables;  // sim/model/tables.hpp

/// Immutable and cheap to copy; safe to share between threads.
class Model {
public:
    explicit Model(std::shared_ptr<const ModelTables> tables) : tables_(std::move(tables)) {}
    [[nodiscard]] const ModelTables& tables() const noexcept { return *tables_; }
    [[nodiscard]] std::uint64_t fingerprint() const noexcept;

private:
    std::shared_ptr<const ModelTables> tables_;
};

/// Mistakes in the shape of the pathways: unreachable states, zero-time cycles; notes on absorbing states and
/// loops.
[[nodiscard]] Diagnostics check_pathways(const Scenario& scenario);

/// The base case of every parameter, by ParameterId.
[[nodiscard]] std::vector<double> base_case(const Scenario& scenario);

/// Dense tables of a scenario for one set of parameter values.
///   Shape     parameters: one value per scenario.parameters, in the units of their base values
///   Requires  check_pathways(scenario) has no errors
///   Errors    a parameter value that makes a hazard negative or a probability leave [0, 1]
[[nodiscard]] Checked<Model> compile(const Scenario& scenario, std::span<const double> parameters);

/// The same, faster, when another model with attributes of the same distributions is at hand.
[[nodiscard]] Checked<Model> compile(const Scenario& scenario, std::span<const double> parameters,
                                     const Model& like);

}  // namespace txpath
