// table_texts.cpp -- the tables of a run in memory.
#include "txpath/table_texts.hpp"

#include <fmt/format.h>

#include "report/tables.hpp"

namespace txpath {

std::vector<TableText> table_texts(const RunReport& report)
{
    const std::string no_scratch;
    std::vector<TableText> texts;
    for (const report::Table table : report::tables_of(report.scenario, report.files.tables)) {
        TableText& one = texts.emplace_back();
        one.file = fmt::format("{}.csv", report::info(table).name);
        report::CsvWriter out(table, [&one](std::string_view text) { one.text += text; });
        report::write_table(table, {report, out, no_scratch});
        out.flush();
    }
    return texts;
}

}  // namespace txpath
