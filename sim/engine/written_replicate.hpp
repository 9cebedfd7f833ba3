// written_replicate.hpp -- one replicate in a checkpoint.
//
// Owns      CheckpointReplicate and its bytes; what is common to people who share something and who do not.
// Format    front: events simulated; Tally; ledgers, one a batch; people in a whole chunk; of people who
// share something,
//           the rest of their World. Then the chunks of clinicians and of people: the first and how many, the
//           people, as PersonWriter writes them, and their histories.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "engine/person_code.hpp"
#include "model/tables.hpp"
#include "txpath/checkpoint.hpp"
#include "txpath/results.hpp"

namespace txpath {

struct CheckpointReplicate {
    ByteWriter front;
    std::vector<std::string> clinicians, people;  ///< chunks

    [[nodiscard]] std::string bytes() const;
};

/// The same as it is read: views of the checkpoint's bytes.
struct ReadReplicate {
    explicit ReadReplicate(std::string_view bytes) noexcept;

    ByteReader front;
    std::vector<std::string_view> clinicians, people;
};

/// Of whom a chunk is.
struct PeopleOfChunk {
    std::uint64_t first, count;
};
[[nodiscard]] std::string chunk_of(const PeopleOfChunk& who, PersonWriter& people,
                                   std::span<const HistoryRow> histories);
[[nodiscard]] PeopleOfChunk read_people(ByteReader& in);

/// The replicate of that number, which was written down.
[[nodiscard]] ReadReplicate written_replicate(const Resumption& from, std::uint32_t replicate);

/// Parameters as they were written, in the order they have now; own: of those that were none then.
[[nodiscard]] std::vector<double> parameters_now(const Resumption& from, const std::vector<double>& written,
                                                 std::vector<double> own);

/// What was counted, in the common part of the front.
void write_counted(const ReplicateResult& result, std::size_t chunk, ByteWriter& out);
/// Adds to a result of the model's shape, and returns the people in a chunk.
[[nodiscard]] std::size_t read_counted(const ModelTables& model, ReplicateResult& result, ByteReader& in);

/// Tables for a run that goes on: flows that were counted are between the times they were counted between.
[[nodiscard]] ModelTables resumed(const ModelTables& model, const CheckpointHead& head);

/// The bytes are not what was written.
[[noreturn]] void refuse_damage();

}  // namespace txpath
