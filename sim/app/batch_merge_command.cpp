// batch_merge_command.cpp -- `txpath batch status` and `batch merge`: how far a batch is, and what came of
// it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/batch_folder.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/shard_answers.hpp"
#include "app/signals.hpp"

namespace txpath::app {

namespace {

constexpr std::size_t most_shown = 20;

/// Thrown when a signal came: whatever is being written is taken away on the way to the end.
struct Stopped {};

void heed_signals()
{
    if (stop_flag()) throw Stopped{};
}

/// The answers of shards until a signal comes.
///   Throws  Stopped; what these throw
class HeedfulAnswers final : public UnitAnswers {
public:
    explicit HeedfulAnswers(std::vector<PlacedShard> shards) : answers_(std::move(shards)) {}

    [[nodiscard]] std::uint64_t size() const override { return answers_.size(); }
    [[nodiscard]] std::string one(std::uint64_t unit) const override
    {
        heed_signals();
        return answers_.one(unit);
    }
    void visit(const std::function<void(std::uint64_t, std::string_view)>& take) const override
    {
        answers_.visit([&](std::uint64_t unit, std::string_view answer) {
            heed_signals();
            take(unit, answer);
        });
    }

private:
    ShardAnswers answers_;
};

/// As `batch run` ends when it is stopped.
ExitCode stopped_on_the_way(const Terminal& terminal)
{
    terminal.talk("stopped; nothing was written; the same command begins anew");
    return stop_code() == ExitCode::interrupted ? ExitCode::interrupted : ExitCode::resumable;
}

struct Survey {
    std::vector<ShardState> shards;
    std::vector<std::string> strangers;
    std::uint64_t units = 0;  ///< answered
    std::size_t done = 0, begun = 0, absent = 0, damaged = 0;

    [[nodiscard]] bool is_whole() const { return done == shards.size(); }
};

Survey survey(const OpenBatch& batch)
{
    Survey found;
    found.strangers = strangers_in(batch);
    for (std::size_t shard = 0; shard < batch.plan.shards(); ++shard) {
        heed_signals();
        const ShardState& state = found.shards.emplace_back(state_of_shard(batch, shard));
        found.units += state.units;
        switch (state.is) {
            case ShardState::Is::done:
                ++found.done;
                break;
            case ShardState::Is::begun:
                ++found.begun;
                break;
            case ShardState::Is::damaged:
                ++found.damaged;
                break;
            case ShardState::Is::absent:
                ++found.absent;
        }
    }
    return found;
}

/// `1-3, 7, 9-12`, cut off after some.
std::string spoken_shards(const Survey& survey, ShardState::Is wanted)
{
    std::string text;
    std::size_t ranges = 0;
    for (std::size_t first = 0; first < survey.shards.size();) {
        if (survey.shards[first].is != wanted) {
            ++first;
            continue;
        }
        std::size_t end = first;
        while (end < survey.shards.size() && survey.shards[end].is == wanted) ++end;
        if (++ranges > most_shown) return text + ", ...";
        text += fmt::format("{}{}", text.empty() ? "" : ", ", first + 1);
        if (end > first + 1) text += fmt::format("-{}", end);
        first = end;
    }
    return text;
}

void show_damage(const Survey& found, const Terminal& terminal)
{
    std::size_t shown = 0;
    for (const ShardState& state : found.shards)
        if (state.is == ShardState::Is::damaged && ++shown <= most_shown) terminal.error(state.why);
    for (const std::string& stranger : found.strangers)
        if (++shown <= most_shown)
            terminal.error(fmt::format("{} is no shard of this batch; take it away", stranger));
    if (shown > most_shown) terminal.error(fmt::format("and {} more", shown - most_shown));
}

std::string status_json(const OpenBatch& batch, const Survey& found, double seconds_left)
{
    nlohmann::ordered_json json{{"folder", batch.folder},          {"kind", word_for(batch.plan.kind)},
                                {"units", batch.plan.units()},     {"units_done", found.units},
                                {"shards", batch.plan.shards()},   {"shards_done", found.done},
                                {"shards_begun", found.begun},     {"shards_absent", found.absent},
                                {"shards_damaged", found.damaged}, {"core_seconds_left", seconds_left},
                                {"is_complete", found.is_whole()}};
    nlohmann::ordered_json damaged = nlohmann::ordered_json::array();
    for (std::size_t shard = 0; shard < found.shards.size(); ++shard)
        if (found.shards[shard].is == ShardState::Is::damaged)
            damaged.push_back({{"shard", shard + 1}, {"why", found.shards[shard].why}});
    json["damaged"] = damaged;
    json["strangers"] = found.strangers;
    return json.dump(2) + "\n";
}

/// How many units from 0 on are answered without a gap.
std::uint64_t answered_in_a_row(const OpenBatch& batch, const Survey& found)
{
    std::uint64_t count = 0;
    for (std::size_t shard = 0; shard < found.shards.size(); ++shard) {
        if (found.shards[shard].is != ShardState::Is::done) break;
        count = batch.plan.head_of(shard).end;
    }
    return count;
}

HeedfulAnswers answers_of(const OpenBatch& batch, std::uint64_t count)
{
    std::vector<PlacedShard> shards;
    for (std::size_t shard = 0; shard < batch.plan.shards() && batch.plan.head_of(shard).end <= count;
         ++shard)
        shards.push_back({shard_file(batch.folder, shard), batch.plan.head_of(shard)});
    return HeedfulAnswers(std::move(shards));
}

/// Why it cannot be merged; it has been said.
std::optional<ExitCode> obstacle(const OpenBatch& batch, const Survey& found, bool is_partial,
                                 const Terminal& terminal)
{
    show_damage(found, terminal);
    if (found.damaged > 0)
        terminal.error(fmt::format("{} of {} shards are damaged ({}); 'txpath batch run {}' does them anew",
                                   found.damaged, batch.plan.shards(),
                                   spoken_shards(found, ShardState::Is::damaged), batch.folder));
    if (found.damaged > 0 || !found.strangers.empty()) return ExitCode::io;
    if (found.is_whole() || is_partial) return std::nullopt;
    const auto missing = [&](ShardState::Is is, std::string_view what) {
        if (const std::string list = spoken_shards(found, is); !list.empty())
            terminal.error(fmt::format("{}: {}", what, list));
    };
    missing(ShardState::Is::absent, "shards that are not begun");
    missing(ShardState::Is::begun, "shards that are begun and not done");
    terminal.error(
        fmt::format("{} of {} units are done; 'txpath batch run {}' does the others, --partial merges "
                    "those from the first on",
                    found.units, batch.plan.units(), batch.folder));
    return ExitCode::resumable;
}

/// The study of a part of the units, or how the command ends; it has been said.
std::variant<std::unique_ptr<BatchStudy>, ExitCode> study_of_fewer(const OpenBatch& part,
                                                                   const Terminal& terminal)
{
    auto loaded = load_batch_study(part.plan.kind, study_file(part.folder, part.plan), part.plan.wishes);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    std::string why = loaded.value()->why_fixed();
    if (why.empty() && loaded.value()->work().identity() == part.plan.identity)
        return std::move(loaded.value());
    if (why.empty()) why = "a single replicate would be divided into batches of people";
    terminal.error(fmt::format("this part cannot be merged: {}", why));
    return ExitCode::resumable;
}

ExitCode status(const Invocation& invocation, const Terminal& terminal)
{
    const auto opened = open_batch(std::string(invocation.argument()), terminal);
    if (const auto* code = std::get_if<ExitCode>(&opened)) return *code;
    const auto& batch = std::get<OpenBatch>(opened);
    const BatchPlan& plan = batch.plan;
    const Survey found = survey(batch);
    const double left = static_cast<double>(plan.units() - found.units) * plan.unit.seconds;
    const ExitCode code = found.damaged > 0 || !found.strangers.empty() ? ExitCode::io
                          : found.is_whole()                            ? ExitCode::ok
                                                                        : ExitCode::resumable;
    if (invocation.has("json")) {
        terminal.data(status_json(batch, found, left));
        return code;
    }
    show_damage(found, terminal);
    terminal.data(fmt::format(
        "{}: {} of {} shards done, {} begun, {} not begun, {} damaged; {} of {} units\n", plan.name,
        found.done, plan.shards(), found.begun, found.absent, found.damaged, found.units, plan.units()));
    for (const auto& [is, what] : {std::pair{ShardState::Is::damaged, "damaged"},
                                   {ShardState::Is::begun, "begun"},
                                   {ShardState::Is::absent, "not begun"}})
        if (const std::string list = spoken_shards(found, is); !list.empty())
            terminal.data(fmt::format("{:<10} {}\n", what, list));
    terminal.data(found.is_whole() ? fmt::format("next: txpath batch merge {}\n", batch.folder)
                                   : fmt::format("left: about {} on one core\nnext: txpath batch run {}\n",
                                                 spoken_seconds(left), batch.folder));
    return code;
}

ExitCode merge(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    auto opened = open_batch(std::string(invocation.argument()), terminal);
    if (const auto* code = std::get_if<ExitCode>(&opened)) return *code;
    auto& batch = std::get<OpenBatch>(opened);
    const Survey found = survey(batch);
    const bool is_partial = invocation.has("partial") && !found.is_whole();
    if (const auto code = obstacle(batch, found, is_partial, terminal)) return *code;
    const std::uint64_t count = is_partial ? answered_in_a_row(batch, found) : batch.plan.units();
    if (count == 0) {
        terminal.error(
            "the first shard is not done yet, so that there is nothing to merge from the first unit on");
        return ExitCode::resumable;
    }
    OpenBatch part = batch;  // as if it had been planned so
    if (is_partial) want_units(part.plan, count);
    const auto loaded = is_partial ? study_of_fewer(part, terminal) : study_of(batch, terminal);
    if (const auto* code = std::get_if<ExitCode>(&loaded)) return *code;
    const BatchStudy& study = *std::get<std::unique_ptr<BatchStudy>>(loaded);
    if (const auto code = obstacle_to(study.folder_name(), study.table_bytes(count), invocation, terminal))
        return *code;
    terminal.detail(
        fmt::format("checked {} shards in {}", batch.plan.shards(), spoken_seconds(watch.wall_seconds())));
    const ExitCode code = study.deliver(answers_of(batch, count), count, invocation, terminal, watch);
    if (code != ExitCode::ok || !is_partial) return code;
    terminal.talk(fmt::format("merged the first {} of {} units", count, batch.plan.units()));
    return ExitCode::resumable;
}

}  // namespace

ExitCode batch_status(const Invocation& invocation, const Terminal& terminal)
{
    try {
        return status(invocation, terminal);
    } catch (const Stopped&) {
        return stopped_on_the_way(terminal);
    }
}

ExitCode batch_merge(const Invocation& invocation, const Terminal& terminal)
{
    try {
        return merge(invocation, terminal);
    } catch (const Stopped&) {
        return stopped_on_the_way(terminal);
    }
}

}  // namespace txpath::app
