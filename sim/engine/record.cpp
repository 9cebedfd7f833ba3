#include "engine/record.hpp"

namespace txpath {

RecordLayout::RecordLayout(const ModelTables& model) noexcept
{
    std::size_t next = sizeof(PersonHead);
    const auto place = [&next](std::size_t count, std::size_t size) {
        const std::size_t aligned = (next + size - 1) / size * size;
        next = aligned + count * size;
        return aligned;
    };
    const auto place_rows = [&next](std::size_t count, std::size_t size) {
        const std::size_t aligned = (next + 7) / 8 * 8;
        next = aligned + count * size;
        return aligned;
    };
    entered = place(model.tracks.size(), sizeof(double));
    numbers = place(model.number_slots, sizeof(double));
    cost_weights = place_rows(model.weighted_states > 0 ? model.tracks.size() : 0, sizeof(CostWeight));
    counters = place(model.counters.size(), sizeof(std::int32_t));
    categories = place(model.category_slots, 1);
    lasting = next;
    occurrences = place(model.transitions.size(), sizeof(std::uint32_t));
    branches = place(model.branch_counters, sizeof(std::uint32_t));
    zeroed = next;
    best = place_rows(model.tracks.size(), sizeof(Best));
    slots = place_rows(model.slots, sizeof(Slot));
    levels = place_rows(model.levels.size(), sizeof(LevelPath));
    states = place(model.tracks.size(), sizeof(std::uint32_t));
    snapshot = place(model.tracks.size(), sizeof(std::uint32_t));
    status = place(model.slots, 1);
    bytes = (next + 63) / 64 * 64;
}

}  // namespace txpath
