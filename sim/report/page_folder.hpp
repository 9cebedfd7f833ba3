// page_folder.hpp -- a finished folder, read again.
//
// Owns      FinishedFolder: what kind of folder it is, what its manifest says, rows of its tables, which
//           files were changed since.
// Assumes   the folder was written by this program; what is not as it writes it is damage.
// Promises  a table passes by once, whatever its size, compressed or not.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "txpath/page.hpp"

namespace txpath::report {

/// A PageFault on its way out.
class UnreadableFolder : public std::runtime_error {
public:
    explicit UnreadableFolder(PageFault fault) : std::runtime_error(fault.reason), fault_(std::move(fault)) {}
    [[nodiscard]] const PageFault& fault() const noexcept { return fault_; }

private:
    PageFault fault_;
};

enum class FolderKind { run, comparison, uncertainty, barriers, sensitivity, validation, calibration };

[[nodiscard]] std::string_view word_for(FolderKind kind) noexcept;

/// Name and what it is called.
struct Named {
    std::string name, label;
};

/// What manifest.json says; empty or 0 where it says nothing.
struct ManifestSaid {
    std::string version, commit, name, title, fingerprint, seed, reference, perspective;
    double people = 0.0, scale = 1.0, horizon_days = 0.0;
    std::uint64_t planned = 0, done = 0;  ///< replicates; of uncertainty: samples
    std::uint64_t replicates = 0;
    bool are_samples = false;
    std::vector<Named> strategies, barriers;
    std::vector<double> thresholds;
    std::vector<std::string> warnings;
    std::vector<std::pair<std::string, std::string>> files;  ///< name, SHA-256

    /// What a strategy or barrier is called; its name if nothing else.
    [[nodiscard]] std::string called(std::string_view name_of_it) const;
};

/// One row of a table, the wanted columns only, in the order in which they were asked for.
class TableRow {
public:
    TableRow(const std::string& where, std::span<const std::string_view> cells) : where_(where), cells_(cells)
    {
    }

    [[nodiscard]] std::string_view text(std::size_t column) const { return cells_[column]; }
    /// Not a number if the cell is empty; throws UnreadableFolder if it holds no number.
    [[nodiscard]] double number(std::size_t column) const;
    [[nodiscard]] bool is_missing(std::size_t column) const { return cells_[column].empty(); }

private:
    const std::string& where_;
    std::span<const std::string_view> cells_;
};

class FinishedFolder {
public:
    /// Throws UnreadableFolder.
    explicit FinishedFolder(std::string path);

    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    [[nodiscard]] std::string name() const;  ///< without the folders it is in
    [[nodiscard]] FolderKind kind() const noexcept { return kind_; }
    [[nodiscard]] const ManifestSaid& manifest() const noexcept { return manifest_; }

    [[nodiscard]] bool has(std::string_view table) const { return !file_of(table).empty(); }
    /// `ce.csv`, `ce.csv.gz`, `ce.csv.zst`; empty: it is not there.
    [[nodiscard]] std::string file_of(std::string_view table) const;

    using OnRow = std::function<void(const TableRow&)>;
    /// Every row of a table; nothing if it is not there. Throws UnreadableFolder.
    void read(std::string_view table, std::initializer_list<std::string_view> columns,
              const OnRow& on_row) const;

    /// Files whose checksum is not that of SHA256SUMS, or that are missing; nothing: there are no checksums.
    [[nodiscard]] std::optional<std::vector<std::string>> changed_files() const;

    /// Files whose names end so, by name.
    [[nodiscard]] std::vector<std::string> files_ending(std::string_view ending) const;

private:
    std::string path_;
    FolderKind kind_ = FolderKind::run;
    ManifestSaid manifest_;
};

/// The manifest of a folder; throws UnreadableFolder.
[[nodiscard]] ManifestSaid read_manifest(const std::string& folder);

}  // namespace txpath::report
