// exports.cpp -- the engine as a WebAssembly module: texts come and go through its memory.
//
// Owns      the functions that JavaScript calls: txpath_alloc, txpath_free, txpath_open, txpath_run,
//           txpath_tables, txpath_answer_size.
// Assumes   one caller, one call at a time.
#include <cstdlib>
#include <string>
#include <string_view>

#include "txpath/explore_engine.hpp"

namespace {

struct Module {
    txpath::explore::Engine engine;
    std::string answer;
};

Module& module()
{
    static Module the;
    return the;
}

const char* keep(std::string answer)
{
    module().answer = std::move(answer);
    return module().answer.data();
}

}  // namespace

extern "C" {

/// Room for a question; null: there is none.
char* txpath_alloc(std::size_t bytes)
{
    return static_cast<char*>(std::malloc(bytes));
}

void txpath_free(char* room)
{
    std::free(room);
}

/// Each returns where its answer stands until the next call; it is UTF-8 of txpath_answer_size() bytes.
const char* txpath_open(const char* package, std::size_t bytes)
{
    return keep(module().engine.open({package, bytes}));
}

const char* txpath_run(const char* question, std::size_t bytes)
{
    return keep(module().engine.run({question, bytes}));
}

const char* txpath_tables(const char* question, std::size_t bytes)
{
    return keep(module().engine.tables({question, bytes}));
}

std::size_t txpath_answer_size()
{
    return module().answer.size();
}
}
