// compile.hpp -- from a scenario to dense tables, part by part.
//
// Owns      Compiler, the tables under construction.
// Assumes   the scenario was loaded and its pathways checked.
// Promises  ids keep their order; the same scenario and parameters give the same bytes.
#pragma once

#include <span>
#include <string>

#include "base/random.hpp"
#include "model/tables.hpp"
#include "txpath/model.hpp"

namespace txpath {

/// Between what a level or counter stays, whatever happens.
struct Bounds {
    double low, high;
};

class Compiler {
public:
    Compiler(const Scenario& scenario, std::span<const double> parameters);

    [[nodiscard]] Checked<Model> compile();

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
    [[nodiscard]] Range movers(const std::vector<Ratio>& ratios, const std::optional<Reading>& proportional);
    [[nodiscard]] bool moves(const Reading& reading) const noexcept;
    [[nodiscard]] std::uint32_t gate(const Condition& condition);
    void fill_gate(std::uint32_t at, const Condition& condition);
    [[nodiscard]] bool gate_moves(std::uint32_t gate) const noexcept;

    // compile_reach.cpp
    void compile_reach();
    [[nodiscard]] Bounds bounds_of_level(std::uint32_t level) const;
    [[nodiscard]] Bounds bounds_of_counter(std::uint32_t counter) const;
    [[nodiscard]] double most(const Arc& arc) const;

    // compile_dependencies.cpp
    void compile_dependencies();
    void mark_plain_instants();
    void note_reading(const Reading& reading, std::vector<std::uint32_t>& variables) const;
    [[nodiscard]] std::uint32_t reader_classes(TransitionId id, std::uint32_t track);
    [[nodiscard]] std::uint32_t joint_classes(std::span<const Reader> readers, std::uint32_t track);
    void compile_readers(std::uint32_t variable, const std::vector<TransitionId>& transitions);

    const Scenario& scenario_;
    std::span<const double> parameters_;
    ModelTables tables_;
    Diagnostics found_;
};

}  // namespace txpath
