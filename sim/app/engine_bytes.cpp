// engine_bytes.cpp -- the bytes of TXPATH_ENGINE_FILE, put in by the assembler: C++ would take minutes to
// read them as text.
#include "app/engine_bytes.hpp"

#include <cstddef>

asm(R"(
    .section .rodata
    .balign 16
    .local txpath_engine_begin
    .local txpath_engine_end
txpath_engine_begin:
    .incbin ")" TXPATH_ENGINE_FILE R"("
txpath_engine_end:
    .text
)");

extern "C" {
extern const char txpath_engine_begin[] __attribute__((visibility("hidden")));
extern const char txpath_engine_end[] __attribute__((visibility("hidden")));
}

namespace txpath::app {

std::string_view engine_bytes() noexcept
{
    return {txpath_engine_begin, static_cast<std::size_t>(txpath_engine_end - txpath_engine_begin)};
}

}  // namespace txpath::app
