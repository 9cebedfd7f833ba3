#include "report/text_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/human.hpp"

namespace txpath::report {

Paint paint_of(const TextStyle& style)
{
    if (!style.is_coloured) return {};
    return {"\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"};
}

std::string aligned(const std::vector<TextRow>& rows, const Paint& paint)
{
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const TextRow& row : rows)
        for (std::size_t at = 0; at < row.size(); ++at)
            widths[at] = std::max(widths[at], character_count(row[at]));
    std::string text;
    for (const TextRow& row : rows) {
        std::string line;
        for (std::size_t at = 0; at < row.size(); ++at) {
            const std::string gap(widths[at] - character_count(row[at]), ' ');
            line += (at == 0 ? "  " : "   ") + (at == 0 ? row[at] + gap : gap + row[at]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        const bool is_head = &row == &rows.front();
        text += fmt::format("{}{}{}\n", is_head ? paint.faint : "", line, is_head ? paint.off : "");
    }
    return text;
}

std::string with_sign(double value)
{
    return (value > 0.0 ? "+" : "") + rounded(value);
}

std::string spread(const MeanOverLuck& mean, bool is_ascii)
{
    if (!std::isfinite(mean.low)) return {};
    return fmt::format(" {} {}", is_ascii ? "+-" : "±", rounded(mean.high - mean.mean));
}

bool is_beyond_luck(const MeanOverLuck& mean)
{
    return mean.low > 0.0 || mean.high < 0.0;
}

}  // namespace txpath::report
