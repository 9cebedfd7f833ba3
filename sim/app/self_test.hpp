// self_test.hpp -- does this build give the right numbers on this machine?
//
// Owns      a small scenario and the fingerprints that it must lead to.
// Promises  a difference is known to come from compiling the model or from running it.
#pragma once

#include <string>
#include <string_view>

#include "txpath/diagnostic.hpp"

namespace txpath::app {

struct SelfTest {
    std::string model, tables;  ///< fingerprints found, 16 hex digits
    double seconds = 0.0;
};

/// What the fingerprints must be. They change only with a changelog line `[changes results: ...]`.
struct Stored {
    std::string_view model, tables;
};
[[nodiscard]] Stored stored_fingerprints() noexcept;

/// Run the small scenario with `threads` threads.
///   Errors  the scenario cannot be written to the temporary folder, or is refused
[[nodiscard]] Checked<SelfTest> self_test(int threads);

}  // namespace txpath::app
