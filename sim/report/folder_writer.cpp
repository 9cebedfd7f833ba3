// folder_writer.cpp -- from pieces of text to a file with a checksum.
#include "report/folder_writer.hpp"

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
