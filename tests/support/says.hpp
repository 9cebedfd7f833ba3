// says.hpp -- whether a text has a part, when all of it is too much to compare.
#pragma once

#include <string>

namespace txpath {

[[nodiscard]] inline bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace txpath
