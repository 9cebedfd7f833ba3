// region.hpp -- a small scenario in which people share everything that can be shared.
//
// Owns      region: the text of tests/data/shared/region.yaml.
#pragma once

#include <string>

namespace txpath {

extern const std::string region;

}  // namespace txpath
