#include "app/shard_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace txpath::app {

ShardAnswers::ShardAnswers(std::vector<PlacedShard> shards, ShardReader::Whole whole)
    : shards_(std::move(shards)), whole_(whole)
{
}

std::uint64_t ShardAnswers::size() const
{
    return shards_.empty() ? 0 : shards_.back().head.end;
}

std::string ShardAnswers::one(std::uint64_t unit) const
{
    for (const PlacedShard& shard : shards_) {
        if (unit < shard.head.first || unit >= shard.head.end) continue;
        const ShardReader reader(shard.path, shard.head, whole_);
        const auto found = std::ranges::find(reader.records(), unit, &ShardRecord::unit);
        if (found == reader.records().end()) break;
        std::string answer;
        reader.read(*found, answer);
        return answer;
    }
    throw AnswerError(fmt::format("unit {} has no answer", unit));
}

void ShardAnswers::visit(const std::function<void(std::uint64_t, std::string_view)>& take) const
{
    std::string answer;
    for (const PlacedShard& shard : shards_) {
        const ShardReader reader(shard.path, shard.head, whole_);
        for (const ShardRecord& record : reader.records()) {
            reader.read(record, answer);
            take(record.unit, answer);
        }
    }
}

}  // namespace txpath::app
