// post.hpp -- letters between the processes of one job.
//
// Owns      Post, what a farm of processes needs of whatever carries its letters.
// Promises  letters between two processes arrive, each once, in the order in which they were sent.
#pragma once

#include <optional>
#include <string>

namespace txpath::app {

struct Letter {
    int from = 0;
    std::string text;  ///< any bytes
};

/// Used by one thread of each process.
class Post {
public:
    Post() = default;
    virtual ~Post() = default;
    Post(const Post&) = delete;
    Post& operator=(const Post&) = delete;

    [[nodiscard]] virtual int rank() const = 0;
    [[nodiscard]] virtual int ranks() const = 0;
    /// Returns at once.
    virtual void send(int to, std::string text) = 0;
    /// The next letter, if one is here.
    [[nodiscard]] virtual std::optional<Letter> receive() = 0;
};

}  // namespace txpath::app
