// folder_writer.cpp -- from pieces of text to a file with a checksum.
#include "report/folder_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <map>
#include <optional>

#include "report/tables.hpp"

namespace txpath {
namespace report {
namespace {

std::filesystem::path with_ending(const std::filesystem::path& path, Compression compression)
{
    return path.string() + std::string(ending_of(compression));
}

}  // namespace

FolderFile::FolderFile(const std::filesystem::path& path, Compression compression)
    : name_(with_ending(path, compression).filename().string()),
      file_(with_ending(path, compression).string())
{
    const auto sink = [this](std::string_view bytes) { put(bytes); };
    if (compression == Compression::gzip) compressor_ = gzip_compressor(sink);
    if (compression == Compression::zstd) compressor_ = zstd_compressor(sink);
}

void FolderFile::write(std::string_view piece)
{
    if (compressor_)
        compressor_->add(piece);
    else
        put(piece);
}

WrittenFile FolderFile::finish()
{
    if (compressor_) compressor_->finish();
    file_.commit();
    return {name_, bytes_, hash_.hex()};
}

void FolderFile::put(std::string_view bytes)
{
    file_.write(bytes);
    hash_.add(bytes);
    bytes_ += bytes.size();
}

std::vector<const Scenario*> scenarios_of(const DecisionStudy& study)
{
    std::vector<const Scenario*> found;
    for (const Strategy& strategy : study.strategies) found.push_back(&strategy.scenario);
    return found;
}

void add_data_files(std::span<const Scenario* const> scenarios, FolderWriter& folder)
{
    std::map<std::string, std::optional<std::string>> texts;  // nothing: there are several
    for (const Scenario* scenario : scenarios)
        for (const std::string& path : scenario->data_files) {
            const std::string name = std::filesystem::path(path).filename().string();
            ReadResult data = read_file(path, std::numeric_limits<std::size_t>::max());
            if (data.failure != ReadFailure::none)
                throw WriteError(WriteError::Kind::io, path,
                                 data.failure == ReadFailure::absent ? ENOENT : EACCES);
            const auto [place, is_new] = texts.try_emplace(name, data.text);
            if (!is_new && place->second != data.text) place->second.reset();
        }
    const auto is_taken = [&folder](const std::string& name) {
        return std::ranges::any_of(folder.files(),
                                   [&](const WrittenFile& file) { return file.name.starts_with(name); });
    };
    for (const auto& [name, text] : texts)
        if (text && !is_taken(name)) folder.add_text(name, *text);
}

}  // namespace report

std::string_view ending_of(Compression compression) noexcept
{
    switch (compression) {
        case Compression::none:
            break;
        case Compression::gzip:
            return ".gz";
        case Compression::zstd:
            return ".zst";
    }
    return {};
}

}  // namespace txpath
