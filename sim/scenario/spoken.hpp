// spoken.hpp -- a quantity as its words say it, before anyone asks what it should be.
//
// Owns      Spoken and the grammar of quantities.
// Not here  which dimension a place wants (quantity.cpp), what a number is (number.cpp).
#pragma once

#include <string>
#include <string_view>

#include "scenario/quantity.hpp"

namespace txpath {

/// A quantity as its words say it, before anyone asks what it should be.
///   NUMBER [thousand|million|billion] [%] [CUR] [per [NUMBER] UNIT | within NUMBER UNIT | UNIT]
struct Spoken {
    std::string number;  // as written, with its scale and per cent sign
    double value = 0.0;
    std::string currency;
    double unit_days = 0.0;    // of a duration; 0: none
    double per_days = 0.0;     // 0: no `per`
    double within_days = 0.0;  // 0: no `within`
    bool is_per_plain_year = false;
    std::string unit;
    QuantityError mistake;  // message empty: none
};

/// Read a text as a quantity; the first mistake stops it.
[[nodiscard]] Spoken listen_to(std::string_view text);

}  // namespace txpath
