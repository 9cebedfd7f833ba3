// package.hpp -- a scenario with everything it reads, in one piece.
//
// Owns      pack_scenario, and PackedScenario, which needs neither files nor a parser.
// Promises  what is packed says nothing about the machine: folders are named from the scenario's own; a
// packed
//           scenario loads to what load_scenario loads, marks without their lines.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// The bytes of a scenario file, what it extends and includes, and the data files it names.
[[nodiscard]] Checked<std::string> pack_scenario(const std::string& path,
                                                 const std::vector<Override>& overrides);

/// What a loaded scenario says about itself in text (effective_text, explained_text): half the time of
/// loading.
enum class OwnTexts { written, left_out };

class PackedScenario {
public:
    ///   Errors  the bytes are no package, or one of another version
    [[nodiscard]] static Checked<PackedScenario> open(std::string_view bytes);

    ~PackedScenario();
    PackedScenario(PackedScenario&&) noexcept;
    PackedScenario& operator=(PackedScenario&&) noexcept;

    /// The scenario with the overrides laid upon it in order.
    ///   Errors  as load_scenario, but what a barrier's removal would break is not tried; data files that
    ///   were
    ///           not packed are not there
    [[nodiscard]] Checked<Scenario> load(const std::vector<Override>& overrides, OwnTexts texts) const;

private:
    struct Parts;
    explicit PackedScenario(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace txpath
