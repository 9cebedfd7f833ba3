// pages.hpp -- the HTML pages that the program fills with data.
//
// Owns      the door to the pages that sim/pages builds.
// Promises  each is one file with its script and style inside, and holds each of the marks `head_mark` and
// `data_mark` once;
//           empty if the program was built without node and npm.
#pragma once

#include <string_view>

namespace txpath::app {

/// Where title and content security policy go.
inline constexpr std::string_view head_mark = "<!--txpath:head-->";
/// Where the element with the data goes; the script stands after it.
inline constexpr std::string_view data_mark = "<!--txpath:data-->";

[[nodiscard]] std::string_view report_page() noexcept;
[[nodiscard]] std::string_view explore_page() noexcept;

}  // namespace txpath::app
