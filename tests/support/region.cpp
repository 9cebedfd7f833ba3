#include "support/region.hpp"

#include <fstream>
#include <iterator>

namespace txpath {

namespace {

std::string whole_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

const std::string region = whole_file(std::string(TXPATH_SOURCE) + "/tests/data/shared/region.yaml");

}  // namespace txpath
