"""A margin over a grid of two inputs: every pair of their values projected and priced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.errors import BpoError, choices, fail
from bpo.core.fields import Mistake, read_number
from bpo.core.words import Words
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.changes import NOT_AN_INPUT
from bpo.economics.scenario.scenario import factor_problems

STEPS = 5
"""Values of a span that names its ends alone."""
VALUES_MOST = 15
WRONG_AXIS = Words(
    "grid-axis",
    en="'{given}' is no input with its values: write two to {most} of them, such as price=90%,100%,110%, or a span, price=90%..110%",
    zh="'{given}' 不是输入项及其取值：请写 2 至 {most} 个值，例如 price=90%,100%,110%，或写区间 price=90%..110%",
)
TWO_AXES = Words(
    "grid-two-inputs",
    en="a grid has two different inputs: write --grid twice, such as --grid price=90%..110% --grid volume=80%..120%",
    zh="网格须有两个不同的输入项：--grid 写两次，例如 --grid price=90%..110% --grid volume=80%..120%",
)


@dataclass(frozen=True, slots=True)
class Axis:
    """An input with the values that it takes, in order: factors of the plan, of a KPI its values."""

    name: str
    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A pair of values with revenue, as billed, and cost."""

    first: Fraction
    second: Fraction
    revenue: Fraction
    cost: Fraction

    @property
    def margin(self) -> Fraction:
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class Grid:
    """Every pair of the two inputs' values, the first input's values one after the other."""

    first: Axis
    second: Axis
    cells: tuple[GridCell, ...]


def axis_of(given: str) -> Axis:
    """An input with its values as they are written: ``price=90%,100%,110%``, or ``price=90%..110%`` for five from end to end.

    Raises:
        BpoError: if it is written otherwise, or has too many values, or one twice.
    """
    name, _, written = given.partition("=")
    ends = written.split("..")
    try:
        numbers = [read_number(one.strip()) for one in (ends if len(ends) == 2 else written.split(","))]
    except Mistake:
        numbers = []
    if len(ends) == 2 and len(numbers) == 2:
        numbers = [numbers[0] + (numbers[1] - numbers[0]) * n / (STEPS - 1) for n in range(STEPS)]
    if not name or len(set(numbers)) != len(numbers) or not 2 <= len(numbers) <= VALUES_MOST:
        raise fail(WRONG_AXIS, given=given, most=VALUES_MOST)
    return Axis(name.strip(), tuple(sorted(numbers)))


def axes_of(given: Sequence[str]) -> tuple[Axis, Axis] | None:
    """The two inputs of a grid; None if none was asked for.

    Raises:
        BpoError: as :func:`axis_of` does, or if they are not two.
    """
    if not given:
        return None
    axes = [axis_of(one) for one in given]
    if len(axes) != 2 or axes[0].name == axes[1].name:
        raise fail(TWO_AXES)
    return axes[0], axes[1]


def grid(case: Case, first: Axis, second: Axis) -> Grid:
    """The margin at every pair, all else as planned.

    Raises:
        BpoError: for a name that is no input of the case, a factor beyond sense, or a pair that cannot be priced.
    """
    for axis in (first, second):
        if axis.name not in case.inputs:
            raise fail(NOT_AN_INPUT, **choices(axis.name, case.inputs))
        if wrong := [problem for value in axis.values for problem in factor_problems(axis.name, value)]:
            raise BpoError(wrong)
    return Grid(first, second, tuple(_cells(case, first, second)))


def _cells(case: Case, first: Axis, second: Axis) -> Iterator[GridCell]:
    for one in first.values:
        for other in second.values:
            found = case.at({first.name: one, second.name: other})
            yield GridCell(one, other, found.revenue, found.cost)
