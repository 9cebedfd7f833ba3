#include "engine/shelf.hpp"

namespace txpath {

Shelf::Shelf(const ModelTables& model, std::size_t people)
    : layout_(model),
      tracks_(model.tracks.size()),
      bytes_(people * layout_.bytes),
      states_(people * tracks_, unborn)
{
    for (const StateRow& state : model.states) locals_.push_back(static_cast<std::uint8_t>(state.local));
}

void Shelf::put(std::uint64_t person, const std::byte* record) noexcept
{
    std::memcpy(bytes_.data() + person * layout_.bytes, record, layout_.bytes);
    const std::uint32_t* states = look(person).states();
    for (std::size_t track = 0; track < tracks_; ++track)
        states_[person * tracks_ + track] = states[track] == absent ? left : locals_[states[track]];
}

}  // namespace txpath
