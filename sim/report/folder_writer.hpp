// folder_writer.hpp -- the files of one folder, each written whole, and their checksums; folders that are
// there whole or not at all.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/compress.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "report/csv.hpp"
#include "report/manifest.hpp"
#include "txpath/report.hpp"

namespace txpath::report {

/// Why tables cannot become a workbook (workbook.hpp): a sentence about the file.
class WorkbookError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One file, written in pieces, perhaps compressed; there only once it is finished. Throws WriteError.
class FolderFile {
public:
    /// `.gz` or `.zst` is added to the name of a compressed one.
    FolderFile(const std::filesystem::path& path, Compression compression);
    FolderFile(const FolderFile&) = delete;
    FolderFile& operator=(const FolderFile&) = delete;

    void write(std::string_view piece);
    [[nodiscard]] WrittenFile finish();

private:
    void put(std::string_view bytes);

    std::string name_;
    AtomicFile file_;
    Sha256 hash_;
    std::uint64_t bytes_ = 0;
    std::unique_ptr<Compressor> compressor_;  ///< none: as it is
};

/// Writes files into one folder and remembers what they were. Throws WriteError.
class FolderWriter {
public:
    explicit FolderWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// `fill` gets a sink for the text of the file.
    template <class Fill>
    void add(const std::string& name, const Fill& fill)
    {
        FolderFile file(folder_ / name, Compression::none);
        fill([&](std::string_view text) { file.write(text); });
        files_.push_back(file.finish());
    }

    void add_text(const std::string& name, std::string_view text)
    {
        add(name, [text](const TextSink& sink) { sink(text); });
    }

    /// A file of the folder that was written elsewhere.
    void list(WrittenFile file) { files_.push_back(std::move(file)); }

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
    [[nodiscard]] const std::vector<WrittenFile>& files() const noexcept { return files_; }

private:
    std::filesystem::path folder_;
    std::vector<WrittenFile> files_;
};

/// What a failure is called under the folder's final name; nobody knows the temporary one.
[[nodiscard]] FolderError folder_error(const WriteError& error, const std::filesystem::path& folder,
                                       std::uint64_t needed);

/// A folder that `fill` writes into, there whole or not at all. `needed`: bytes, said if it cannot be
/// written.
template <class Fill>
[[nodiscard]] Written write_whole(const std::filesystem::path& path, Existing existing, std::uint64_t needed,
                                  const Fill& fill)
{
    try {
        PendingFolder pending(path.string(),
                              existing == Existing::refuse ? IfPresent::refuse : IfPresent::replace);
        FolderWriter folder(pending.temporary());
        fill(folder);
        pending.commit();
        RunFolder written{path.string(), 0};
        for (const WrittenFile& file : folder.files()) written.bytes += file.bytes;
        return written;
    } catch (const WriteError& error) {
        return folder_error(error, path, needed);
    } catch (const WorkbookError& error) {
        return FolderError{FolderError::Kind::cannot_create, (path / "tables.xlsx").string(), error.what(),
                           0};
    }
}

/// Copies of what effective scenarios read, so that they run again wherever the folder is taken. A file that
/// would replace a table is left out, and so are different files of one name.
void add_data_files(std::span<const Scenario* const> scenarios, FolderWriter& folder);
[[nodiscard]] std::vector<const Scenario*> scenarios_of(const DecisionStudy& study);

[[nodiscard]] inline std::string checksums(const std::vector<WrittenFile>& files)
{
    std::string text;
    for (const WrittenFile& file : files) text += fmt::format("{}  {}\n", file.sha256, file.name);
    return text;
}

}  // namespace txpath::report
