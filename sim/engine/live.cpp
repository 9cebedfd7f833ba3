#include "engine/live.hpp"

#include <algorithm>
#include <bit>

namespace txpath {

namespace {

// Records of one block together; measured best between 32 and 128 KiB.
constexpr std::size_t block_bytes = std::size_t{32} * 1024;
constexpr std::size_t least_lanes = 32, most_lanes = 256;

}  // namespace

Live::Live(const ModelTables& model, Draws draws, WorkerTally& tally)
    : model_(model),
      layout_(model),
      draws_(draws),
      tally_(tally),
      lanes_(std::clamp(block_bytes / layout_.bytes, least_lanes, most_lanes)),
      storage_(lanes_ * layout_.bytes + 64),
      end_(tally.moment(model.horizon)),
      until_(model.horizon)
{
    const auto address = std::bit_cast<std::uintptr_t>(storage_.data());
    records_ = storage_.data() + (64 - address % 64) % 64;
    active_.reserve(lanes_);
    pending_.resize(lanes_ * model.tracks.size());
    requests_.resize(lanes_ * model.slots);
    thresholds_.resize(lanes_ * model.slots);
    first_requests_.resize(lanes_ * model.first_draws.size());
    first_uniforms_.resize(first_requests_.size());
    touched_.reserve(64);
    queue_.reserve(64);
    checkpoints_before_.resize(model.reports.size());
    for (std::size_t row = 1; row < model.reports.size(); ++row)
        for (const double checkpoint : model.checkpoints)
            checkpoints_before_[row] += checkpoint <= model.reports[row - 1] ? 1 : 0;
    if (!model.is_plain) return;
    waiting_in_.resize(model.states.size());
    due_.resize(lanes_ * (model.tracks.front().slots + 1));
    moments_.resize(lanes_);
}

void Live::run(std::uint64_t first, std::size_t count, std::span<const double> born)
{
    for (std::size_t done = 0; done < count;) {
        const std::size_t block = std::min(lanes_, count - done);
        draw_first(first + done, block);
        is_plain_ = model_.is_plain && first + done >= histories_below_;
        for (std::size_t lane = 0; lane < block; ++lane) {
            uniforms_ = first_uniforms_.data() + lane * model_.first_draws.size();
            std::byte* record = records_ + lane * layout_.bytes;
            begin(record, first + done + lane, born.empty() ? 0.0 : born[done + lane]);
            if (!Person{record, layout_}.head().has_left) active_.push_back(record);
        }
        if (is_plain_) run_plainly();
        run_rounds();
        done += block;
    }
}

/// Until nothing more happens to anybody of the block.
void Live::run_rounds()
{
    while (!active_.empty()) {
        arm_all();
        std::size_t still = 0;
        for (std::byte* record : active_)
            if (advance(record)) active_[still++] = record;
        active_.resize(still);
    }
}

bool Live::advance(std::byte* record)
{
    const Person person{record, layout_};
    const Best* best = person.best();
    std::uint32_t track = 0;
    for (std::uint32_t other = 1; other < model_.tracks.size(); ++other)
        if (best[other].time < best[track].time) track = other;
    const double now = best[track].time;
    if (now > until_) {
        if (until_ >= model_.horizon) finish(person);
        return false;
    }
    const Arc& arc = model_.arcs[best[track].arc];
    if (arc.kind != ArcKind::steady && person.status()[best[track].slot] != SlotStatus::fires) {
        look_again(person, track, best[track].slot, now);
        return true;
    }
    if (arc.fires_plainly && person.head().id >= histories_below_) {
        fire_plainly(person, record, arc, now);
        return true;
    }
    fire(person, arc, now);
    settle_instant(person, record);
    return !person.head().has_left;
}

std::vector<HistoryRow> Live::take_histories()
{
    return std::move(histories_);
}

}  // namespace txpath
