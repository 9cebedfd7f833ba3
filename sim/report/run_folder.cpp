// run_folder.cpp -- the folder of a run, whole or not at all.
//
// Owns      the order of its files: tables and texts, then the manifest that lists them,
//           then the checksums of all.
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>
#include <vector>

#include "base/files.hpp"
#include "report/dictionary.hpp"
#include "report/folder_writer.hpp"
#include "report/manifest.hpp"
#include "report/tables.hpp"
#include "report/workbook.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

/// Copies of what the effective scenario reads, so that the folder runs again wherever it is taken.
void add_data_files(const Scenario& scenario, FolderWriter& folder)
{
    for (const std::string& path : scenario.data_files) {
        const std::string name = fs::path(path).filename().string();
        if (is_table_file(scenario, name)) continue;  // left_out says so
        const ReadResult data = read_file(path, std::numeric_limits<std::size_t>::max());
        if (data.failure != ReadFailure::none)
            throw WriteError(WriteError::Kind::io, path,
                             data.failure == ReadFailure::absent ? ENOENT : EACCES);
        folder.add_text(name, data.text);
    }
}

/// A table while replicates pass by.
class OpenTable {
public:
    /// What the arguments refer to must outlive it.
    OpenTable(Table table, const RunReport& report, const fs::path& folder, const std::string& scratch)
        : file_(folder / fmt::format("{}.csv", info(table).name), compression_of(table, report.files)),
          out_(table, [this](std::string_view text) { file_.write(text); }),
          maker_(make_table(table, {report, out_, scratch}))
    {
    }

    void add(const ReplicateResult& replicate) { maker_->add(replicate); }
    [[nodiscard]] WrittenFile finish()
    {
        maker_->finish();
        maker_.reset();  // and the memory it has
        out_.flush();
        return file_.finish();
    }

private:
    FolderFile file_;
    CsvWriter out_;
    Maker maker_;
};

/// All tables in one visit of the replicates, each listed in the registry's order.
void write_tables(const RunReport& report, FolderWriter& folder)
{
    const std::string scratch = folder.folder().string();
    std::vector<std::unique_ptr<OpenTable>> open;
    for (const Table table : tables_of(report.scenario, report.files.tables))
        open.push_back(std::make_unique<OpenTable>(table, report, folder.folder(), scratch));
    report.replicates.visit([&](const ReplicateResult& replicate) {
        for (const auto& table : open) table->add(replicate);
    });
    for (auto& table : open) {
        folder.list(table->finish());
        table.reset();
    }
}

void write_files(const RunReport& report, FolderWriter& folder)
{
    write_tables(report, folder);
    if (report.files.with_workbook) add_workbook(folder);
    folder.add_text("scenario.effective.yaml", report.scenario.effective_text);
    add_data_files(report.scenario, folder);
    folder.add_text("README.txt", readme_text(report.scenario, report.files));
    folder.add_text("manifest.json", manifest_text(report, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
}

std::uint64_t needed_bytes(const RunReport& report)
{
    return estimate_disk(report.scenario, static_cast<std::uint32_t>(report.replicates.size()), report.files);
}

}  // namespace

FolderError folder_error(const WriteError& error, const fs::path& folder, std::uint64_t needed)
{
    const fs::path failed = error.path();
    const std::string path =
        failed.parent_path().extension() == ".part" ? (folder / failed.filename()).string() : error.path();
    const auto kind =
        error.kind() == WriteError::Kind::io ? FolderError::Kind::io : FolderError::Kind::cannot_create;
    if (error.error_number() == EEXIST || error.error_number() == ENOTEMPTY)
        return {kind, path, "a run folder of this name exists already", needed};
    return {kind, path, std::generic_category().message(error.error_number()), needed};
}

}  // namespace report

Written write_run_folder(const RunReport& report, const std::string& destination, Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / run_folder_name(report.scenario, report.facts.fingerprint);
    return write_whole(path, existing, needed_bytes(report),
                       [&](FolderWriter& folder) { write_files(report, folder); });
}

}  // namespace txpath
