// each_target.hpp -- what is done in vectors must be the same on every instruction set.
#pragma once

#include <catch2/catch.hpp>
#include <functional>

#ifdef TXPATH_HAS_HIGHWAY
#include <hwy/targets.h>
#endif

namespace txpath {

/// Do `check` once for each instruction set this machine has.
inline void with_each_target(const std::function<void()>& check)
{
#ifdef TXPATH_HAS_HIGHWAY
    for (const auto target : hwy::SupportedAndGeneratedTargets()) {
        INFO("instruction set " << hwy::TargetName(target));
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        check();
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
#else
    check();
#endif
}

}  // namespace txpath
