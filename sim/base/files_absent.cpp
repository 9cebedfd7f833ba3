// files_absent.cpp -- no disk, for WebAssembly: nothing can be read.
#include <system_error>
#include <utility>

#include "base/files.hpp"

namespace txpath {

ReadResult read_file(const std::string& /*path*/, std::size_t /*size_cap*/)
{
    return {{}, ReadFailure::absent, "cannot be read: there are no files here"};
}

WriteError::WriteError(Kind kind, std::string path, int error_number)
    : std::runtime_error(path + ": " + std::generic_category().message(error_number)),
      kind_(kind),
      path_(std::move(path)),
      error_number_(error_number)
{
}

}  // namespace txpath
