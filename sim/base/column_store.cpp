// column_store.cpp -- blocks of rows, turned before they go to the disk.
//
// A block lies in the file column by column, so that neighbouring columns of a block are read at once: with B
// bytes in all and a budget of b, reading all columns takes about (2 B / b)^2 reads of stretches, not one a
// number.
#include "base/column_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/files.hpp"

namespace txpath {

namespace {

WriteError failure(const std::string& folder)
{
    return {WriteError::Kind::io, (std::filesystem::path(folder) / "scratch").string(), errno};
}

void write_all(int file, std::span<const double> numbers, const std::string& folder)
{
    auto left = std::as_bytes(numbers);
    while (!left.empty()) {
        const auto written = ::write(file, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw failure(folder);
        left = left.subspan(static_cast<std::size_t>(written));
    }
}

void read_all(int file, std::span<double> numbers, std::size_t from, const std::string& folder)
{
    auto left = std::as_writable_bytes(numbers);
    auto place = static_cast<off_t>(from * sizeof(double));
    while (!left.empty()) {
        const auto got = ::pread(file, left.data(), left.size(), place);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = EIO;
        if (got <= 0) throw failure(folder);
        left = left.subspan(static_cast<std::size_t>(got));
        place += got;
    }
}

std::size_t rows_within(std::size_t bytes, std::size_t width)
{
    return std::max<std::size_t>(1, bytes / sizeof(double) / std::max<std::size_t>(1, width));
}

}  // namespace

ColumnStore::ColumnStore(std::size_t width) : ColumnStore(width, usual_budget)
{
}

ColumnStore::ColumnStore(std::size_t width, std::size_t budget)
    : ColumnStore(width, budget, std::filesystem::temp_directory_path().string())
{
}

ColumnStore::ColumnStore(std::size_t width, std::size_t budget, std::string folder)
    : width_(width), folder_(std::move(folder)), block_rows_(rows_within(budget / 2, width))
{
}

ColumnStore::~ColumnStore()
{
    if (scratch_ >= 0) ::close(scratch_);
}

void ColumnStore::add_row(std::span<const double> row)
{
    assert(row.size() == width_);
    if (width_ > 0 && rows_ - spilled_ == block_rows_) spill();
    // Growing by doubling would need more than the block itself.
    if (block_.empty() && rows_ > 0) block_.reserve(block_rows_ * width_);
    block_.insert(block_.end(), row.begin(), row.end());
    ++rows_;
}

void ColumnStore::open_scratch()
{
    scratch_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (scratch_ >= 0) return;
    // Some file systems have no files without a name.
    std::string name = (std::filesystem::path(folder_) / ".txpath-XXXXXX").string();
    scratch_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (scratch_ < 0) throw failure(folder_);
    ::unlink(name.c_str());
}

void ColumnStore::spill()
{
    if (scratch_ < 0) open_scratch();
    const std::size_t rows = rows_ - spilled_;
    std::vector<double> turned(block_.size());
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < width_; ++column)
            turned[column * rows + row] = block_[row * width_ + column];
    write_all(scratch_, turned, folder_);
    spilled_ = rows_;
    block_.clear();
}

/// Columns from `first` on, one behind the other, all rows.
void ColumnStore::read_tile(std::size_t first, std::size_t columns, std::vector<double>& tile) const
{
    tile.resize(columns * rows_);
    std::vector<double> stretch(columns * std::min(block_rows_, spilled_));
    for (std::size_t begin = 0; begin < spilled_; begin += block_rows_) {
        read_all(scratch_, stretch, begin * width_ + first * block_rows_, folder_);
        for (std::size_t column = 0; column < columns; ++column)
            std::copy_n(stretch.data() + column * block_rows_, block_rows_,
                        tile.data() + column * rows_ + begin);
    }
    for (std::size_t row = spilled_; row < rows_; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            tile[column * rows_ + row] = block_[(row - spilled_) * width_ + first + column];
}

void ColumnStore::visit(
    const std::function<void(std::size_t column, std::span<const double> values)>& take) const
{
    // A tile is as large as a block, so that together they keep within the budget.
    const std::size_t in_tile = std::clamp<std::size_t>(
        block_rows_ * width_ / std::max<std::size_t>(1, rows_), 1, std::max<std::size_t>(1, width_));
    std::vector<double> tile;
    for (std::size_t first = 0; first < width_; first += in_tile) {
        const std::size_t columns = std::min(in_tile, width_ - first);
        read_tile(first, columns, tile);
        for (std::size_t column = 0; column < columns; ++column)
            take(first + column, std::span<const double>(tile).subspan(column * rows_, rows_));
    }
}

void ColumnStore::visit_rows(
    const std::function<void(std::size_t row, std::span<const double> values)>& take) const
{
    std::vector<double> block(spilled_ > 0 ? block_rows_ * width_ : 0), row(width_);
    for (std::size_t begin = 0; begin < spilled_; begin += block_rows_) {
        read_all(scratch_, block, begin * width_, folder_);
        for (std::size_t at = 0; at < block_rows_; ++at) {
            for (std::size_t column = 0; column < width_; ++column)
                row[column] = block[column * block_rows_ + at];
            take(begin + at, row);
        }
    }
    for (std::size_t at = spilled_; at < rows_; ++at)
        take(at, std::span<const double>(block_).subspan((at - spilled_) * width_, width_));
}

}  // namespace txpath
