// persist.hpp -- system calls that a signal interrupted.
#pragma once

#include <cerrno>

namespace txpath {

/// The result of a system call, made again as long as a signal comes in between. Not for close: Linux closes
/// before it says so.
template <class Call>
[[nodiscard]] auto persist(const Call& call)
{
    for (;;) {
        const auto result = call();
        if (result >= 0 || errno != EINTR) return result;
    }
}

}  // namespace txpath
