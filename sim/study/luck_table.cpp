#include "study/luck_table.hpp"

#include <algorithm>
#include <filesystem>

namespace txpath {

namespace {

std::string folder_of(const Scratch& scratch)
{
    return scratch.folder.empty() ? std::filesystem::temp_directory_path().string() : scratch.folder;
}

}  // namespace

LuckTable::LuckTable(std::size_t strategies, std::size_t width, const Scratch& scratch)
    : store_(std::make_shared<ColumnStore>(strategies * width, scratch.memory, folder_of(scratch))),
      draws_(strategies, 0),
      centres_(strategies * width, MeanOverLuck::missing),
      row_(strategies * width)
{
}

void LuckTable::add(const std::vector<std::vector<double>>& rows)
{
    std::ranges::fill(row_, MeanOverLuck::missing);
    for (std::size_t strategy = 0; strategy < rows.size(); ++strategy) {
        if (rows[strategy].empty()) continue;
        ++draws_[strategy];
        for (std::size_t place = 0; place < rows[strategy].size(); ++place)
            row_[place * rows.size() + strategy] = rows[strategy][place];
    }
    store_->add_row(row_);
}

void LuckTable::set_centres(std::size_t strategy, const std::vector<double>& row)
{
    for (std::size_t place = 0; place < row.size(); ++place)
        centres_[place * draws_.size() + strategy] = row[place];
}

void LuckTable::visit(
    const std::function<void(std::size_t place, const std::vector<Drawn>& drawn)>& take) const
{
    const std::size_t strategies = draws_.size();
    std::vector<Drawn> drawn(strategies);
    store_->visit([&](std::size_t column, std::span<const double> values) {
        const std::size_t strategy = column % strategies;
        const auto known = values.first(draws_[strategy]);
        drawn[strategy].each.assign(known.begin(), known.end());
        drawn[strategy].centre = centres_[column];
        if (strategy + 1 == strategies) take(column / strategies, drawn);
    });
}

}  // namespace txpath
