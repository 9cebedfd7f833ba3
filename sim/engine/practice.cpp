#include "engine/practice.hpp"

#include <algorithm>
#include <numeric>

namespace txpath {

Practice::Practice(const ClinicianRow& row, std::uint32_t first_state, const Luck& luck)
    : row_(row), first_state_(first_state)
{
    const auto count = static_cast<std::uint32_t>(row.model->people);
    network_ = build_network(row.network, count, luck);
    const Draws draws{luck};
    std::vector<std::uint64_t> ranks(count);
    for (std::uint32_t clinician = 0; clinician < count; ++clinician)
        ranks[clinician] = draws.bits(clinician, decision("clinicians"), 0);
    ranked_.resize(count);
    std::iota(ranked_.begin(), ranked_.end(), 0U);
    std::sort(ranked_.begin(), ranked_.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::pair{ranks[a], a} < std::pair{ranks[b], b};
    });
    is_changed_.resize(count);
    in_state_.resize(row.model->states.size());
    for (std::uint32_t state = 0; state < row.model->states.size(); ++state) {
        std::uint32_t readers = 0;
        for (std::uint32_t place = 0; place < row.nearby.size(); ++place)
            readers += row.model->readers_of(row.model->variable_of_nearby(place), state).list.count;
        reads_.push_back(readers > 0);
    }
    nearby_.resize(count * row.nearby.size());
    if (row.network.kind != NetworkKind::complete) counts_.resize(nearby_.size());
}

void Practice::assign(const Crowd& clinicians, std::span<const std::uint8_t> categories, std::size_t people)
{
    of_person_.resize(people);
    const std::size_t kinds = categories.empty() ? 1 : 256;
    std::vector<std::vector<std::uint32_t>> by_kind(kinds);
    for (const std::uint32_t clinician : ranked_)
        by_kind[categories.empty() ? 0 : clinicians.shelf().category(clinician, row_.match_of)].push_back(
            clinician);
    std::vector<std::uint64_t> met(kinds, 0);
    for (std::size_t person = 0; person < people; ++person) {
        const std::size_t kind = categories.empty() ? 0 : categories[person];
        const std::vector<std::uint32_t>& list = by_kind[kind].empty() ? ranked_ : by_kind[kind];
        of_person_[person] = list[met[kind]++ % list.size()];
    }
    panel_first_.assign(ranked_.size() + 1, 0);
    for (const std::uint32_t clinician : of_person_) ++panel_first_[clinician + 1];
    std::partial_sum(panel_first_.begin(), panel_first_.end(), panel_first_.begin());
    panels_.resize(people);
    std::vector<std::uint64_t> next(panel_first_.begin(), panel_first_.end() - 1);
    for (std::size_t person = 0; person < people; ++person)
        panels_[next[of_person_[person]]++] = static_cast<std::uint32_t>(person);

    const ModelTables& model = *row_.model;
    attributes_.resize(model.attributes.size());
    for (std::size_t index = 0; index < attributes_.size(); ++index) {
        const AttributeRow& row = model.attributes[index];
        for (std::uint32_t clinician = 0; clinician < ranked_.size(); ++clinician) {
            attributes_[index].push_back(row.is_categorical ? clinicians.shelf().category(clinician, row.slot)
                                                            : clinicians.shelf().number(clinician, row.slot));
        }
    }
    for (std::uint32_t clinician = 0; clinician < ranked_.size(); ++clinician) {
        seen_.push_back(clinicians.shelf().state(clinician, 0));
        ++in_state_[seen_.back()];
    }
}

/// A clinician's state counts for the neighbours.
void Practice::change(std::uint32_t clinician, std::uint8_t from, std::uint8_t to)
{
    --in_state_[from];
    ++in_state_[to];
    if (network_.first.empty() || row_.nearby.empty()) return;
    for (std::uint64_t at = network_.first[clinician]; at < network_.first[clinician + 1]; ++at) {
        const std::uint32_t other = network_.links[at];
        for (std::size_t place = 0; place < row_.nearby.size(); ++place) {
            counts_[other * row_.nearby.size() + place] -= row_.nearby[place] == from ? 1 : 0;
            counts_[other * row_.nearby.size() + place] += row_.nearby[place] == to ? 1 : 0;
        }
        if (is_changed_[other] == 0) {
            is_changed_[other] = 1;
            changed_.push_back(other);
        }
    }
}

void Practice::count_neighbours()
{
    for (std::uint32_t clinician = 0; clinician < seen_.size() && !network_.first.empty(); ++clinician)
        for (std::uint64_t at = network_.first[clinician]; at < network_.first[clinician + 1]; ++at)
            for (std::size_t place = 0; place < row_.nearby.size(); ++place)
                counts_[network_.links[at] * row_.nearby.size() + place] +=
                    row_.nearby[place] == seen_[clinician] ? 1 : 0;
}

/// Shares of a clinician's neighbours.
void Practice::take_shares(std::uint32_t clinician) noexcept
{
    for (std::size_t place = 0; place < row_.nearby.size(); ++place) {
        const std::size_t at = clinician * row_.nearby.size() + place;
        std::uint64_t count = 0, degree = 0;
        if (row_.network.kind == NetworkKind::complete) {
            degree = seen_.size() - 1;
            count = in_state_[row_.nearby[place]] - (seen_[clinician] == row_.nearby[place] ? 1 : 0);
        } else if (!network_.first.empty()) {
            degree = network_.first[clinician + 1] - network_.first[clinician];
            count = counts_[at];
        }
        nearby_[at] = degree == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(degree);
    }
}

void Practice::look(Crowd& clinicians, const Crowd& people, bool is_first,
                    std::vector<std::vector<Visit>>& patients,
                    std::vector<std::vector<std::uint32_t>>& neighbours)
{
    std::vector<std::uint32_t> moved;
    for (auto& log : clinicians.logs()) {
        moved.insert(moved.end(), log->moved.begin(), log->moved.end());
        log->moved.clear();
    }
    std::sort(moved.begin(), moved.end());
    moved.erase(std::unique(moved.begin(), moved.end()), moved.end());
    bool is_any = false;
    for (const std::uint32_t clinician : moved) {
        const std::uint8_t from = seen_[clinician], to = clinicians.shelf().state(clinician, 0);
        if (from == to) continue;
        is_any = true;
        seen_[clinician] = to;
        change(clinician, from, to);
        for (std::uint64_t at = panel_first_[clinician]; at < panel_first_[clinician + 1]; ++at)
            if (people.shelf().state(panels_[at], 0) != Shelf::unborn)
                patients[Crowd::shard_of(panels_[at])].push_back({panels_[at], first_state_ + to, false});
    }
    if (row_.nearby.empty()) return;
    if (is_first) count_neighbours();
    if (is_first || (is_any && row_.network.kind == NetworkKind::complete)) {
        changed_.resize(seen_.size());
        std::iota(changed_.begin(), changed_.end(), 0U);
    } else {
        std::sort(changed_.begin(), changed_.end());
    }
    for (const std::uint32_t clinician : changed_) {
        take_shares(clinician);
        if (reads_[seen_[clinician]]) neighbours[Crowd::shard_of(clinician)].push_back(clinician);
        is_changed_[clinician] = 0;
    }
    changed_.clear();
}

void Practice::write(ByteWriter& out) const
{
    for (const std::uint8_t state : seen_) out.whole(state);
}

void Practice::resume(const Crowd& clinicians, std::vector<std::uint32_t>& moved, ByteReader& in)
{
    std::fill(in_state_.begin(), in_state_.end(), 0);
    for (std::uint32_t clinician = 0; clinician < seen_.size(); ++clinician) {
        const std::uint64_t state = in.whole();
        if (state >= in_state_.size()) return in.damage();
        seen_[clinician] = static_cast<std::uint8_t>(state);
        ++in_state_[state];
        if (clinicians.shelf().state(clinician, 0) != seen_[clinician]) moved.push_back(clinician);
    }
    if (row_.nearby.empty()) return;
    count_neighbours();
    for (std::uint32_t clinician = 0; clinician < seen_.size(); ++clinician) take_shares(clinician);
}

}  // namespace txpath
