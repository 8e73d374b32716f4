"""How many contacts an agent holds at once, and how much longer each takes then."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, model_validator

from bpo.core.fields import NUMBER_SCHEMA, FileModel, Mistake, OrWritten, Share, WholeNumber
from bpo.core.money import to_places
from bpo.core.words import Pct, Text, Words
from bpo.economics.staffing.shares import PositiveMultiple

ONE_FORM = Words(
    "concurrency-one-form",
    en="write how many contacts an agent holds at once (3), {{at_once: 3, each_adds: 25%}}, or {{times: [100%, 125%, 160%]}}",
    zh="请写座席同时处理的业务数（3）、{{at_once: 3, each_adds: 25%}} 或 {{times: [100%, 125%, 160%]}}",
)
OUT_OF_RANGE = Words(
    "concurrency-out-of-range",
    en="an agent cannot hold {given} contacts at once; write a number from 1 to {most}",
    zh="座席不能同时处理 {given} 件业务；请写 1 至 {most}",
)
FIRST_IS_ALONE = Words(
    "concurrency-first",
    en="the first is a contact that an agent has alone, which takes handle_seconds: write 100%, not {given}",
    zh="第一项为单独处理一件时的时长，即 handle_seconds：应写 100%，而非 {given}",
)
SHORTER = Words(
    "concurrency-shorter",
    en="with {number} at once a contact takes {given}, less than {before} with one fewer; no contact is done sooner beside others",
    zh="同时处理 {number} 件时每件时长为 {given}，小于少处理一件时的 {before}；并行处理不会使单件更快",
)
FINISHES_FEWER = Words(
    "concurrency-finishes-fewer",
    en="with {number} at once an agent finishes {given} of what one at a time does, with {fewer} {before}: hold {fewer} at most",
    zh="同时处理 {number} 件时产出为单件处理的 {given}，而 {fewer} 件时为 {before}：最多应同时处理 {fewer} 件",
)
AT_ONCE_MOST = 20
"""More than any desk holds: beyond it contacts a day or an hour were meant."""
BY_AT_ONCE = Text(zh="at_once", en="at_once")


class Concurrency(FileModel):
    """``3``: as many at once, each as fast as alone; ``{at_once: 3, each_adds: 25%}``: 100%, 125%, 150% of the handle time;
    ``{times: [100%, 125%, 160%]}``: as it was measured."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    at_once: WholeNumber | None = None
    each_adds: Share = Fraction(0)
    times: tuple[PositiveMultiple, ...] = ()

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if (self.at_once is None) != bool(self.times):
            raise Mistake(ONE_FORM)
        if self.times and "each_adds" in self.model_fields_set:
            self.only_with(BY_AT_ONCE, "each_adds")
        count = len(self.times) if self.at_once is None else self.at_once
        if not 1 <= count <= AT_ONCE_MOST:
            raise Mistake(OUT_OF_RANGE, ("times" if self.times else "at_once",), given=count, most=AT_ONCE_MOST)
        if self.each[0] != 1:
            raise Mistake(FIRST_IS_ALONE, ("times", 0), given=Pct(self.each[0]))
        for fewer, (before, given) in enumerate(pairwise(self.each), start=1):
            at = ("times", fewer) if self.times else ("each_adds",)
            if given < before:
                raise Mistake(SHORTER, at, number=fewer + 1, given=Pct(given), before=Pct(before))
            if (fewer + 1) / given < fewer / before:
                more, less = Pct(_short((fewer + 1) / given)), Pct(_short(fewer / before))
                raise Mistake(FINISHES_FEWER, at, number=fewer + 1, fewer=fewer, given=more, before=less)
        return self

    @property
    def each(self) -> tuple[Fraction, ...]:
        """How long one takes, of ``handle_seconds``, while its agent holds one, two, …"""
        return self.times or tuple(1 + self.each_adds * others for others in range(self.at_once or 0))


def _short(share: Fraction) -> Fraction:
    return Fraction(to_places(share, 4))


ConcurrencyField = Annotated[
    Concurrency,
    BeforeValidator(lambda given: given if isinstance(given, Concurrency | Mapping) else _at_once(given)),
    OrWritten(NUMBER_SCHEMA),
]


def _at_once(given: Any) -> Any:
    return {"at_once": given}
