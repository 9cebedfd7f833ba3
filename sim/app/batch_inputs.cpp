#include "app/batch_inputs.hpp"

#include <cerrno>
#include <filesystem>
#include <limits>
#include <system_error>

#include "base/files.hpp"

namespace txpath::app {

namespace {

namespace fs = std::filesystem;

/// The deepest folder that holds both.
fs::path common(const fs::path& a, const fs::path& b)
{
    fs::path shared;
    auto mine = a.begin(), other = b.begin();
    for (; mine != a.end() && other != b.end() && *mine == *other; ++mine, ++other) shared /= *mine;
    return shared;
}

}  // namespace

std::string copy_inputs(const std::vector<std::string>& files, const std::string& folder)
{
    std::vector<fs::path> places;
    fs::path top;
    for (const std::string& file : files) {
        places.push_back(fs::absolute(file).lexically_normal());
        const fs::path holder = places.back().parent_path();
        top = places.size() == 1 ? holder : common(top, holder);
    }
    for (const fs::path& place : places) {
        const ReadResult file = read_file(place.string(), std::numeric_limits<std::size_t>::max());
        if (file.failure != ReadFailure::none)
            throw WriteError(WriteError::Kind::io, place.string(),
                             file.failure == ReadFailure::absent ? ENOENT : EACCES);
        const fs::path copy = fs::path(folder) / place.lexically_relative(top);
        std::error_code error;
        fs::create_directories(copy.parent_path(), error);
        if (error) throw no_creation(copy.parent_path().string(), error.value());
        write_file(copy.string(), file.text);
    }
    return places.front().lexically_relative(top).string();
}

}  // namespace txpath::app
