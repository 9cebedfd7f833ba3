// farm.hpp -- one batch done by the processes of one job.
//
// Owns      Farm (the process that hands out units and gets every answer), serve (all others), what they
// write to each
//           other.
// Promises  answers are those of the work itself, whoever does a unit. Units are handed out in order, in
// stretches that
//           grow short towards the end, so that processes end together to within a unit. Each process
//           computes in threads of its own and looks after its letters in the calling one, which sleeps in
//           between.
// Not here  what carries letters (post.hpp), what becomes of answers: the first process alone writes, so that
// a shard
//           has one writer on every file system.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include "app/exit_codes.hpp"
#include "app/post.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

/// Another process could not do its part; what() is what it said.
class RankFailure : public std::runtime_error {
public:
    RankFailure(int rank, const std::string& host, ExitCode code, const std::string& said);
    [[nodiscard]] ExitCode code() const noexcept { return code_; }

private:
    ExitCode code_;
};

/// How a process that cannot go on says so: its exit code and its words.
struct Excuse {
    ExitCode code = ExitCode::bug;
    std::string said;
};

/// Work that all processes do together; a UnitSpec's threads count for nothing here.
///   Throws  from work(): RankFailure, and what a unit of this process throws
class Farm final : public UnitWork {
public:
    /// Views: work and post must outlive it.
    ///   threads        of this process
    ///   unit_seconds   that a unit takes on one thread, about
    Farm(const UnitWork& work, int threads, double unit_seconds, Post& post);
    ~Farm() override;

    [[nodiscard]] std::uint64_t units() const override { return work_.units(); }
    [[nodiscard]] std::uint64_t identity() const override { return work_.identity(); }
    bool work(std::span<const std::uint64_t> units, const UnitSpec& spec,
              const TakeAnswer& take) const override;

private:
    class State;
    const UnitWork& work_;
    std::unique_ptr<State> state_;
};

/// Tell all other processes that the first is ready, and that they may prepare.
void call_up(Post& post);
/// Tell all other processes that there is nothing more to do, and wait until they have put everything down.
void dismiss(Post& post);

/// What another process brings along.
struct Hand {
    const UnitWork* work = nullptr;
    int threads = 1;
};

/// Do units until dismissed.
///   prepare   called when the first process is ready; may throw, as a unit may
///   excuse    words for what was thrown
void serve(Post& post, const std::string& host, const std::function<Hand()>& prepare,
           const std::function<Excuse(std::exception_ptr)>& excuse);

}  // namespace txpath::app
