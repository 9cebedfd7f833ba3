// reference_regime.hpp -- policies and system variables, sync point by sync point.
//
// Owns      sync_points; Regime: which policies are in force, what each number is held at, where each system
//           variable stands.
// Assumes   the scenarios it holds numbers in are copies made for that, and stay where they are.
// Promises  the numbers of policies are those the scenario was written with.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/reference_person.hpp"
#include "txpath/results.hpp"

namespace txpath::plain {

/// 0, every `sync_every`, and when policies begin, end or finish their ramps, as far as that is known
/// beforehand; all before the horizon.
[[nodiscard]] std::vector<double> sync_points(const Scenario& scenario);

/// The numbers of a scenario that can change while it runs.
[[nodiscard]] std::vector<Value*> changeable_values(Scenario& scenario);

class Regime {
public:
    /// `people` and `clinicians` (may be null) get the numbers that are held.
    Regime(const Scenario& written, Scenario& people, Scenario* clinicians);

    /// Where system variables stand at a moment of the stretch.
    [[nodiscard]] IdVector<SystemId, double> system_at(double moment) const;
    /// End and begin policies at a sync point; `reader` sees what is shared just then.
    void change(double moment, const Person& reader);
    /// Hold numbers at their value in the middle of the stretch; let system variables go from its start.
    void hold(double from, double to);

    [[nodiscard]] const std::vector<InForce>& record() const { return record_; }

private:
    /// A policy in force and, by setting, the value that held when it began.
    struct Holding {
        PolicyId policy;
        double since = 0.0;
        std::vector<double> left;
    };

    [[nodiscard]] bool ends(const Holding& holding, double moment) const;
    [[nodiscard]] bool begins(PolicyId id, double moment, const Person& reader) const;
    void release(double moment, const std::vector<PolicySetting>& settings,
                 const IdVector<SystemId, double>& stood);
    [[nodiscard]] double amount_at(const Holding& holding, std::size_t place, double moment) const;
    /// By the last policy that holds it; nothing: no policy does.
    [[nodiscard]] std::optional<double> held(const PolicySetting& number, double moment) const;
    [[nodiscard]] std::optional<double> held(SystemId variable, double moment) const;
    [[nodiscard]] double value_of(const PolicySetting& number, double moment) const;

    const Scenario& written_;
    const Scenario& people_;
    std::map<ParameterId, std::vector<Value*>> tied_;  // to the parameters some policy sets
    std::vector<Holding> in_force_;                    // in the order in which they began
    std::vector<InForce> record_;
    IdVector<SystemId, LevelPath> paths_;  // where no policy holds the variable
};

}  // namespace txpath::plain
