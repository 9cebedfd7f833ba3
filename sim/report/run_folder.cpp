// run_folder.cpp -- the folder of a run, whole or not at all.
//
// Owns      the order of its files: tables and texts, then the manifest that lists them, then the checksums of all.
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>

#include "base/files.hpp"
#include "base/sha256.hpp"
#include "report/dictionary.hpp"
#include "report/manifest.hpp"
#include "report/tables.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

/// Writes files into one folder and remembers what they were; after a failure it does nothing more.
class FolderWriter {
public:
    explicit FolderWriter(fs::path folder) : folder_(std::move(folder)) {}

    /// `fill` gets a sink for the text of the file.
    template <class Fill>
    void add(const std::string& name, const Fill& fill)
    {
        if (failure_) return;
        AtomicFile file(folder_ / name);
        Sha256 hash;
        fill([&](std::string_view text) {
            file.write(text);
            hash.add(text);
        });
        failure_ = file.commit();
        files_.push_back({name, file.bytes(), hash.hex()});
    }

    void add_text(const std::string& name, std::string_view text)
    {
        add(name, [text](const TextSink& sink) { sink(text); });
    }

    [[nodiscard]] const std::vector<WrittenFile>& files() const noexcept { return files_; }
    [[nodiscard]] const std::optional<WriteFailure>& failure() const noexcept { return failure_; }

private:
    fs::path folder_;
    std::vector<WrittenFile> files_;
    std::optional<WriteFailure> failure_;
};

std::string checksums(const std::vector<WrittenFile>& files)
{
    std::string text;
    for (const WrittenFile& file : files) text += fmt::format("{}  {}\n", file.sha256, file.name);
    return text;
}

void write_files(const RunReport& report, FolderWriter& folder)
{
    for (const Table table : all_tables)
        folder.add(fmt::format("{}.csv", info(table).name), [&](const TextSink& sink) {
            CsvWriter out(table, sink);
            write_table(table, report, out);
        });
    folder.add_text("scenario.effective.yaml", report.scenario.effective_text);
    folder.add_text("README.txt", readme_text(report.scenario));
    folder.add_text("manifest.json", manifest_text(report, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
}

std::uint64_t needed_bytes(const RunReport& report)
{
    std::uint64_t bytes = 0;
    const auto replicates = static_cast<std::uint32_t>(report.results.replicates.size());
    for (const TableEstimate& table : estimate_tables(report.scenario, replicates)) bytes += table.bytes;
    return bytes;
}

WriteError error_of(const WriteFailure& failure, const RunReport& report)
{
    const auto kind = failure.kind == WriteFailure::Kind::io ? WriteError::Kind::io : WriteError::Kind::cannot_create;
    return {kind, failure.path.string(), failure.reason(), needed_bytes(report)};
}

WriteError already_there(const fs::path& path, const RunReport& report)
{
    return {WriteError::Kind::cannot_create, path.string(), "a run folder of this name exists already", needed_bytes(report)};
}

}  // namespace
}  // namespace report

Written write_run_folder(const RunReport& report, const std::string& destination, Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / run_folder_name(report.scenario, report.facts.fingerprint);
    std::error_code ignored;
    if (existing == Existing::refuse && fs::exists(fs::symlink_status(path, ignored))) return already_there(path, report);

    PendingFolder pending(path);
    if (pending.failure()) return error_of(*pending.failure(), report);
    FolderWriter folder(pending.pending());
    write_files(report, folder);
    if (folder.failure()) return error_of(*folder.failure(), report);

    const auto failure = existing == Existing::refuse ? pending.commit_new() : pending.commit_instead();
    if (failure && failure->error_number == EEXIST) return already_there(path, report);
    if (failure) return error_of(*failure, report);
    RunFolder written{path.string(), 0};
    for (const WrittenFile& file : folder.files()) written.bytes += file.bytes;
    return written;
}

}  // namespace txpath
