// workbook.hpp -- the tables of a folder once more, as one workbook for spreadsheets.
//
// Owns      add_workbook. workbook.cpp is the only door to libxlsxwriter; a build without
//           it has workbook_absent.cpp in its place.
// Assumes   the folder's tables were written by CsvWriter and data_dictionary.csv has each of their columns.
// Promises  one sheet a table, in the order of the folder; numbers and flags are numbers, text is text, a
//           missing value is an empty cell; the same tables give the same bytes.
#pragma once

#include "report/folder_writer.hpp"

namespace txpath::report {

/// Add tables.xlsx with all tables that were added so far and that data_dictionary.csv, one of them,
/// describes.
///   Requires  has_workbooks()
///   Errors    throws WorkbookError when a table does not fit, WriteError when the disk says no
void add_workbook(FolderWriter& folder);

}  // namespace txpath::report
