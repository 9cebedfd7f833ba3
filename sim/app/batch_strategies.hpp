// batch_strategies.hpp -- studies with strategies as batches.
//
// Owns      the kinds compare and uncertainty of BatchStudy.
#pragma once

#include <memory>
#include <string>

#include "app/batch_plan.hpp"
#include "app/batch_study.hpp"
#include "txpath/diagnostic.hpp"

namespace txpath::app {

///   Errors  as load_batch_study
[[nodiscard]] Checked<std::unique_ptr<BatchStudy>> load_batch_comparison(const std::string& path,
                                                                         const BatchWishes& wishes);
[[nodiscard]] Checked<std::unique_ptr<BatchStudy>> load_batch_uncertainty(const std::string& path,
                                                                          const BatchWishes& wishes);

}  // namespace txpath::app
