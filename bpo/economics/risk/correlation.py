"""Rank correlations of pairs as a matrix, by a Gaussian copula.

A Spearman correlation ``ρ`` of two inputs is that of normal ones with the correlation ``2·sin(π·ρ / 6)`` (Pearson, 1907; as in
Iman and Conover, *A distribution-free approach to inducing rank correlation among input variables*, 1982, the shape of each input
stays as it is). Pairs that are not written have none.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bpo.core.words import Words

IMPOSSIBLE = Words(
    "correlated-impossible",
    en="these rank correlations cannot hold together: what goes with one input goes against another; bring them nearer to 0, or "
    "write the missing pairs among them",
    zh="这些秩相关系数不能同时成立：与某一输入项同向的又与另一输入项反向；请使其更接近 0，或补写其间缺少的组合",
)


Ranks = Sequence[tuple[str, str, Fraction]]
"""Pairs of inputs with their rank correlation."""


def impossible(names: Sequence[str], ranks: Ranks) -> Words | None:
    """What to say of correlations that no inputs can have: their matrix is not positive definite."""
    try:
        factor_of(names, ranks)
    except np.linalg.LinAlgError:
        return IMPOSSIBLE
    return None


def factor_of(names: Sequence[str], ranks: Ranks) -> npt.NDArray[np.float64]:
    """The lower Cholesky factor of the normal correlations among the named inputs.

    Raises:
        LinAlgError: if they cannot be.
    """
    matrix = np.eye(len(names))
    for first, second, rank in ranks:
        if first in names and second in names:
            i, j = names.index(first), names.index(second)
            matrix[i, j] = matrix[j, i] = 2 * math.sin(math.pi * float(rank) / 6)
    return np.asarray(np.linalg.cholesky(matrix), dtype=np.float64)
