// compile.hpp -- from a scenario to dense tables, part by part.
//
// Owns      Compiler, the tables under construction.
// Assumes   the scenario was loaded and its pathways checked.
// Promises  ids keep their order; the same scenario and parameters give the same bytes.
#pragma once

#include <span>
#include <string>

#include "base/random.hpp"
#include "model/commons.hpp"
#include "model/tables.hpp"
#include "txpath/model.hpp"

namespace txpath {

/// Between what a level or counter stays, whatever happens.
struct Bounds {
    double low, high;
};

class Compiler {
public:
    /// With `base`, tables of the same scenario for other parameter values: what concerns how people begin is
    /// taken from there, for nobody begins anew.
    Compiler(const Scenario& scenario, std::span<const double> parameters, const ModelTables* base = nullptr);

    /// Take what is the same from tables of the same scenario under other values; null: there are none.
    void reuse(const ModelTables* like) noexcept;

    [[nodiscard]] Checked<std::unique_ptr<ModelTables>> compile();

private:
    // compile.cpp
    void compile_time();
    void compile_economics();
    void compile_strata();
    void take_fingerprint();
    [[nodiscard]] double number(const Value& value) const noexcept;
    double non_negative(const Value& value, const Span& at, const std::string& what);
    double share(const Value& value, const Span& at, const std::string& what);
    void mistake(const Span& at, std::string message);

    // compile_people.cpp
    void compile_people();
    void compile_attribute(AttributeId id);
    [[nodiscard]] std::vector<double> quantiles(AttributeId id, const AttributeRow& row) const;
    void compile_shares(const Attribute& attribute, AttributeRow& row);
    void compile_correlations();
    void order_attributes();
    [[nodiscard]] std::uint32_t first_draw(const std::string& name);

    // compile_tracks.cpp
    void compile_levels();
    void compile_tracks();
    void compile_track(TrackId id);
    void compile_start(const Track& track, TrackRow& row);
    void compile_state(StateId id);
    void compile_transition(TransitionId id);
    void compile_slots();
    [[nodiscard]] Destination destination(const std::vector<Option>& options, const std::string& name,
                                          const Span& at);
    [[nodiscard]] std::uint32_t effects(const Effects& effects, const Span& at);
    [[nodiscard]] std::string qualified(TrackId track, const std::string& name) const;

    // compile_hazards.cpp
    void compile_arcs();
    [[nodiscard]] Arc arc(TransitionId id, StateId from);
    [[nodiscard]] std::uint32_t law(const Transition& transition);
    [[nodiscard]] std::uint32_t curve(const std::vector<double>& knots, const std::vector<double>& hazards);
    [[nodiscard]] Range factors(std::vector<Ratio> ratios, const std::optional<Reading>& proportional);
    [[nodiscard]] Factor factor(const Ratio& ratio);
    [[nodiscard]] Factor amount(const Reading& of);
    [[nodiscard]] Range movers(const std::vector<Ratio>& ratios, const std::optional<Reading>& proportional);
    [[nodiscard]] bool moves(const Reading& reading) const noexcept;
    [[nodiscard]] std::uint32_t gate(const Condition& condition);
    void fill_gate(std::uint32_t at, const Condition& condition);
    void take_compared(const Reading& of, GateNode& node) const noexcept;
    [[nodiscard]] bool gate_moves(std::uint32_t gate) const noexcept;

    // compile_reach.cpp
    void compile_reach();
    [[nodiscard]] Bounds bounds_of_level(std::uint32_t level) const;
    [[nodiscard]] Bounds bounds_of_counter(std::uint32_t counter) const;
    [[nodiscard]] double most(const Arc& arc) const;

    // compile_commons.cpp
    void compile_shared();
    void compile_commons();
    void compile_resource(const Resource& resource, Commons& commons);
    void compile_policy(const Policy& policy, Commons& commons);
    void compile_clinicians(Commons& commons);
    void compile_syncs(Commons& commons) const;
    [[nodiscard]] std::uint32_t count_people(std::uint32_t state, std::uint32_t slot);
    void lay_counts();
    [[nodiscard]] bool is_of_clinicians() const noexcept;
    [[nodiscard]] std::uint32_t shared_index(const Reading& reading) const noexcept;
    [[nodiscard]] std::uint32_t nearby_index(const Reading& reading) const noexcept;

    // compile_dependencies.cpp
    void compile_dependencies();
    void mark_plain_instants();
    void note_reading(const Reading& reading, std::vector<std::uint32_t>& variables) const;
    [[nodiscard]] std::uint32_t reader_classes(TransitionId id, std::uint32_t track);
    [[nodiscard]] std::uint32_t joint_classes(std::span<const Reader> readers, std::uint32_t track);
    void compile_readers(std::uint32_t variable, const std::vector<TransitionId>& transitions);

    const Scenario& scenario_;
    std::span<const double> parameters_;
    const ModelTables* base_;
    const ModelTables* like_ = nullptr;
    ModelTables tables_;
    std::vector<StateId> nearby_;  ///< of clinicians: whose shares among neighbours somebody reads, in order
    std::vector<std::vector<CountRow>> counted_;  ///< by state
    Diagnostics found_;
};

}  // namespace txpath
