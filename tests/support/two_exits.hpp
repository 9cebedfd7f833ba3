// two_exits.hpp -- a scenario that is as small as one can be.
#pragma once

namespace txpath {

inline constexpr const char* two_exits = R"(txpath: 1
title: Two exits
time: {horizon: 2 years, report_every: 6 months}
population: {size: 2000}
tracks:
  care:
    start: ssri
    states: {ssri: {}, remission: {ends: true}, dropout: {ends: true}}
    transitions:
      remit: {from: ssri, to: remission, rate: 0.9 per year}
      drop:  {from: ssri, to: dropout, rate: 0.6 per year}
)";

}  // namespace txpath
