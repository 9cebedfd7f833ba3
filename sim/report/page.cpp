// page.cpp -- from folders to the data of a page.
#include "txpath/page.hpp"

#include <fmt/format.h>

#include <array>

#include "report/page_parts.hpp"

namespace txpath {
namespace report {
namespace {

using AddFigures = void (*)(const PageContext&, PageContent&);
constexpr std::array<AddFigures, 7> figures_of{add_run,         add_comparison, add_uncertainty, add_barriers,
                                               add_sensitivity, add_validation, add_calibration};

PageContent page_of_one(const std::string& path, const std::string& version)
{
    const FinishedFolder folder(path);
    const PageContext context = context_of(folder, version);
    PageContent page = begin_page(context);
    figures_of[static_cast<std::size_t>(folder.kind())](context, page);
    return page;
}

}  // namespace
}  // namespace report

std::variant<Page, PageFault> page_of(const PageSource& source)
{
    using namespace report;
    try {
        std::vector<PageContent> parts;
        for (const std::string& folder : source.folders) parts.push_back(page_of_one(folder, source.version));
        const PageContent whole = joined_pages(std::move(parts));
        return Page{whole.title, page_json(whole)};
    } catch (const UnreadableFolder& unreadable) {
        return unreadable.fault();
    }
}

}  // namespace txpath
