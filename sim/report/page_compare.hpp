// page_compare.hpp -- what strategies change, as the page of a comparison holds it.
//
// Owns      Measure and Compared, Changes (several differences in one sentence), the parts of the page about
//           money.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/page_parts.hpp"
#include "report/page_words.hpp"

namespace txpath::report {

inline constexpr std::string_view paired =
    "Differences are taken within each replicate on the same luck; intervals (95 %) show luck, not "
    "parameters.";

struct Change {
    MeanOverLuck difference;
    double value = 0.0, reference = 0.0;
};

/// One measure over the whole horizon, by strategy.
struct Measure {
    std::string name, unit;
    std::map<std::string, Change> of;  ///< but the reference

    [[nodiscard]] double standing_out() const;  ///< the largest difference in standard errors
    [[nodiscard]] bool is_moved() const;
};

struct CoursePart {
    double time;
    std::string strategy;
    MeanOverLuck difference;
};

struct Compared {
    std::map<std::string, Measure> measures;
    std::map<std::string, std::vector<CoursePart>> courses;
};

/// The same in another unit.
[[nodiscard]] MeanOverLuck scaled(const MeanOverLuck& one, double scale);

/// Mean, standard error and interval in four columns from this one on.
[[nodiscard]] MeanOverLuck luck_of(const TableRow& row, std::size_t mean);

/// Null if there is none of that name.
[[nodiscard]] const Measure* find_measure(const Compared& found, const std::string& name);

/// Clear differences with their intervals; of the others only that luck alone could do them.
class Changes {
public:
    void add(const std::string& who, const MeanOverLuck& change, std::string_view unit);
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::string> clear_, unclear_, same_;
};

[[nodiscard]] PageFigure bars_of(const PageContext& context, const Measure& measure);

/// Costs, QALYs, net benefit and ICERs; then budget, and who gains.
void add_money(const PageContext& context, const Compared& found, PageContent& page);
void add_budget(const PageContext& context, PageContent& page);
void add_equity(const PageContext& context, PageContent& page);

}  // namespace txpath::report
