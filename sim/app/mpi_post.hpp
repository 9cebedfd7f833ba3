// mpi_post.hpp -- letters by MPI.
//
// Owns      MpiPost. The .cpp is the only door to MPI.
// Promises  MPI is called by the thread that made it alone, and never waits for a letter; so a process that
// has nothing
//           to do uses no processor.
#pragma once

#include <memory>
#include <string>

#include "app/post.hpp"

namespace txpath::app {

class MpiPost final : public Post {
public:
    /// Starts MPI: one of them in a process, for its whole life.
    MpiPost(int& count, char**& words);
    ~MpiPost() override;  ///< waits for all other processes to do the same

    [[nodiscard]] int rank() const override;
    [[nodiscard]] int ranks() const override;
    [[nodiscard]] int ranks_here() const;           ///< processes of the job on this machine, this one too
    [[nodiscard]] const std::string& host() const;  ///< this machine's name
    void send(int to, std::string text) override;
    [[nodiscard]] std::optional<Letter> receive() override;
    /// End all processes of the job at once; for one that cannot even say that it fails.
    [[noreturn]] static void abort(int exit_code);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace txpath::app
