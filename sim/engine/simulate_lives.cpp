// simulate_lives.cpp -- whole lives on request.
#include "engine/live.hpp"
#include "txpath/lives.hpp"

namespace txpath {

struct Observer::Parts {
    Parts(const Model& whole, const Luck& luck)
        : model(whole), tally(model.tables()), live(model.tables(), Draws{luck}, tally)
    {
    }
    Model model;
    WorkerTally tally;  // counts nobody asks for
    Live live;
};

Observer::Observer(const Model& model, std::uint64_t seed, std::uint32_t sample, std::uint32_t replicate)
    : parts_(std::make_unique<Parts>(model, Luck{seed, sample, replicate}))
{
}
Observer::~Observer() = default;
Observer::Observer(Observer&&) noexcept = default;
Observer& Observer::operator=(Observer&&) noexcept = default;

Lives Observer::observe(std::span<const std::uint64_t> persons)
{
    Lives lives;
    lives.persons.reserve(persons.size());
    parts_->live.record_lives(&lives);
    parts_->live.run_listed(persons);
    parts_->live.record_lives(nullptr);
    lives.moves = parts_->live.take_histories();
    complete(parts_->model.tables(), lives);
    return lives;
}

}  // namespace txpath
