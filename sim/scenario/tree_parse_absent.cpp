// tree_parse_absent.cpp -- parse_yaml where there is no yaml-cpp: only settings are parsed, one line each.
#include "scenario/tree_parse_line.hpp"

namespace txpath {

Node parse_yaml(const SourceFile& file, const std::string& text, Diagnostics& found)
{
    return parse_yaml_line(file, text, found);
}

}  // namespace txpath
