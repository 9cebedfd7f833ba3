// no_pages.cpp -- the pages of a program that was built without them.
//
// Owns      the empty answers that make report and explore refuse with the remedy.
#include "app/pages.hpp"

namespace txpath::app {

std::string_view report_page() noexcept
{
    return {};
}

std::string_view explore_page() noexcept
{
    return {};
}

}  // namespace txpath::app
