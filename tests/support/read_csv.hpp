// read_csv.hpp -- a CSV table back as cells, for tests; written apart from the writer, from RFC 4180.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace txpath::test {

using CsvRows = std::vector<std::vector<std::string>>;

/// All rows, the header first. Throws std::runtime_error on anything RFC 4180 with LF does not allow.
[[nodiscard]] CsvRows read_csv(std::string_view text);

}  // namespace txpath::test
