// page_file.hpp -- one HTML file that needs nothing else: a page of the program and the data it shows.
//
// Owns      filled_page.
// Promises  the content security policy allows the page's own scripts by their hashes and nothing else: no
//           other script, no request; the title is text and never markup.
#pragma once

#include <string>
#include <string_view>

namespace txpath::app {

/// What the page's scripts may do besides running.
enum class PagePowers { none, web_assembly };

struct PageFilling {
    std::string_view page;   ///< report_page() or explore_page()
    std::string_view title;  ///< any text
    std::string_view json;   ///< harmless in a script element (Page::json)
    PagePowers powers = PagePowers::none;
};

///   Requires  the page has both marks
[[nodiscard]] std::string filled_page(const PageFilling& filling);

}  // namespace txpath::app
