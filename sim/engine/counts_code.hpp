// counts_code.hpp -- counts as bytes, while they are still being made.
//
// Owns      writing and adding of Counts, Ledger, Tally, ResourceTally and histories.
// Promises  tables that grew rows of later times since they were written take the earlier ones as they were.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "model/tables.hpp"
#include "txpath/results.hpp"

namespace txpath {

void write(const Ledger& ledger, ByteWriter& out);
void add(ByteReader& in, Ledger& ledger);
/// A ledger of a model's shape in which nothing was counted.
[[nodiscard]] Ledger empty_ledger(const ModelTables& model);

void write(const Tally& tally, ByteWriter& out);
void add(ByteReader& in, Tally& tally);

void write(const ResourceTally& tally, ByteWriter& out);
void add(ByteReader& in, ResourceTally& tally);

void write_histories(std::span<const HistoryRow> rows, ByteWriter& out);
/// Of persons below a number.
[[nodiscard]] std::vector<HistoryRow> read_histories(ByteReader& in, std::uint64_t below);

}  // namespace txpath
