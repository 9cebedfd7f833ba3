// system.hpp -- the system's variables and the policies in force.
//
// Owns      System: which policy began and ended when, what each held number is, and the variables' paths.
// Promises  follows "What people share, exactly" in sim/README.md; a function of moments and shares alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "model/commons.hpp"
#include "txpath/results.hpp"

namespace txpath {

class System {
public:
    explicit System(const ModelTables& base);

    /// A sync point at `now`; the next is at `until`. shares: as Commons::shares, at `now`.
    void sync(const ModelTables& model, double now, double until, std::span<const double> shares);
    /// The tables for parameters() are these: see the variables in the middle of the stretch.
    void look(const ModelTables& model, double middle);

    /// Of the stretch that has begun: parameters, and variables at its middle.
    [[nodiscard]] const std::vector<double>& parameters() const noexcept { return parameters_; }
    [[nodiscard]] const std::vector<double>& variables() const noexcept { return seen_; }
    /// A variable within the stretch that has begun.
    [[nodiscard]] double variable_at(std::size_t index, double t) const noexcept;
    [[nodiscard]] const std::vector<InForce>& history() const noexcept { return history_; }

    /// Between two stretches: what began when, and where the variables are.
    void write(ByteWriter& out) const;
    /// The same in a run that goes on. policy_of: by policy as it was written, its number now.
    ///   Requires  policies that had begun set the same in the same order
    void resume(std::span<const std::uint32_t> policy_of, ByteReader& in);
    /// The stretch that has ended was lived under these tables.
    void resume_under(const ModelTables& model);

private:
    struct Policy {
        bool has_begun = false, is_in_force = false;
        double began = 0.0;
        std::size_t place = 0;     ///< in history_
        std::vector<double> from;  ///< by setting: the value that held when it began
    };
    /// A variable from `since` on.
    struct Path {
        double value, since;
        bool is_held = false;
        std::uint32_t policy = 0, setting = 0;  ///< that hold it
    };
    [[nodiscard]] bool holds(const ModelTables& model, std::uint32_t gate, double now) const;
    [[nodiscard]] double value_now(std::uint32_t target, double now) const noexcept;
    [[nodiscard]] double held_at(std::uint32_t policy, std::uint32_t setting, double t) const noexcept;
    [[nodiscard]] double path_at(const SystemRow& row, const Path& path, double t) const noexcept;
    void begin_policies(const ModelTables& model, double now);
    void end_policies(double now);
    void hold(const ModelTables& model, double now, double until);

    const Commons& commons_;  ///< of the base: what policies set does not depend on what they hold
    std::vector<Policy> policies_;
    std::vector<std::uint32_t> in_force_;  ///< in the order in which they began
    std::vector<double> parameters_;
    std::vector<Path> paths_;
    std::vector<SystemRow> rows_;     ///< of the stretch that has begun
    std::vector<double> seen_, now_;  ///< variables at the middle; variables, then shares, at the sync point
    std::vector<InForce> history_;
};

}  // namespace txpath
