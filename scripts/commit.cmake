# commit.cmake -- writes a header with the commit that is built, only when it changed.
# Run at every build with -DSOURCE=<repository> -DHEADER=<file to write>.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT [[
// Made by scripts/commit.cmake.
#pragma once
#include <string_view>
namespace txpath::app {
inline constexpr std::string_view commit_built = "@commit@";
}
]] @ONLY)
