#!/usr/bin/env python3
"""cea_oracle -- cost-effectiveness from its definitions, in exact fractions, written apart from sim/study/cea.cpp.

Owns      the sample sets of tests/data/cea and what is expected of them.
Promises  the same bytes each time. Numbers are doubles taken as exact; every comparison is either exactly a tie or
          far from one, so that arithmetic in doubles cannot decide otherwise. A number is rounded once, when written.
Method    dominance and extended dominance: Briggs, Claxton and Sculpher (2006), Decision Modelling for Health
          Economic Evaluation, and the statuses of dampack's calculate_icers; acceptability, its frontier and the
          value of perfect information: Fenwick, Claxton and Sculpher (2001), Health Economics 10, 779-787.

cea_oracle.py           writes the files
cea_oracle.py --check   exits 1 and says which if one of them is not what would be written
"""
import decimal
import io
import pathlib
import random
import sys
from fractions import Fraction

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "data" / "cea"
THRESHOLDS = [0, 1, 1000, 20000, 50000, 100000, 150000, 1000000]
CLOSE = Fraction(1, 10**9)  # two numbers that differ by a smaller part of their size must not differ at all

AFFECTED = [(1000, 10, 0.03), (1000, 10, 0.0), (1, 1, 0.05), (250.5, 2.5, 0.035), (80000, 0.25, 0.1), (5, 0, 0.03),
            (40, 30, -0.01)]


# Sample sets: a list of samples, each a list of (cost, effect) by strategy.

def fixed(*samples):
    return [list(sample) for sample in samples]


def noisy(seed, count, centres, cost_noise=0.1, effect_noise=0.1):
    """Samples around centres, some of the noise shared by all strategies, to cents and ten-thousandths."""
    draw = random.Random(seed).random
    samples = []
    for _ in range(count):
        shared = draw() - 0.5
        samples.append([(round(cost * (1 + cost_noise * (shared + draw() - 0.5)), 2),
                         round(effect * (1 + effect_noise * (shared + draw() - 0.5)), 4)) for cost, effect in centres])
    return samples


def on_a_grid(seed, count, strategies, costs, effects):
    """Few whole values, so that ties abound."""
    draw = random.Random(seed).random
    return [[(float(int(draw() * costs) * 1000), int(draw() * effects) / 4) for _ in range(strategies)]
            for _ in range(count)]


def with_copy(samples, place):
    return [sample + [sample[place]] for sample in samples]


def sets():
    ladder = [(1000, 1.0), (3000, 1.25), (9000, 1.5), (30000, 1.75)]
    many = [(2000 + 900 * k, 4 + (k * 7 % 12) / 6) for k in range(12)]
    wide = random.Random(12)
    return {
        "two_strategies": noisy(1, 40, [(1000, 2.0), (5000, 2.2)]),
        "one_strategy": noisy(2, 20, [(1000, 2.0)]),
        "one_sample": fixed([(100.0, 1.0), (900.0, 1.5), (5000.0, 1.75)]),
        "one_sample_ties": fixed([(0.0, 1.0), (1000.0, 2.0), (0.0, 1.0)]),
        "ladder": noisy(3, 40, ladder),
        "many_strategies": noisy(4, 60, many),
        "identical_pair": with_copy(noisy(5, 30, ladder[:2]), 1),
        "identical_triple": with_copy(with_copy(noisy(6, 30, ladder[:3]), 0), 0),
        "all_identical": fixed(*[[(500.0, 3.0)] * 4 for _ in range(3)]),
        "copy_of_a_dominated": with_copy(noisy(7, 20, [(1000, 2.0), (4000, 1.0), (6000, 3.0)], 0.05, 0.05), 1),
        "copy_of_an_extended": with_copy(fixed([(0.0, 0.0), (5000.0, 0.25), (6000.0, 1.0)],
                                               [(0.0, 0.0), (5500.0, 0.25), (6500.0, 1.0)]), 1),
        "dominated": noisy(8, 30, [(1000, 2.0), (2000, 1.5), (3000, 2.5)]),
        "all_but_one_dominated": noisy(9, 30, [(4000, 1.5), (1000, 2.0), (2000, 1.0), (9000, 1.9)], 0.05, 0.02),
        "extendedly_dominated": noisy(10, 30, [(1000, 1.0), (6000, 1.2), (7000, 2.0)], 0.02, 0.02),
        # Without the fourth the third leaves, and then the second.
        "extended_in_turns": fixed([(0.0, 0.0), (100.0, 1.0), (220.0, 2.0), (360.0, 3.0), (370.0, 4.0)]),
        "on_one_line": fixed([(0.0, 0.0), (1000.0, 0.5), (2000.0, 1.0), (4000.0, 2.0), (3000.0, 1.25)]),
        "negative_costs": noisy(11, 30, [(-5000, 1.0), (-2000, 1.3), (500, 1.4), (-100, 1.1)]),
        "negative_effects": noisy(12, 30, [(1000, -2.0), (3000, -1.5), (7000, -0.1), (2000, -1.9)]),
        "cheaper_and_better": noisy(13, 30, [(9000, 1.0), (4000, 2.0)], 0.05, 0.05),
        "equal_costs": [[(1000.0, effect) for _, effect in sample] for sample in noisy(14, 30, ladder)],
        "equal_effects": [[(cost, 2.5) for cost, _ in sample] for sample in noisy(15, 30, ladder)],
        "large_magnitudes": [[(wide.randrange(10**11, 10**12) * 1.0, wide.randrange(10**5, 10**7) * 1.0)
                              for _ in range(4)] for _ in range(30)],
        "small_magnitudes": [[(wide.randrange(1, 10**6) * 2.0**-40, wide.randrange(1, 10**6) * 2.0**-50)
                              for _ in range(4)] for _ in range(30)],
        "ties_abound": on_a_grid(16, 60, 4, 3, 3),
        # No sample ties at 50,000, and the means do.
        "means_tie": fixed([(0.0, 1.0), (50000.0, 3.0)], [(50000.0, 3.0), (0.0, 1.0)]),
    }


# Definitions.

def far_or_same(first, second):
    """No comparison may hang on rounding."""
    assert first == second or abs(first - second) > CLOSE * max(abs(first), abs(second)), (float(first), float(second))


def is_dominated(of, points):
    """By one that costs no more and gives no less; of identical ones the first stays."""
    cost, effect = points[of]
    return any(other_cost <= cost and other_effect >= effect and ((other_cost, other_effect) != (cost, effect) or k < of)
               for k, (other_cost, other_effect) in enumerate(points))


def is_extendedly_dominated(of, points, left):
    """A mixture of two others that are left gives the same and costs less."""
    cost, effect = points[of]
    for low in left:
        for high in left:
            (low_cost, low_effect), (high_cost, high_effect) = points[low], points[high]
            if low_effect < effect < high_effect:
                share = (effect - low_effect) / (high_effect - low_effect)
                mixture = low_cost + share * (high_cost - low_cost)
                far_or_same(mixture, cost)
                if mixture < cost:
                    return True
    return False


def icer_table(points):
    """Rows (strategy, status, incremental cost, incremental effect, ICER, first of its copies)."""
    everybody = range(len(points))
    dominated = {k for k in everybody if is_dominated(k, points)}
    left = [k for k in everybody if k not in dominated]
    extended = {k for k in left if is_extendedly_dominated(k, points, left)}
    rows, before = [], None
    for k in sorted(set(left) - extended, key=lambda k: points[k][0]):
        if before is None:
            rows.append((k, "ND", None, None, None, None))
        else:
            cost, effect = (points[k][0] - points[before][0], points[k][1] - points[before][1])
            rows.append((k, "ND", cost, effect, cost / effect, None))
        before = k
    rows += [(k, "ED", None, None, None, None) for k in sorted(extended, key=lambda k: points[k][0])]
    for k in sorted(dominated, key=lambda k: (points[k][0], -points[k][1], k)):
        first = points.index(points[k])
        rows.append((k, "D", None, None, None, first if first < k else None))
    return rows


def acceptability(samples, threshold):
    """Rows by strategy: (share of samples in which it is best, mean benefit, expected loss), then best, tied, EVPI."""
    count, strategies = len(samples), len(samples[0])
    benefits = [[effect * threshold - cost for cost, effect in sample] for sample in samples]
    for sample in benefits:
        for benefit in sample:
            far_or_same(benefit, max(sample))
    share = [sum(Fraction(1, sample.count(max(sample))) for sample in benefits if sample[k] == max(sample)) / count
             for k in range(strategies)]
    mean = [sum(sample[k] for sample in benefits) / count for k in range(strategies)]
    for each in mean:
        far_or_same(each, max(mean))
    perfect = sum(max(sample) for sample in benefits) / count
    best = mean.index(max(mean))
    return [(share[k], mean[k], perfect - mean[k]) for k in range(strategies)], best, mean.count(max(mean)) > 1, \
        perfect - max(mean)


def affected(per_year, years, discount):
    """People at the middle of each year or part of a year, to 40 digits."""
    decimal.getcontext().prec = 40
    base, left, begin, total = 1 + decimal.Decimal(discount), decimal.Decimal(years), decimal.Decimal(0), decimal.Decimal(0)
    while left > 0:
        part = min(left, decimal.Decimal(1))
        total += part * base ** -(begin + part / 2)
        begin += part
        left -= part
    return decimal.Decimal(per_year) * total


# Files.

def cell(value):
    if value is None:
        return ""
    if isinstance(value, (bool, int)):
        return str(int(value))
    return value if isinstance(value, str) else repr(float(value))


def table(header, rows):
    text = io.StringIO()
    for row in [header.split()] + rows:
        print(",".join(map(cell, row)), file=text)
    return text.getvalue()


def files():
    samples_rows, icer_rows, curve_rows = [], [], []
    for name, given in sets().items():
        samples = [[(Fraction(cost), Fraction(effect)) for cost, effect in sample] for sample in given]
        for number, sample in enumerate(samples):
            samples_rows += [[name, number, k, cost, effect] for k, (cost, effect) in enumerate(sample)]
        # The table of means is a table of doubles: what is rounded is what is compared.
        means = [tuple(Fraction(float(sum(sample[k][of] for sample in samples) / len(samples))) for of in (0, 1))
                 for k in range(len(samples[0]))]
        for k, status, cost, effect, icer, copy in icer_table(means):
            icer_rows.append([name, k, means[k][0], means[k][1], cost, effect, icer, status, copy])
        for threshold in THRESHOLDS:
            rows, best, tied, evpi = acceptability(samples, threshold)
            for k, (share, mean, loss) in enumerate(rows):
                curve_rows.append([name, threshold, k, share, mean, loss, k == best, tied, evpi])
    return {
        "samples.csv": table("set sample strategy cost effect", samples_rows),
        "icers.csv": table("set strategy cost effect incremental_cost incremental_effect icer status same_as", icer_rows),
        "acceptability.csv": table("set threshold strategy proportion mean_benefit expected_loss is_best is_tied evpi",
                                   curve_rows),
        "affected.csv": table("per_year years discount people",
                              [[float(p), float(y), float(d), affected(p, y, d)] for p, y, d in AFFECTED]),
    }


def main():
    written = files()
    if sys.argv[1:] == ["--check"]:
        stale = [name for name, text in written.items()
                 if not (FOLDER / name).is_file() or (FOLDER / name).read_bytes() != text.encode()]
        for name in stale:
            print(f"{FOLDER / name} is not what tests/study/cea_oracle.py writes")
        return 1 if stale else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 64
    FOLDER.mkdir(exist_ok=True)
    for name, text in written.items():
        (FOLDER / name).write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
