"""An amendment that restates what already holds: nothing changes, and a month in which it begins is priced in two parts for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.clause import Loc
from bpo.contracts.header.accepts import Check
from bpo.contracts.model import Contract
from bpo.core.fields import Part
from bpo.core.words import Words

NAME = Check.RESTATED
SAME = Words(
    "check-restated",
    en="the amendment from {day} restates '{given}' as it already is: nothing changes",
    zh="自 {day} 起的补充协议对 '{given}' 的约定与原来相同，没有任何变化",
)
HEADER = ("supplier", "client", "billing", "prices")


def restated(asked: Asked) -> Iterator[Advice]:
    if asked.before is None or asked.start is None:
        return
    before = _parts(asked.before)
    for name, (at, part) in _parts(asked.contract).items():
        was = before[name][1] if name in before else None
        if (
            was is not None
            and part.where != was.where
            and type(part) is type(was)
            and part.model_dump() == was.model_dump()
        ):
            on = "" if name in HEADER else name
            yield asked.advice(NAME, SAME, at, on, day=asked.start, given=name)


def _parts(contract: Contract) -> Mapping[str, tuple[Loc, Part]]:
    """All that an amendment may restate, by name."""
    found: dict[str, tuple[Loc, Part]] = {name: ((name,), getattr(contract, name)) for name in HEADER}
    found |= {name: (("quantities", name), spec) for name, spec in contract.quantities.items()}
    for section in ("terms", "kpis", "adjustments"):
        found |= {one.id: ((section, i), one) for i, one in enumerate(getattr(contract, section))}
    return found
