// replicate_code.hpp -- a replicate as bytes, and back.
//
// Owns      the order in which everything that one replicate counted is written.
// Promises  what is read equals what was written, to the last bit; runs of zeros, which fill most tables of
//           counts, take two bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "txpath/results.hpp"

namespace txpath {

/// A replicate, and what belongs to all replicates of a run.
struct CodedReplicate {
    ReplicateResult result;
    std::vector<double> checkpoints;      ///< Results
    std::optional<NetworkFacts> network;  ///< Results; with replicate 0 alone
};

[[nodiscard]] std::string bytes_of(const CodedReplicate& replicate);

/// Nothing if the bytes are no replicate.
[[nodiscard]] std::optional<CodedReplicate> replicate_from(std::string_view bytes);

}  // namespace txpath
