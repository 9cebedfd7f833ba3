// batch_inputs.hpp -- a batch's own copies of the files it reads.
//
// Owns      copy_inputs.
// Promises  copies stand to one another as the files did, so that what is named relatively is found; a batch
//           that was planned does not change when its study is edited, and can be taken elsewhere.
#pragma once

#include <string>
#include <vector>

namespace txpath::app {

/// Copy files into `folder`, each as far below it as it was below the deepest folder that holds them all.
///   Shape   files: as they were opened
///   Returns where the copy of files.front() is, relative to `folder`
///   Throws  WriteError
[[nodiscard]] std::string copy_inputs(const std::vector<std::string>& files, const std::string& folder);

}  // namespace txpath::app
