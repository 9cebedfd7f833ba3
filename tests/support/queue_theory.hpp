// queue_theory.hpp -- what the theory of queues says, without sync points and with them.
//
// Owns      Erlang's formulas; the Markov chain of a queue that is served at sync points alone; first come,
//           first served, person by person.
// Promises  nothing is simulated, and no code of sim/ is used.
#pragma once

#include <vector>

namespace txpath::oracle {

/// Chance of waiting in M/M/c.
///   Requires  load = arrivals x mean stay < places
///   Source    Erlang (1917), by the recursion of the loss formula
[[nodiscard]] double erlang_c(int places, double load);

/// Mean wait in M/M/c, days; `arrivals` a day, mean stay in days.
[[nodiscard]] double mean_wait(int places, double arrivals, double stay);

/// People who arrive at random, wait for a place and perhaps give up; nobody is there at time 0. Rates are
/// per day.
struct MarkovQueue {
    int places = 1;
    double arrivals = 0.0, finish = 0.0, give_up = 0.0;
};

/// Over a stretch of time.
struct QueueMeans {
    double in_use = 0.0, queue = 0.0;                    ///< means over time
    double granted = 0.0, at_once = 0.0, gave_up = 0.0;  ///< people; at once: at the first sync point
};

/// Without sync points, in the long run; people per day, `at_once` those who find a place free.
///   Method  balance of the birth-death process
[[nodiscard]] QueueMeans in_the_long_run(const MarkovQueue& queue);

/// With a sync point at each multiple of `sync_every`: exactly what is expected between two of them.
///   Method  the number of people at sync points is a Markov chain: each of those in places has finished by
///           the next with chance 1 - exp(-finish x sync_every), and so on
[[nodiscard]] QueueMeans at_syncs(const MarkovQueue& queue, double sync_every, int from, int to);

/// Two kinds of people alike but for their arrivals; the first kind goes first.
struct TwoKinds {
    int places = 1;
    double first = 0.0, second = 0.0;  ///< arrivals a day
    double finish = 0.0;
};

/// Mean number of each kind that waits, over time.
struct QueueOfTwo {
    double first = 0.0, second = 0.0;
};

[[nodiscard]] QueueOfTwo at_syncs(const TwoKinds& queue, double sync_every, int from, int to);

/// Mean wait of each kind without sync points in the long run.
///   Source  Cobham (1954)
[[nodiscard]] QueueOfTwo mean_waits(const TwoKinds& queue);

/// A person who comes and stays.
struct Guest {
    double arrival = 0.0, stay = 0.0;  ///< stay: once granted
};

/// When each is granted, first come, first served; `guests` by arrival.
///   Method  each takes the place that is free first
[[nodiscard]] std::vector<double> grants(const std::vector<Guest>& guests, int places);

/// The same with a sync point at each multiple of `sync_every`: stays and grants last to the next one.
[[nodiscard]] std::vector<double> grants_at_syncs(std::vector<Guest> guests, int places, double sync_every);

}  // namespace txpath::oracle
