// reference_quadrature.cpp -- adaptive Gauss-Kronrod, for the plain engine only.
//
// Owns      integral.
#include <array>
#include <cmath>

#include "engine/reference_hazard.hpp"

namespace txpath::plain {

namespace {

// QUADPACK's qk15: abscissae, outermost first, and the weights of both rules.
constexpr std::array nodes = {0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
                              0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
                              0.586087235467691130294144691693549, 0.405845151377397166906606412076961,
                              0.207784955007898467600689403773245, 0.0};
constexpr std::array weights_15 = {0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
                                   0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
                                   0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
                                   0.204432940075298892414161999234649, 0.209482141084727828012999174891714};
constexpr std::array weights_7 = {0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
                                  0.381830050505118944950369775488975, 0.417959183673469387755102040816327};

constexpr int deepest = 60;

struct Estimate {
    double value, doubt;
};

Estimate estimate(const std::function<double(double)>& f, double a, double b)
{
    const double middle = 0.5 * (a + b), half = 0.5 * (b - a);
    const double centre = f(middle);
    double fine = weights_15[7] * centre, coarse = weights_7[3] * centre;
    for (std::size_t i = 0; i < 7; ++i) {
        const double both = f(middle - half * nodes[i]) + f(middle + half * nodes[i]);
        fine += weights_15[i] * both;
        if (i % 2 == 1) coarse += weights_7[i / 2] * both;
    }
    return {half * fine, std::abs(half * (fine - coarse))};
}

double refined(const std::function<double(double)>& f, double a, double b, double tolerance, int depth)
{
    const Estimate whole = estimate(f, a, b);
    const double middle = 0.5 * (a + b);
    if (whole.doubt <= tolerance || depth == deepest || middle == a || middle == b) return whole.value;
    return refined(f, a, middle, tolerance, depth + 1) + refined(f, middle, b, tolerance, depth + 1);
}

}  // namespace

double integral(const std::function<double(double)>& f, double a, double b)
{
    if (a == b) return 0.0;
    const Estimate rough = estimate(f, a, b);
    const double tolerance = 1e-11 * std::abs(rough.value);
    if (rough.doubt <= tolerance) return rough.value;
    return refined(f, a, b, tolerance, 0);
}

}  // namespace txpath::plain
