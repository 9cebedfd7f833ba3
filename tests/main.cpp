// main.cpp -- the test program's entry; Catch2 supplies it.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
