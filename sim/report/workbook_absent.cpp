// workbook_absent.cpp -- workbook.cpp of a build without libxlsxwriter: there are no workbooks.
#include "report/workbook.hpp"

namespace txpath {
namespace report {

void add_workbook(FolderWriter& /*folder*/)
{
    throw WorkbookError("this build writes no workbooks");
}

}  // namespace report

bool has_workbooks() noexcept
{
    return false;
}

}  // namespace txpath
