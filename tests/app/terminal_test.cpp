// terminal_test.cpp -- colour, spans of time and the words of progress.
#include "app/terminal.hpp"

#include <catch2/catch.hpp>

#include "app/progress.hpp"

using namespace txpath::app;

TEST_CASE("a diagnostic is painted: where it is, how bad it is, what to write", "[app]")
{
    CHECK(coloured("a.yaml:2:3: error: no state 'x'\n   2 |   to: x\n     |       ^ did you mean 'y'?") ==
          "\x1b[1ma.yaml:2:3\x1b[0m: \x1b[1;31merror\x1b[0m: no state 'x'\n"
          "   2 |   to: x\n"
          "     | \x1b[32m      ^ did you mean 'y'?\x1b[0m");
}

TEST_CASE("text that is no diagnostic stays as it is", "[app]")
{
    CHECK(coloured("2 errors; nothing was run\n") == "2 errors; nothing was run\n");
}

TEST_CASE("time is said as a person says it", "[app]")
{
    CHECK(spoken_seconds(0.0421) == "0.0421 s");
    CHECK(spoken_seconds(0.9999) == "1.0 s");
    CHECK(spoken_seconds(9.96) == "10 s");
    CHECK(spoken_seconds(59.7) == "1 min 0 s");
    CHECK(spoken_seconds(72.0) == "1 min 12 s");
    CHECK(spoken_seconds(7500.0) == "2 h 5 min");
}

TEST_CASE("bytes are said in the unit that fits", "[app]")
{
    CHECK(spoken_bytes(512) == "512 bytes");
    CHECK(spoken_bytes(1500) == "1.5 kB");
    CHECK(spoken_bytes(2.5e6) == "2.5 MB");
    CHECK(spoken_bytes(3.21e9) == "3.21 GB");
}

TEST_CASE("the time left is the time taken, in proportion", "[app]")
{
    CHECK(progress_text(0.25, 10.0) == "25 %, 30 s left");
    CHECK(progress_text(0.999, 99.9) == "99 %, 0.1 s left");
    CHECK(progress_text(0.0, 5.0) == "0 %");
}

TEST_CASE("progress can be forbidden", "[app]")
{
    CHECK(manner_of("never") == Manner::none);
    CHECK(manner_of("always") == Manner::rewritten_line);
}
