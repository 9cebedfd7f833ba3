// luck_table.hpp -- numbers of all strategies as luck has them each time.
//
// Owns      LuckTable.
// Promises  numbers come back bit for bit, in the order in which luck was added; memory does not grow with
// it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/column_store.hpp"
#include "study/over_luck.hpp"
#include "txpath/compare.hpp"

namespace txpath {

/// Rows of numbers, one a strategy and draw, all of one width.
class LuckTable {
public:
    LuckTable(std::size_t strategies, std::size_t width, const Scratch& scratch);

    /// One more draw: the row of every strategy; empty of one that has fewer draws.
    void add(const std::vector<std::vector<double>>& rows);
    /// Numbers of all draws of a strategy together (Drawn::centre).
    void set_centres(std::size_t strategy, const std::vector<double>& row);

    /// Place by place: the numbers of every strategy.
    void visit(const std::function<void(std::size_t place, const std::vector<Drawn>& drawn)>& take) const;
    /// [place * strategies + strategy], draw by draw.
    [[nodiscard]] std::shared_ptr<const ColumnStore> rows() const { return store_; }

private:
    std::shared_ptr<ColumnStore> store_;
    std::vector<std::size_t> draws_;  // by strategy
    std::vector<double> centres_;     // as a row
    std::vector<double> row_;
};

}  // namespace txpath
