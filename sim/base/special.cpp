// special.cpp -- the normal distribution and the gamma function.
#include "base/special.hpp"

#include <array>
#include <cassert>
#include <cstddef>
#include <limits>

#include "base/elementary.hpp"
#include "base/stirling.hpp"

namespace txpath::portable {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double half_log_two_pi = 0.91893853320467274178;
constexpr double inverse_sqrt_two_pi = 0.398942280401432677939946;
constexpr double sqrt_half = 0.70710678118654752440;

/// Coefficients from the constant upwards.
template <std::size_t count>
double polynomial(const std::array<double, count>& coefficients, double x) noexcept
{
    double value = 0.0;
    for (std::size_t i = count; i-- > 0;) value = value * x + coefficients[i];
    return value;
}

// Cody's rational approximations: of (normal_cdf(z) - 1/2) / z in z^2 for |z| <= 0.675 ...
constexpr std::array<double, 5> centre_above = {18154.981253343561249, 1067.6894854603709582,
                                                161.02823106855587881, 2.2352520354606839287,
                                                0.065682337918207449113};
constexpr std::array<double, 5> centre_below = {45507.789335026729956, 10260.932208618978205,
                                                976.09855173777669322, 47.20258190468824187, 1.0};
// ... and of exp(z^2 / 2) normal_cdf(-z) in z up to sqrt(32).
constexpr std::array<double, 9> flank_above = {
    9842.7148383839780218, 11602.651437647350124,  6848.1904505362823326,
    2494.5375852903726711, 597.27027639480026226,  93.506656132177855979,
    8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8};
constexpr std::array<double, 9> flank_below = {
    19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
    18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
    235.38790178262499861, 22.266688044328115691, 1.0};

/// exp(-z^2 / 2), the square split so that its rounding is not magnified.
double bell(double z) noexcept
{
    const double coarse = std::floor(z * 16.0) / 16.0;
    return exp(-0.5 * coarse * coarse) * exp(-0.5 * (z - coarse) * (z + coarse));
}

/// exp(z^2 / 2) normal_cdf(-z) for z > 5: Laplace's continued fraction, from its twentieth term back.
double far_tail(double z) noexcept
{
    double below = z;
    for (int term = 20; term >= 1; --term) below = z + term / below;
    return inverse_sqrt_two_pi / below;
}

/// normal_cdf(-z) for z > 0.67.
double upper_tail(double z) noexcept
{
    if (z > 40.0) return 0.0;
    const double scaled = z < 5.65 ? polynomial(flank_above, z) / polynomial(flank_below, z) : far_tail(z);
    return bell(z) * scaled;
}

// Coefficients of AS 241: the centre, |p - 1/2| <= 0.425 ...
constexpr std::array<double, 8> quantile_centre_above = {
    3.387132872796366608,  133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727};
constexpr std::array<double, 8> quantile_centre_below = {1.0,
                                                         42.313330701600911252,
                                                         687.1870074920579083,
                                                         5394.1960214247511077,
                                                         21213.794301586595867,
                                                         39307.89580009271061,
                                                         28729.085735721942674,
                                                         5226.495278852545925};
// ... the flanks, tails above exp(-25) ...
constexpr std::array<double, 8> quantile_flank_above = {
    1.42343711074968357734, 4.6303378461565452959,  5.7694972214606914055,    3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4};
constexpr std::array<double, 8> quantile_flank_below = {1.0,
                                                        2.05319162663775882187,
                                                        1.6763848301838038494,
                                                        0.68976733498510000455,
                                                        0.14810397642748007459,
                                                        0.0151986665636164571966,
                                                        5.475938084995344946e-4,
                                                        1.05075007164441684324e-9};
// ... and what is beyond.
constexpr std::array<double, 8> quantile_tail_above = {
    6.6579046435011037772,   5.4637849111641143699,    1.7848265399172913358,     0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> quantile_tail_below = {1.0,
                                                       0.59983220655588793769,
                                                       0.13692988092273580531,
                                                       0.0148753612908506148525,
                                                       7.868691311456132591e-4,
                                                       1.8463183175100546818e-5,
                                                       1.4215117583164458887e-7,
                                                       2.04426310338993978564e-15};

/// -z of which the lower tail is `tail`, for a tail below 0.075.
double tail_quantile(double tail) noexcept
{
    const double r = sqrt(-log(tail));
    if (r <= 5.0)
        return polynomial(quantile_flank_above, r - 1.6) / polynomial(quantile_flank_below, r - 1.6);
    return polynomial(quantile_tail_above, r - 5.0) / polynomial(quantile_tail_below, r - 5.0);
}

// log_gamma(2 + z) = (1 - Euler's constant) z + sum of (-1)^k (zeta(k) - 1) / k z^k: here from k = 2 on.
constexpr std::array<double, 26> zeta_series = {
    0.32246703342411321824,    -0.067352301053198095133,   0.020580808427784547879,
    -0.0073855510286739852663, 0.0028905103307415232858,   -0.0011927539117032609771,
    0.00050966952474304242234, -0.00022315475845357937976, 0.000099457512781808533715,
    -0.0000449262367381331417, 0.000020507212775670691553, -9.439488275268395904e-6,
    4.3748667899074878042e-6,  -2.0392157538013662368e-6,  9.5514121304074198329e-7,
    -4.4924691987645660433e-7, 2.1207184805554665869e-7,   -1.0043224823968099609e-7,
    4.7698101693639805658e-8,  -2.271109460894316491e-8,   1.0838659214896954091e-8,
    -5.1834750419700466551e-9, 2.4836745438024783172e-9,   -1.1921401405860912074e-9,
    5.7313672416788620133e-10, -2.7595228851242331452e-10};
constexpr double one_less_euler = 0.42278433509846713939;

/// Requires  |z| <= 1/2
double log_gamma_near_two(double z) noexcept
{
    return z * (one_less_euler + z * polynomial(zeta_series, z));
}

// Bernoulli(2k) / (2k (2k - 1)), from k = 1 on.
constexpr std::array<double, 7> stirling_series = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                                   1.0 / 1188, -691.0 / 360360, 1.0 / 156};

}  // namespace

double normal_cdf(double z) noexcept
{
    const double size = z < 0.0 ? -z : z;
    if (size > 0.67448975) return z < 0.0 ? upper_tail(size) : 1.0 - upper_tail(size);
    return 0.5 + z * (polynomial(centre_above, z * z) / polynomial(centre_below, z * z));
}

double erfc(double x) noexcept
{
    return 2.0 * normal_cdf(-x / sqrt_half);
}

double normal_quantile(double p) noexcept
{
    assert(p >= 0.0 && p <= 1.0);
    if (p == 0.0) return -infinity;
    if (p == 1.0) return infinity;
    const double off_centre = p - 0.5;
    const double room = 0.180625 - off_centre * off_centre;
    if (room >= 0.0)
        return off_centre *
               (polynomial(quantile_centre_above, room) / polynomial(quantile_centre_below, room));
    return off_centre < 0.0 ? -tail_quantile(p) : tail_quantile(1.0 - p);
}

double log_gamma(double x) noexcept
{
    assert(x > 0.0);
    if (x < 0.5) return log_gamma(x + 1.0) - log(x);
    if (x < 1.5) return log_gamma_near_two(x - 1.0) - log1p(x - 1.0);
    if (x >= 12.0) return (x - 0.5) * (log(x) - 1.0) + (half_log_two_pi - 0.5) + stirling_remainder(x);
    double product = 1.0;
    for (; x > 2.5; product *= x) x -= 1.0;
    return log_gamma_near_two(x - 2.0) + log(product);
}

double stirling_remainder(double x) noexcept
{
    assert(x > 0.0);
    if (x >= 12.0) return polynomial(stirling_series, 1.0 / (x * x)) / x;
    return log_gamma(x + 1.0) - ((x + 0.5) * log(x) - x + half_log_two_pi);
}

}  // namespace txpath::portable
