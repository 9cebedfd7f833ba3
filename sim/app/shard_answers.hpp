// shard_answers.hpp -- answers of units that stand in shards.
//
// Owns      ShardAnswers.
// Promises  each visit checks each shard whole before it gives anything of it away; one shard is open and one
//           answer in memory at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/shard.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

/// A shard, and where it is.
struct PlacedShard {
    std::string path;
    ShardHead head;
};

class ShardAnswers final : public UnitAnswers {
public:
    /// Requires  the shards hold consecutive units from 0 on
    ///   whole: ShardReader::Whole::no also takes shards that are still being written, and of those the
    ///   answers that are there
    explicit ShardAnswers(std::vector<PlacedShard> shards,
                          ShardReader::Whole whole = ShardReader::Whole::yes);

    /// Of answers that are to be there.
    [[nodiscard]] std::uint64_t size() const override;
    /// Throws  ShardError, AnswerError
    [[nodiscard]] std::string one(std::uint64_t unit) const override;
    /// Throws  ShardError
    void visit(const std::function<void(std::uint64_t, std::string_view)>& take) const override;

private:
    std::vector<PlacedShard> shards_;
    ShardReader::Whole whole_;
};

}  // namespace txpath::app
