// loader_fuzz.cpp -- any bytes may be a scenario: the loader must say what is wrong and stay on its feet.
//
// Owns      the libFuzzer entry. Built by TXPATH_FUZZ with Clang.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/csv_read.hpp"
#include "txpath/scenario.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto loaded = txpath::load_scenario_text(text, {});
    if (loaded) {
        // The effective text must stand alone.
        const auto again = txpath::load_scenario_text(loaded.value().effective_text, {});
        if (!again) __builtin_trap();
    } else if (txpath::render(loaded.why_not()).empty()) {
        __builtin_trap();
    }
    (void)txpath::read_csv(text, {});
    return 0;
}
