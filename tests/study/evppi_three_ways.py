#!/usr/bin/env python3
"""EVPPI of a made-up choice among three ways, by sums over a grid: the numbers of evppi_sets_test.cpp.

Three standard normal values x, y, z. Every conditional expectation is a trapezoidal sum with steps of 1/8 from -7 to
7, every outer one too. No regression, no samples; nothing is shared with the program.
"""
import math

STEP = 0.125
GRID = [STEP * k for k in range(-56, 57)]
WEIGHT = [STEP * math.exp(-0.5 * x * x) / math.sqrt(2 * math.pi) for x in GRID]


def outcomes(x, y, z):
    """(cost, effect) of each way."""
    return ((0.0, 0.0),
            (6000 + 1500 * z * z, 0.3 * math.exp(0.4 * x) * (1 + 0.5 * y)),
            (9000 - 1000 * y, 0.35 + 0.25 * math.sin(2 * x) + 0.2 * y * z))


def main():
    size = range(len(GRID))
    for k in (20000, 30000, 50000):
        known = {names: {} for names in ("", "x", "y", "z", "xy", "yz", "xyz")}
        for i in size:
            for j in size:
                for l in size:
                    weight = WEIGHT[i] * WEIGHT[j] * WEIGHT[l]
                    if weight < 1e-14:
                        continue
                    benefit = [k * effect - cost for cost, effect in outcomes(GRID[i], GRID[j], GRID[l])]
                    places = {"x": i, "y": j, "z": l}
                    for names, table in known.items():
                        row = table.setdefault(tuple(places[name] for name in names), [0.0, 0.0, 0.0])
                        for way in range(3):
                            row[way] += weight * benefit[way]
        value = {names: sum(max(row) for row in table.values()) for names, table in known.items()}
        print(k, {names: round(value[names] - value[""], 1) for names in value if names})


if __name__ == "__main__":
    main()
