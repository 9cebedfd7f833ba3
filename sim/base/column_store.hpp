// column_store.hpp -- rows in, columns out, with little memory.
//
// Owns      ColumnStore.
// Promises  numbers come back bit for bit, in the order of rows; memory stays within the budget (but for one
// row and
//           one column, however long they are); nothing is left on the disk, even if the program is killed.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace txpath {

/// Rows of numbers, all of one width, read back by column. Within `budget` bytes in memory; beyond, in an
/// unlinked scratch file in `folder`, read in tiles of columns.
class ColumnStore {
public:
    static constexpr std::size_t usual_budget = std::size_t{64} << 20;

    /// With the usual budget and the folder for temporary files (TMPDIR).
    explicit ColumnStore(std::size_t width);
    ColumnStore(std::size_t width, std::size_t budget);
    ColumnStore(std::size_t width, std::size_t budget, std::string folder);
    ~ColumnStore();
    ColumnStore(const ColumnStore&) = delete;
    ColumnStore& operator=(const ColumnStore&) = delete;

    ///   Requires  row.size() is the width
    ///   Errors    throws WriteError, for example when the disk is full
    void add_row(std::span<const double> row);
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }
    /// Columns in order; `values` are gone when `take` returns.
    ///   Errors  throws WriteError when the scratch file cannot be read back
    void visit(const std::function<void(std::size_t column, std::span<const double> values)>& take) const;

    /// The same by row.
    void visit_rows(const std::function<void(std::size_t row, std::span<const double> values)>& take) const;

private:
    void spill();
    void open_scratch();
    void read_tile(std::size_t first, std::size_t columns, std::vector<double>& tile) const;

    std::size_t width_;
    std::string folder_;
    std::size_t block_rows_;     // in memory at once: half the budget, for the other half turns them
    std::vector<double> block_;  // the last rows, one behind the other
    std::size_t rows_ = 0;
    std::size_t spilled_ = 0;  // rows in the scratch file: whole blocks, each column by column
    int scratch_ = -1;
};

}  // namespace txpath
