#include "study/removals.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <numeric>
#include <utility>

#include "base/numeric.hpp"
#include "base/random.hpp"

namespace txpath {

namespace {

/// Orders of removal, each as likely as any other.
///   Method  Fisher and Yates; order k is drawn as person k
std::vector<std::vector<std::size_t>> drawn_orders(const Removals::Choice& choice)
{
    const Draws draws(Luck{choice.seed, 0, 0});
    const Decision what = decision("order of removal");  // no name in a scenario has spaces
    std::vector<std::vector<std::size_t>> orders(choice.permutations);
    for (std::size_t k = 0; k < orders.size(); ++k) {
        auto& order = orders[k];
        order.resize(choice.barriers);
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t left = order.size(); left > 1; --left) {
            const double u = draws.uniform(k, what, static_cast<std::uint32_t>(left));
            std::swap(order[left - 1], order[static_cast<std::size_t>(u * static_cast<double>(left))]);
        }
    }
    return orders;
}

/// 1 / (barriers x ways to choose `removed` of the others): the share of orders in which exactly a given set
/// of that size goes before a given barrier.
double share_of_orders(std::size_t barriers, int removed)
{
    double ways = 1.0;
    for (int k = 0; k < removed; ++k)
        ways = ways * (static_cast<double>(barriers) - 1.0 - k) / (static_cast<double>(k) + 1.0);
    return 1.0 / (static_cast<double>(barriers) * ways);
}

bool is_before(BarrierSet a, BarrierSet b) noexcept
{
    return std::pair(std::popcount(a), a) < std::pair(std::popcount(b), b);
}

}  // namespace

Removals::Removals(const Choice& choice)
    : barriers_(choice.barriers), sharing_(choice.sharing), all_((BarrierSet{1} << choice.barriers) - 1)
{
    assert(barriers_ >= 1 && barriers_ <= most_barriers);
    runs_ = {0, all_};
    for (std::size_t barrier = 0; barrier < barriers_; ++barrier) {
        runs_.push_back(alone(barrier));
        runs_.push_back(all_ ^ alone(barrier));
    }
    if (sharing_ == Sharing::exact) {
        assert(barriers_ <= most_barriers_shared_exactly);
        for (BarrierSet removed = 0; removed <= all_; ++removed) runs_.push_back(removed);
    }
    if (sharing_ == Sharing::sampled) orders_ = drawn_orders(choice);
    for (const auto& order : orders_) {
        BarrierSet removed = 0;
        for (const std::size_t barrier : order) runs_.push_back(removed |= alone(barrier));
    }
    std::ranges::sort(runs_, is_before);
    runs_.erase(std::unique(runs_.begin(), runs_.end()), runs_.end());
}

std::size_t Removals::place(BarrierSet removed) const
{
    const auto found = std::ranges::lower_bound(runs_, removed, is_before);
    assert(found != runs_.end() && *found == removed);
    return static_cast<std::size_t>(found - runs_.begin());
}

Step Removals::step(BarrierSet fewer, std::size_t barrier, double weight) const
{
    return {place(fewer | alone(barrier)), place(fewer), weight};
}

Contrast Removals::all_removed() const
{
    return {{place(all_), place(0), 1.0}};
}

Contrast Removals::removed_first(std::size_t barrier) const
{
    return {step(0, barrier, 1.0)};
}

Contrast Removals::removed_last(std::size_t barrier) const
{
    return {step(all_ ^ alone(barrier), barrier, 1.0)};
}

Contrast Removals::interaction() const
{
    Contrast contrast = all_removed();
    for (std::size_t barrier = 0; barrier < barriers_; ++barrier) contrast.push_back(step(0, barrier, -1.0));
    return contrast;
}

Contrast Removals::share(std::size_t barrier) const
{
    if (sharing_ == Sharing::sampled) {
        Contrast contrast = in_each_order(barrier);
        for (Step& each : contrast) each.weight = 1.0 / static_cast<double>(orders_.size());
        return contrast;
    }
    Contrast contrast;
    for (const BarrierSet fewer : runs_)
        if ((fewer & alone(barrier)) == 0)
            contrast.push_back(step(fewer, barrier, share_of_orders(barriers_, std::popcount(fewer))));
    return contrast;
}

Contrast Removals::in_each_order(std::size_t barrier) const
{
    Contrast contrast;
    for (const auto& order : orders_) {
        BarrierSet removed = 0;
        for (const std::size_t each : order) {
            if (each == barrier) break;
            removed |= alone(each);
        }
        contrast.push_back(step(removed, barrier, 1.0));
    }
    return contrast;
}

double value_of(const Contrast& contrast, std::span<const double> outcomes) noexcept
{
    NeumaierSum sum;
    for (const Step& each : contrast) sum.add(each.weight * (outcomes[each.more] - outcomes[each.fewer]));
    return sum.value();
}

std::vector<double> weights_of(const Contrast& contrast, std::size_t runs)
{
    std::vector<double> weights(runs, 0.0);
    for (const Step& each : contrast) {
        weights[each.more] += each.weight;
        weights[each.fewer] -= each.weight;
    }
    return weights;
}

}  // namespace txpath
