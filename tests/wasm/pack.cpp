// pack.cpp -- a scenario as the package that `txpath explore` puts into a page: txpath_pack SCENARIO FILE.
#include <cstdio>
#include <string>

#include "base/files.hpp"
#include "txpath/package.hpp"

int main(int count, char** words)
{
    if (count != 3) return 64;
    const auto packed = txpath::pack_scenario(words[1], {});
    if (!packed) {
        for (const auto& one : packed.why_not().all()) std::fprintf(stderr, "%s\n", one.message.c_str());
        return 65;
    }
    txpath::write_file(words[2], packed.value());
    return 0;
}
