#include "app/batch_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "app/load_checked.hpp"

namespace txpath::app {

namespace fs = std::filesystem;

std::variant<OpenBatch, ExitCode> open_batch(const std::string& folder, const Terminal& terminal)
{
    auto plan = read_plan(folder);
    if (const auto* mistake = std::get_if<PlanMistake>(&plan)) {
        terminal.error(mistake->sentence);
        return mistake->is_absent ? ExitCode::missing_input : ExitCode::bad_scenario;
    }
    return OpenBatch{folder, std::move(std::get<BatchPlan>(plan))};
}

std::variant<std::unique_ptr<BatchStudy>, ExitCode> study_of(const OpenBatch& batch, const Terminal& terminal)
{
    const std::string path = study_file(batch.folder, batch.plan);
    auto loaded = load_batch_study(batch.plan.kind, path, batch.plan.wishes);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    if (loaded.value()->work().identity() != batch.plan.identity) {
        terminal.error(
            fmt::format("{}: the files below inputs are not those the batch was planned with; restore "
                        "them, or plan a new batch",
                        batch.folder));
        return ExitCode::bad_scenario;
    }
    return std::move(loaded.value());
}

ShardState state_of_shard(const OpenBatch& batch, std::size_t shard)
{
    const std::string path = shard_file(batch.folder, shard);
    const ShardHead head = batch.plan.head_of(shard);
    ShardState state;
    try {
        state.units = ShardReader(path, head, ShardReader::Whole::yes).records().size();
        state.is = ShardState::Is::done;
        return state;
    } catch (const ShardError& error) {
        if (error.kind() != ShardError::Kind::absent) return {ShardState::Is::damaged, 0, error.what()};
    }
    try {
        state.units = ShardReader(path, head, ShardReader::Whole::no).records().size();
        state.is = ShardState::Is::begun;
    } catch (const ShardError& error) {
        if (error.kind() != ShardError::Kind::absent) return {ShardState::Is::damaged, 0, error.what()};
    }
    return state;
}

std::vector<std::string> strangers_in(const OpenBatch& batch)
{
    std::set<std::string> known;
    for (std::size_t shard = 0; shard < batch.plan.shards(); ++shard) {
        const std::string name = fs::path(shard_file(batch.folder, shard)).filename().string();
        known.insert(name);
        known.insert(part_of_shard(name));
    }
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator at(shard_folder(batch.folder), error), end; !error && at != end;
         at.increment(error))
        if (!known.contains(at->path().filename().string())) found.push_back(at->path().string());
    std::ranges::sort(found);
    return found;
}

}  // namespace txpath::app
