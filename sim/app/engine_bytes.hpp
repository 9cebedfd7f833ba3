// engine_bytes.hpp -- the engine for browsers, as the program carries it.
//
// Owns      the door to the module that sim/explore/explorer.cmake builds.
#pragma once

#include <string_view>

namespace txpath::app {

/// engine.wasm; empty if the program was built without Emscripten.
[[nodiscard]] std::string_view engine_bytes() noexcept;

}  // namespace txpath::app
