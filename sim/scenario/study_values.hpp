// study_values.hpp -- the values of all strategies of a study, by path.
//
// Owns      StudyValues, and what is said of a path that names none.
// Assumes   the strategies outlive it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/load.hpp"
#include "txpath/decision.hpp"
#include "txpath/study.hpp"

namespace txpath {

/// A value that some strategy has.
struct StudyValue {
    const Parameter* shown = nullptr;  ///< of the first strategy that has it, one with a distribution if any
    std::size_t strategy = 0;          ///< that one
    [[nodiscard]] bool is_uncertain() const noexcept { return shown->distribution.family != Family::fixed; }
};

class StudyValues {
public:
    explicit StudyValues(const std::vector<Strategy>& strategies);

    [[nodiscard]] const StudyValue* find(std::string_view path) const;

    /// Paths of the values that a path names or, as the beginning of paths before a dot, holds; in order.
    [[nodiscard]] std::vector<std::string> within(std::string_view path) const;

    /// How the value is written where it is shown; nothing if no number could be written there.
    ///   Requires  there is such a value
    [[nodiscard]] std::optional<WrittenValue> written(std::string_view path);

    /// Say that a path names no value, with the nearest that does.
    Diagnostic& report_unknown(Loading& loading, const Node& word) const;

private:
    const std::vector<Strategy>& strategies_;
    std::map<std::string, StudyValue, std::less<>> values_;
    std::map<std::size_t, Node> trees_;  // of strategies, parsed when first asked for
    Sources sources_;
};

/// The value that a word names; null after a reported mistake.
[[nodiscard]] const StudyValue* find_value(Loading& loading, const StudyValues& values, const Node& word);

/// The uncertain values that a word names by a path or the beginning of paths; none after a reported mistake.
[[nodiscard]] std::vector<std::string> find_uncertain(Loading& loading, const StudyValues& values,
                                                      const Node& word);

}  // namespace txpath
