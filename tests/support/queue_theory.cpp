// queue_theory.cpp -- chains over the number of people, and places that are taken one after another.
#include "support/queue_theory.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace txpath::oracle {

namespace {

constexpr double negligible = 1e-15;
constexpr int most_people = 600;  // of the chains; the tests' queues are shorter but for 1e-12

using Chances = std::vector<double>;  // by number

Chances binomial(int count, double chance)
{
    Chances found{1.0};
    for (int i = 0; i < count; ++i) {
        found.push_back(0.0);
        for (std::size_t k = found.size() - 1; k > 0; --k)
            found[k] = found[k] * (1.0 - chance) + found[k - 1] * chance;
        found[0] *= 1.0 - chance;
    }
    return found;
}

Chances poisson(double mean)
{
    Chances found{std::exp(-mean)};
    while (static_cast<double>(found.size()) < mean || found.back() > negligible)
        found.push_back(found.back() * mean / static_cast<double>(found.size()));
    return found;
}

Chances sum_of(const Chances& a, const Chances& b)
{
    Chances found(a.size() + b.size() - 1, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < b.size(); ++k) found[i + k] += a[i] * b[k];
    return found;
}

void shorten(Chances& chances)
{
    while (chances.size() > 1 && chances.back() < negligible) chances.pop_back();
}

/// Integral over a time of 1 - exp(-rate x) and of exp(-rate x).
double lost(double rate, double time)
{
    return rate == 0.0 ? 0.0 : time + std::expm1(-rate * time) / rate;
}
double kept(double rate, double time)
{
    return time - lost(rate, time);
}

/// The chain of MarkovQueue from one sync point to the next.
class Chain {
public:
    Chain(const MarkovQueue& queue, double sync_every)
        : queue_(queue),
          sync_every_(sync_every),
          finished_(-std::expm1(-queue.finish * sync_every)),
          gone_(-std::expm1(-queue.give_up * sync_every)),
          come_(queue.arrivals * sync_every),
          arrivals_(poisson(queue.arrivals * kept(queue.give_up, sync_every))),
          chances_(most_people, 0.0)
    {
        for (int people = 0; people < most_people; ++people) {
            const int used = std::min(people, queue.places);
            Chances fewer = sum_of(binomial(used, finished_), binomial(people - used, gone_));
            shorten(fewer);
            fewer_.push_back(std::move(fewer));
        }
        chances_[0] = 1.0;
    }

    /// Person-days and people from this sync point to the next, its grants included.
    QueueMeans step()
    {
        QueueMeans means;
        Chances stay(most_people, 0.0);  // of those who were there
        double used = 0.0, waiting = 0.0;
        for (int people = 0; people < most_people; ++people) {
            const double chance = chances_[at(people)];
            if (chance < negligible) continue;
            used += chance * std::min(people, queue_.places);
            waiting += chance * std::max(0, people - queue_.places);
            const Chances& fewer = fewer_[at(people)];
            for (std::size_t k = 0; k < fewer.size(); ++k) stay[at(people) - k] += chance * fewer[k];
        }
        means.in_use = used * kept(queue_.finish, sync_every_);
        means.queue = waiting * kept(queue_.give_up, sync_every_) + queue_.arrivals * waits_of_new();
        means.gave_up = waiting * gone_ + queue_.arrivals * lost(queue_.give_up, sync_every_);
        std::fill(chances_.begin(), chances_.end(), 0.0);
        double used_next = 0.0;
        for (int people = 0; people < most_people; ++people) {
            if (stay[at(people)] < negligible) continue;
            for (std::size_t k = 0; k < arrivals_.size() && at(people) + k < most_people; ++k) {
                const double chance = stay[at(people)] * arrivals_[k];
                const int now = people + static_cast<int>(k);
                chances_[at(now)] += chance;
                used_next += chance * std::min(now, queue_.places);
                means.at_once +=
                    chance * std::clamp<double>(queue_.places - people, 0.0, static_cast<double>(k));
            }
        }
        means.granted = used_next - used * (1.0 - finished_);
        return means;
    }

private:
    static std::size_t at(int people) { return static_cast<std::size_t>(people); }

    /// Person-days that one arrival a day waits before the sync point.
    double waits_of_new() const
    {
        const double rate = queue_.give_up, time = sync_every_;
        return rate == 0.0 ? time * time / 2.0 : lost(rate, time) / rate;
    }

    MarkovQueue queue_;
    double sync_every_, finished_, gone_, come_;
    Chances arrivals_, chances_;
    std::vector<Chances> fewer_;
};

/// The chain of TwoKinds: places in use while nobody waits, else how many of each kind wait.
class ChainOfTwo {
public:
    ChainOfTwo(const TwoKinds& queue, double sync_every)
        : places_(queue.places),
          sync_every_(sync_every),
          queue_(queue),
          first_(poisson(queue.first * sync_every)),
          second_(poisson(queue.second * sync_every)),
          no_queue_(static_cast<std::size_t>(queue.places) + 1, 0.0),
          waiting_(static_cast<std::size_t>(most_of_kind) * most_of_kind, 0.0)
    {
        no_queue_[0] = 1.0;
        for (int used = 0; used <= places_; ++used)
            finished_.push_back(binomial(used, -std::expm1(-queue.finish * sync_every)));
    }

    QueueOfTwo step()
    {
        QueueOfTwo means{queue_.first * sync_every_ * sync_every_ / 2.0,
                         queue_.second * sync_every_ * sync_every_ / 2.0};
        Chances no_queue(no_queue_.size(), 0.0), waiting(waiting_.size(), 0.0);
        for (std::size_t used = 0; used < no_queue_.size(); ++used)
            move(no_queue_[used], static_cast<int>(used), 0, 0, no_queue, waiting);
        for (int a = 0; a < most_of_kind; ++a)
            for (int b = 0; b < most_of_kind; ++b) {
                const double chance = waiting_[place(a, b)];
                if (chance < negligible) continue;
                means.first += chance * a * sync_every_;
                means.second += chance * b * sync_every_;
                move(chance, places_, a, b, no_queue, waiting);
            }
        no_queue_ = std::move(no_queue);
        waiting_ = std::move(waiting);
        return means;
    }

private:
    static constexpr int most_of_kind = 120;
    static std::size_t place(int a, int b)
    {
        return static_cast<std::size_t>(a) * most_of_kind + static_cast<std::size_t>(b);
    }

    void move(double chance, int used, int a, int b, Chances& no_queue, Chances& waiting) const
    {
        const Chances& finished = finished_[static_cast<std::size_t>(used)];
        for (std::size_t done = 0; done < finished.size(); ++done)
            for (std::size_t more_a = 0; more_a < first_.size(); ++more_a) {
                const double so_far = chance * finished[done] * first_[more_a];
                if (so_far < negligible) continue;
                for (std::size_t more_b = 0; more_b < second_.size(); ++more_b)
                    grant(so_far * second_[more_b], used - static_cast<int>(done),
                          a + static_cast<int>(more_a), b + static_cast<int>(more_b), no_queue, waiting);
            }
    }

    void grant(double chance, int used, int a, int b, Chances& no_queue, Chances& waiting) const
    {
        const int of_first = std::min(places_ - used, a), of_second = std::min(places_ - used - of_first, b);
        a -= of_first;
        b -= of_second;
        if (a == 0 && b == 0)
            no_queue[static_cast<std::size_t>(used + of_first + of_second)] += chance;
        else if (a < most_of_kind && b < most_of_kind)
            waiting[place(a, b)] += chance;
    }

    int places_;
    double sync_every_;
    TwoKinds queue_;
    Chances first_, second_, no_queue_, waiting_;
    std::vector<Chances> finished_;
};

double next_sync(double time, double sync_every)
{
    return std::ceil(time / sync_every) * sync_every;
}

}  // namespace

double erlang_c(int places, double load)
{
    double lost = 1.0;
    for (int n = 1; n <= places; ++n) lost = load * lost / (n + load * lost);
    return lost / (1.0 - load / places * (1.0 - lost));
}

double mean_wait(int places, double arrivals, double stay)
{
    return erlang_c(places, arrivals * stay) / (places / stay - arrivals);
}

QueueMeans in_the_long_run(const MarkovQueue& queue)
{
    double weight = 1.0, sum = 0.0;
    QueueMeans means;
    for (int people = 0; people < 100000 && (people < 10 || weight > 1e-18 * sum); ++people) {
        const int used = std::min(people, queue.places), waiting = people - used;
        sum += weight;
        means.in_use += weight * used;
        means.queue += weight * waiting;
        if (people < queue.places) means.at_once += weight * queue.arrivals;
        const int used_next = std::min(people + 1, queue.places);
        weight *= queue.arrivals / (used_next * queue.finish + (people + 1 - used_next) * queue.give_up);
    }
    means.in_use /= sum;
    means.queue /= sum;
    means.at_once /= sum;
    means.granted = means.in_use * queue.finish;
    means.gave_up = means.queue * queue.give_up;
    return means;
}

QueueMeans at_syncs(const MarkovQueue& queue, double sync_every, int from, int to)
{
    Chain chain(queue, sync_every);
    QueueMeans sum;
    for (int sync = 0; sync < to; ++sync) {
        const QueueMeans step = chain.step();
        if (sync < from) continue;
        sum.in_use += step.in_use;
        sum.queue += step.queue;
        sum.granted += step.granted;
        sum.at_once += step.at_once;
        sum.gave_up += step.gave_up;
    }
    sum.in_use /= (to - from) * sync_every;
    sum.queue /= (to - from) * sync_every;
    return sum;
}

QueueOfTwo at_syncs(const TwoKinds& queue, double sync_every, int from, int to)
{
    ChainOfTwo chain(queue, sync_every);
    QueueOfTwo sum;
    for (int sync = 0; sync < to; ++sync) {
        const QueueOfTwo step = chain.step();
        if (sync < from) continue;
        sum.first += step.first / ((to - from) * sync_every);
        sum.second += step.second / ((to - from) * sync_every);
    }
    return sum;
}

QueueOfTwo mean_waits(const TwoKinds& queue)
{
    const double rate = queue.places * queue.finish;
    const double left = erlang_c(queue.places, (queue.first + queue.second) / queue.finish) / rate;
    const double load_first = queue.first / rate, load = (queue.first + queue.second) / rate;
    return {left / (1.0 - load_first), left / ((1.0 - load_first) * (1.0 - load))};
}

std::vector<double> grants(const std::vector<Guest>& guests, int places)
{
    std::priority_queue<double, std::vector<double>, std::greater<>> free_from;
    for (int place = 0; place < places; ++place) free_from.push(0.0);
    std::vector<double> found;
    for (const Guest& guest : guests) {
        found.push_back(std::max(guest.arrival, free_from.top()));
        free_from.pop();
        free_from.push(found.back() + guest.stay);
    }
    return found;
}

std::vector<double> grants_at_syncs(std::vector<Guest> guests, int places, double sync_every)
{
    for (Guest& guest : guests) {
        guest.arrival = next_sync(guest.arrival, sync_every);
        guest.stay = next_sync(guest.stay, sync_every);
    }
    return grants(guests, places);
}

}  // namespace txpath::oracle
