"""Elementary functions that give the same bits on every processor.

Library versions of ``exp`` and ``log`` differ in the last bit between processors; these use only
``+ - * /``, ``sqrt``, rounding and comparison, which do not.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from uptake.compilation import compiled

LOG2_E = 1.4426950408889634
LN_2_HIGH = 0.6931471803691238
LN_2_LOW = 1.9082149292705877e-10
LARGEST_POWER = 1000
POWERS_OF_TWO = np.ldexp(1.0, np.arange(-LARGEST_POWER, LARGEST_POWER + 1))

LOGISTIC_LIMIT = 16.0
LOGISTIC_STEPS = 32.0


@compiled
def exp(x: float) -> float:
    """E to the power x; relative error below 1e-15; 0 or 1e302 beyond what can be represented."""
    scaled = math.floor(x * LOG2_E + 0.5)
    if scaled < -LARGEST_POWER:
        return 0.0
    if scaled > LARGEST_POWER:
        return 1e302
    r = x - scaled * LN_2_HIGH - scaled * LN_2_LOW
    series = 1.0 + r / 13.0
    for n in range(12, 0, -1):
        series = 1.0 + r / n * series
    return float(series * POWERS_OF_TWO[int(scaled) + LARGEST_POWER])


@compiled
def log(x: float) -> float:
    """Natural logarithm of x > 0; relative error below 1e-15."""
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    series = 0.0
    for n in range(21, 0, -2):
        series = series * square + 1.0 / n
    return 2.0 * s * series + exponent * LN_2_LOW + exponent * LN_2_HIGH


@compiled
def halved(half_lives: float) -> float:
    """What is left of 1 after a number of half-lives."""
    return exp(-0.6931471805599453 * half_lives)


def _logistic_table() -> np.ndarray:
    steps = int(2 * LOGISTIC_LIMIT * LOGISTIC_STEPS) + 2
    points = np.arange(steps) / LOGISTIC_STEPS - LOGISTIC_LIMIT
    return np.array([1.0 / (1.0 + exp(-x)) for x in points])


LOGISTIC_TABLE = _logistic_table()


@compiled
def logistic(x: float) -> float:
    """1 / (1 + e^-x), interpolated in a table: absolute error below 2e-5; constant beyond +-16."""
    position = (min(max(x, -LOGISTIC_LIMIT), LOGISTIC_LIMIT) + LOGISTIC_LIMIT) * LOGISTIC_STEPS
    index = int(position)
    low = LOGISTIC_TABLE[index]
    return float(low + (position - index) * (LOGISTIC_TABLE[index + 1] - low))


@compiled
def median(values: NDArray[np.float64]) -> float:
    """Median of one value or more, which change places; the mean of the two in the middle.

    Hoare 1961, Algorithm 65: Find, Communications of the ACM 4:321; NumPy's takes Numba long to
    compile.
    """
    middle = values.size // 2
    low, high = 0, values.size - 1
    while low < high:
        pivot = values[middle]
        left, right = low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while pivot < values[right]:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if right < middle:
            low = left
        if middle < left:
            high = right
    if values.size % 2:
        return float(values[middle])
    below = values[0]
    for n in range(1, middle):
        below = max(below, values[n])
    return float(0.5 * (below + values[middle]))


@compiled
def normal_quantile(u: float) -> float:
    """Value that a standard normal variable stays below with probability u, 0 < u < 1.

    Algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37:477).
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = r * 2.5090809287301226727e3 + 3.3430575583588128105e4
        top = ((top * r + 6.7265770927008700853e4) * r + 4.5921953931549871457e4) * r
        top = ((top + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
        top = (top + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
        bottom = r * 5.2264952788528545610e3 + 2.8729085735721942674e4
        bottom = ((bottom * r + 3.9307895800092710610e4) * r + 2.1213794301586595867e4) * r
        bottom = ((bottom + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
        bottom = (bottom + 4.2313330701600911252e1) * r + 1.0
        return q * top / bottom
    r = math.sqrt(-log(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        top = r * 7.74545014278341407640e-4 + 2.27238449892691845833e-2
        top = ((top * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0) * r
        top = ((top + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
        top = (top + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
        bottom = r * 1.05075007164441684324e-9 + 5.47593808499534494600e-4
        bottom = ((bottom * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r
        bottom = ((bottom + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
        bottom = (bottom + 2.05319162663775882187e0) * r + 1.0
    else:
        r -= 5.0
        top = r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5
        top = ((top * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r
        top = ((top + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
        top = (top + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
        bottom = r * 2.04426310338993978564e-15 + 1.42151175831644588870e-7
        bottom = ((bottom * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r
        bottom = ((bottom + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
        bottom = (bottom + 5.99832206555887937690e-1) * r + 1.0
    return top / bottom if q > 0.0 else -top / bottom


@compiled
def poisson_count(mean: float, u: float) -> int:
    """Poisson count with the given mean by inversion of one uniform u; at most 100."""
    if u < 1.0 - mean:
        # exp(-mean) is at least 1 - mean: the usual answer needs no exponential.
        return 0
    probability = exp(-mean)
    cumulative = probability
    count = 0
    while u >= cumulative and count < 100:
        count += 1
        probability *= mean / count
        cumulative += probability
    return count
