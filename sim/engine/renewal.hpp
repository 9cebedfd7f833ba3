// renewal.hpp -- what is different from a sync point on, and whom it concerns.
//
// Owns      Renewal, and how tables and shared values are compared.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/commons.hpp"

namespace txpath {

/// What is different from a sync point on.
struct Renewal {
    std::vector<std::uint8_t> arcs;     ///< ArcChange by arc
    std::vector<std::uint8_t> states;   ///< by state: some arc of it is different
    std::vector<std::uint32_t> tracks;  ///< with such states
    bool levels = false;                ///< targets or half-lives
    bool weights = false;               ///< utilities or cost ratios
};

/// By shared value: the arcs that read it, and how a change of it changes them.
using SharedReaders = std::vector<std::vector<std::pair<std::uint32_t, std::uint8_t>>>;
[[nodiscard]] SharedReaders readers_of_shared(const ModelTables& model);

/// Whether a shared value acts on something that also moves between instants.
[[nodiscard]] bool has_form(const SharedReaders& readers);
[[nodiscard]] bool weights_read_shared(const ModelTables& model);

/// From arcs to the states and tracks they are in.
void complete(const ModelTables& model, Renewal& renewal);
[[nodiscard]] bool is_any(const Renewal& renewal);

[[nodiscard]] bool levels_differ(const ModelTables& a, const ModelTables& b);
[[nodiscard]] bool weights_differ(const ModelTables& a, const ModelTables& b);

}  // namespace txpath
