#include "app/batch_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "txpath/jobs.hpp"

namespace txpath::app {

struct BatchWorker::Open {
    ShardHead head;
    ShardWriter writer;
    std::vector<std::uint64_t> missing;
    std::size_t left;

    Open(const std::string& path, const ShardHead& of)
        : head(of), writer(path, of), missing(writer.missing()), left(missing.size())
    {
    }
};

std::unique_ptr<BatchWorker::Open> BatchWorker::open(std::size_t shard, WorkDone& done) const
{
    const std::string path = shard_file(batch_.folder, shard);
    const ShardHead head = batch_.plan.head_of(shard);
    const auto discard = [&](const std::string& file, const std::string& why) {
        terminal_.talk(fmt::format("{}; it is done anew", why));
        std::error_code error;
        std::filesystem::remove(file, error);
    };
    try {
        const ShardReader sound(path, head, ShardReader::Whole::yes);
        return nullptr;
    } catch (const ShardError& error) {
        if (error.kind() != ShardError::Kind::absent) discard(path, error.what());
    }
    for (const bool is_first : {true, false}) try {
            auto opened = std::make_unique<Open>(path, head);
            std::error_code error;
            if (std::filesystem::exists(path, error)) {  // another finished it just now
                opened.reset();
                std::filesystem::remove(part_of_shard(path), error);
                return nullptr;
            }
            return opened;
        } catch (const ShardError& error) {
            if (error.kind() == ShardError::Kind::busy) {
                done.busy.push_back(shard);
                return nullptr;
            }
            if (!is_first) throw;
            discard(part_of_shard(path), error.what());
        }
    return nullptr;
}

void BatchWorker::do_group(std::vector<std::unique_ptr<Open>>& group, const UnitSpec& spec,
                           WorkDone& done) const
{
    std::vector<std::uint64_t> units;
    for (const auto& shard : group) {
        units.insert(units.end(), shard->missing.begin(), shard->missing.end());
        if (shard->left == 0) shard->writer.seal();
    }
    const bool is_all = work_.work(units, spec, [&](std::uint64_t unit, std::string_view answer) {
        const auto owner = std::ranges::find_if(
            group, [unit](const auto& shard) { return unit >= shard->head.first && unit < shard->head.end; });
        (*owner)->writer.add(unit, answer);
        ++done.units;
        if (--(*owner)->left == 0) (*owner)->writer.seal();
    });
    done.is_stopped = done.is_stopped || !is_all;
    for (const auto& shard : group)
        if (shard->left > 0) shard->writer.sync();
    group.clear();
}

WorkDone BatchWorker::work(std::span<const std::size_t> shards, const UnitSpec& spec)
{
    const auto threads = static_cast<std::size_t>(spec.threads > 0 ? spec.threads : threads_of_machine());
    WorkDone done;
    std::vector<std::unique_ptr<Open>> group;
    std::size_t units = 0, seen = 0;
    UnitSpec part = spec;
    const auto flush = [&](std::size_t from) {
        const auto first = static_cast<double>(from), end = static_cast<double>(seen);
        const auto all = static_cast<double>(shards.size());
        if (spec.progress)
            part.progress = [&spec, first, end, all](double share) {
                spec.progress((first + share * (end - first)) / all);
            };
        do_group(group, part, done);
        units = 0;
    };
    std::size_t begun = 0;
    for (const std::size_t shard : shards) {
        if (spec.rest != nullptr && spec.rest->load(std::memory_order_relaxed)) done.is_stopped = true;
        if (done.is_stopped) break;
        ++seen;
        auto opened = open(shard, done);
        if (!opened) continue;
        units += opened->left;
        group.push_back(std::move(opened));
        if (units < grouping_.units_each * threads && group.size() < grouping_.most_open) continue;
        flush(begun);
        begun = seen;
    }
    if (!done.is_stopped && !group.empty()) flush(begun);
    return done;
}

}  // namespace txpath::app
