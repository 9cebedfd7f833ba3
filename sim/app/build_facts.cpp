#include "app/build_facts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "txpath_commit.hpp"  // made by the build: scripts/commit.cmake

namespace txpath::app {

std::string_view version() noexcept
{
    return TXPATH_VERSION;
}
std::string_view commit() noexcept
{
    return commit_built;
}
std::string_view compiler_flags() noexcept
{
    return TXPATH_COMPILER_FLAGS;
}

std::string compiler()
{
#if defined(__clang__)
    return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
    return fmt::format("gcc {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

std::vector<std::pair<std::string, std::string>> libraries()
{
    std::vector<std::pair<std::string, std::string>> list;
    for (const auto entry : split(TXPATH_LIBRARIES, '|')) {
        const auto space = entry.find(' ');
        if (space != std::string_view::npos)
            list.emplace_back(entry.substr(0, space), entry.substr(space + 1));
    }
    return list;
}

}  // namespace txpath::app
