// check_shared.hpp -- what can only be seen of shared things when all sections were read.
//
// Owns      check_queues, check_policies.
#pragma once

#include "scenario/sections.hpp"

namespace txpath {

/// Queues lead to what they are for, and nothing else raises a person's use.
void check_queues(Loading& loading, const Node& root);

/// Every policy can begin: its condition can hold, and not only through what it sets itself.
void check_policies(Loading& loading, const Node& root);

}  // namespace txpath
