// value_columns.hpp -- what values are called in the head of a table, and in which unit they are shown.
#pragma once

#include <vector>

#include "txpath/draws.hpp"

namespace txpath {

/// Fill in `column`, by path: letters, digits and underscores, `parameters.` left out. Names that would be
/// alike, or like those of other columns of such tables, get a number behind.
void name_columns(std::vector<VariedValue>& values);

/// Fill in `unit` and `unit_size` by the text of the base case: what stands behind its number.
void show_in_unit(VariedValue& value, const Parameter& parameter);

}  // namespace txpath
