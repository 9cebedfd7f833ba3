#include "app/mpi_post.hpp"

#include <mpi.h>

#include <array>
#include <climits>
#include <cstdlib>
#include <list>
#include <stdexcept>
#include <utility>

namespace txpath::app {

namespace {

constexpr int the_tag = 1;

/// A letter under way: MPI reads its text until it has left.
struct Sending {
    std::string text;
    MPI_Request request = MPI_REQUEST_NULL;
};

}  // namespace

struct MpiPost::State {
    int rank = 0, ranks = 1, ranks_here = 1;
    std::string host;
    std::list<Sending> sendings;

    void forget_sent()
    {
        std::erase_if(sendings, [](Sending& sending) {
            int is_done = 0;
            MPI_Test(&sending.request, &is_done, MPI_STATUS_IGNORE);
            return is_done != 0;
        });
    }
};

MpiPost::MpiPost(int& count, char**& words) : state_(std::make_unique<State>())
{
    int provided = MPI_THREAD_SINGLE;
    MPI_Init_thread(&count, &words, MPI_THREAD_FUNNELED, &provided);
    if (provided < MPI_THREAD_FUNNELED)
        throw std::runtime_error("this MPI does not let a process have threads of its own");
    MPI_Comm_rank(MPI_COMM_WORLD, &state_->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &state_->ranks);
    MPI_Comm here = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
    MPI_Comm_size(here, &state_->ranks_here);
    MPI_Comm_free(&here);
    std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
    int length = 0;
    MPI_Get_processor_name(name.data(), &length);
    state_->host.assign(name.data(), static_cast<std::size_t>(length));
}

MpiPost::~MpiPost()
{
    for (Sending& sending : state_->sendings) MPI_Wait(&sending.request, MPI_STATUS_IGNORE);
    MPI_Finalize();
}

int MpiPost::rank() const
{
    return state_->rank;
}

int MpiPost::ranks() const
{
    return state_->ranks;
}

int MpiPost::ranks_here() const
{
    return state_->ranks_here;
}

const std::string& MpiPost::host() const
{
    return state_->host;
}

void MpiPost::send(int to, std::string text)
{
    if (text.size() > INT_MAX) throw std::length_error("a letter of more than 2 GiB cannot be sent by MPI");
    state_->forget_sent();
    Sending& sending = state_->sendings.emplace_back();
    sending.text = std::move(text);
    MPI_Isend(sending.text.data(), static_cast<int>(sending.text.size()), MPI_BYTE, to, the_tag,
              MPI_COMM_WORLD, &sending.request);
}

void MpiPost::abort(int exit_code)
{
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::abort();  // MPI does not say of MPI_Abort that it ends here
}

std::optional<Letter> MpiPost::receive()
{
    state_->forget_sent();
    int is_here = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, the_tag, MPI_COMM_WORLD, &is_here, &status);
    if (is_here == 0) return std::nullopt;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Letter letter{status.MPI_SOURCE, std::string(static_cast<std::size_t>(size), '\0')};
    MPI_Recv(letter.text.data(), size, MPI_BYTE, status.MPI_SOURCE, the_tag, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return letter;
}

}  // namespace txpath::app
