// dense_test.cpp -- small systems worked by hand, and identities of larger ones.
#include "base/dense.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace txpath;

namespace {

Dense of(std::size_t rows, std::size_t columns, std::vector<double> numbers)
{
    Dense matrix(rows, columns);
    matrix.numbers = std::move(numbers);
    return matrix;
}

}  // namespace

TEST_CASE("products of matrices are those worked by hand", "[dense]")
{
    const Dense a = of(5, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    CHECK(gram(a).numbers == std::vector<double>{165, 190, 190, 220});
    CHECK(transposed_product(a, of(5, 1, {1, 0, -1, 0, 2})).numbers == std::vector<double>{14, 16});
    CHECK(product(a, of(2, 1, {1, -1})).numbers == std::vector<double>{-1, -1, -1, -1, -1});
}

TEST_CASE("a system of three is solved as by hand", "[dense]")
{
    // upper = {2, 1, 0; 0, 3, 1; 0, 0, 1}
    const Cholesky root(of(3, 3, {4, 2, 0, 2, 10, 3, 0, 3, 2}));
    CHECK(root.rank() == 3);
    CHECK(root.log_determinant() == Approx(std::log(36.0)).epsilon(1e-14));
    const Dense x = root.solve(of(3, 1, {6, 15, 5}));
    for (const double number : x.numbers) CHECK(number == Approx(1.0).epsilon(1e-13));
    const Dense lower = root.solve_lower(of(3, 1, {2, 4, 2}));
    for (const double number : lower.numbers) CHECK(number == Approx(1.0).epsilon(1e-13));
    const Dense one = product(root.inverse(), of(3, 3, {4, 2, 0, 2, 10, 3, 0, 3, 2}));
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) CHECK(one.at(i, j) == Approx(i == j ? 1.0 : 0.0).margin(1e-13));
}

TEST_CASE("a column that others determine is left out", "[dense]")
{
    // the third column of the design is the sum of the first two
    const Dense design = of(4, 3, {1, 0, 1, 0, 1, 1, 1, 1, 2, 2, 1, 3});
    const Cholesky root(gram(design));
    CHECK(root.rank() == 2);
    CHECK(!root.is_kept(2));
    const Dense right = of(4, 1, {1, 2, 3, 4});
    const Dense x = root.solve(transposed_product(design, right));
    CHECK(x.at(2, 0) == 0.0);
    const Dense two = of(4, 2, {1, 0, 0, 1, 1, 1, 2, 1});
    const Dense y = Cholesky(gram(two)).solve(transposed_product(two, right));
    CHECK(x.at(0, 0) == Approx(y.at(0, 0)));
    CHECK(x.at(1, 0) == Approx(y.at(1, 0)));
    CHECK(root.log_determinant() == Approx(Cholesky(gram(two)).log_determinant()));
}
