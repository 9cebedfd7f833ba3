// no_engine_bytes.cpp -- a build without Emscripten.
#include "app/engine_bytes.hpp"

namespace txpath::app {

std::string_view engine_bytes() noexcept
{
    return {};
}

}  // namespace txpath::app
