// page_folder.cpp -- rows and checksums of a finished folder.
#include "report/page_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>

#include "base/compress.hpp"
#include "base/csv_stream.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"

namespace txpath::report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view anew = "make the folder anew, or fetch it again from where it was made";
constexpr std::size_t piece_size = std::size_t{1} << 18;

struct Telling {
    FolderKind kind;
    std::string_view table;  ///< that only such a folder has
};
constexpr std::array tellings{
    Telling{FolderKind::barriers, "barriers"},       Telling{FolderKind::comparison, "compare"},
    Telling{FolderKind::uncertainty, "ceac"},        Telling{FolderKind::sensitivity, "dsa"},
    Telling{FolderKind::validation, "validation"},   Telling{FolderKind::calibration, "fit"},
    Telling{FolderKind::calibration, "evaluations"}, Telling{FolderKind::run, "timeseries_summary"}};

[[noreturn]] void damaged(const std::string& path, std::string reason)
{
    throw UnreadableFolder({PageFault::Kind::damaged, path, std::move(reason), std::string(anew)});
}

/// Each piece of a file in turn.
template <class Sink>
void in_pieces(const std::string& path, const Sink& sink)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) damaged(path, "cannot be opened");
    std::string piece(piece_size, '\0');
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        sink(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
    }
    if (file.bad()) damaged(path, "cannot be read to its end");
}

/// The whole text of a table, decompressed, piece by piece.
void pass_text(const std::string& path, CsvStream& rows)
{
    const auto sink = [&rows](std::string_view text) { rows.add(text); };
    std::unique_ptr<Decompressor> opened;
    if (path.ends_with(".gz")) opened = gzip_decompressor(sink);
    if (path.ends_with(".zst")) opened = zstd_decompressor(sink);
    try {
        in_pieces(path, [&](std::string_view piece) {
            if (opened && !piece.empty())
                opened->add(piece);
            else
                rows.add(piece);
        });
        if (opened) opened->finish();
    } catch (const DamagedData& error) {
        damaged(path, error.what());
    }
    if (!rows.finish()) damaged(path, "ends within a quoted cell");
}

/// Where the wanted columns stand in the head.
std::vector<std::size_t> places_of(std::initializer_list<std::string_view> columns, CsvStream::Row head,
                                   const std::string& path)
{
    std::vector<std::size_t> places;
    for (const std::string_view column : columns) {
        const auto found = std::ranges::find(head, column);
        if (found == head.end())
            damaged(path,
                    fmt::format("has no column '{}'; another version wrote it, or it was changed", column));
        places.push_back(static_cast<std::size_t>(found - head.begin()));
    }
    return places;
}

}  // namespace

std::string_view word_for(FolderKind kind) noexcept
{
    constexpr std::array<std::string_view, 7> words{"run",         "comparison", "uncertainty", "barriers",
                                                    "sensitivity", "validation", "calibration"};
    return words[static_cast<std::size_t>(kind)];
}

double TableRow::number(std::size_t column) const
{
    const std::string_view cell = cells_[column];
    double value = std::numeric_limits<double>::quiet_NaN();
    if (cell.empty()) return value;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size())
        damaged(where_, fmt::format("holds '{}' where a number belongs", cell.substr(0, 40)));
    return value;
}

FinishedFolder::FinishedFolder(std::string path) : path_(std::move(path))
{
    while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
    std::error_code error;
    if (!fs::exists(path_, error))
        throw UnreadableFolder({PageFault::Kind::absent, path_, "is not there",
                                "the folders of a scenario are listed by 'ls output'"});
    if (!fs::is_directory(path_, error))
        throw UnreadableFolder({PageFault::Kind::damaged, path_, "is no folder",
                                "name the folder that txpath wrote, not a file"});
    manifest_ = read_manifest(path_);
    const auto found = std::ranges::find_if(tellings, [this](const Telling& one) { return has(one.table); });
    if (found == tellings.end()) damaged(path_, "has none of the tables that a report is made of");
    kind_ = found->kind;
}

std::string FinishedFolder::name() const
{
    return fs::absolute(path_).lexically_normal().filename().string();
}

std::string FinishedFolder::file_of(std::string_view table) const
{
    std::error_code error;
    for (const std::string_view ending : {"", ".gz", ".zst"}) {
        std::string file = fmt::format("{}.csv{}", table, ending);
        if (fs::exists(fs::path(path_) / file, error)) return file;
    }
    return {};
}

void FinishedFolder::read(std::string_view table, std::initializer_list<std::string_view> columns,
                          const OnRow& on_row) const
{
    const std::string file = file_of(table);
    if (file.empty()) return;
    const std::string path = path_ + "/" + file;
    std::vector<std::size_t> places;
    std::vector<std::string_view> wanted(columns.size());
    std::size_t width = 0, line = 0;
    CsvStream rows([&](CsvStream::Row cells) {
        if (++line == 1) {
            places = places_of(columns, cells, path);
            width = cells.size();
            return;
        }
        if (cells.size() != width)
            damaged(path,
                    fmt::format("has {} cells in row {} and {} in its head", cells.size(), line, width));
        for (std::size_t at = 0; at < places.size(); ++at) wanted[at] = cells[places[at]];
        on_row({path, wanted});
    });
    pass_text(path, rows);
    if (line == 0) damaged(path, "is empty");
}

std::optional<std::vector<std::string>> FinishedFolder::changed_files() const
{
    const ReadResult sums = read_file(path_ + "/SHA256SUMS", std::numeric_limits<std::size_t>::max());
    if (sums.failure != ReadFailure::none) return std::nullopt;
    std::vector<std::string> changed;
    for (const std::string_view line : split(sums.text, '\n')) {
        constexpr std::size_t digits = 64, gap = 2;
        if (line.size() <= digits + gap) continue;
        const std::string_view name = line.substr(digits + gap);
        // names of this folder only, whatever somebody wrote into the list
        if (name.find('/') != std::string_view::npos) continue;
        const auto hash = sha256_of_file(fs::path(path_) / name);
        if (!hash || *hash != line.substr(0, digits)) changed.emplace_back(name);
    }
    return changed;
}

std::vector<std::string> FinishedFolder::files_ending(std::string_view ending) const
{
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(path_))
        if (entry.path().filename().string().ends_with(ending))
            found.push_back(entry.path().filename().string());
    std::ranges::sort(found);
    return found;
}

}  // namespace txpath::report
