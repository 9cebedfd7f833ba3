// page.hpp -- what the report page shows of finished folders.
//
// Owns      PageSource, PageFault, page_of: folders of run, compare, uncertainty, barriers, sensitivity,
//           validate or calibrate -> the data of one page (format txpath-report/1).
// Promises  every number on the page stands in a table of the folder or follows from it; what a folder has
//           not is said, never made up; a table that was changed after it was written is said too.
// Not here  the page around the data (the program), charts (the page's script).
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace txpath {

struct PageSource {
    std::vector<std::string> folders;  ///< one part of the page each
    std::string version;               ///< of this program
};

struct Page {
    std::string title;
    std::string json;  ///< for a script element: no `<`, `>`, `&` or line separator stands in it
};

/// Why there is no page: a sentence about the path, and what to do.
struct PageFault {
    enum class Kind { absent, damaged } kind = Kind::absent;
    std::string path, reason, remedy;
};

///   Requires  at least one folder
[[nodiscard]] std::variant<Page, PageFault> page_of(const PageSource& source);

}  // namespace txpath
