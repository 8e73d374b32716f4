"""An amendment of a random contract: on some day its clauses are restated in other words, some end, and one is added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from tests.contracts.language import ADJUSTMENTS, TERMS
from tests.contracts.writer import Writer, Written, ways_of_kpi

WHOLE_MONTH = re.compile(
    r"free: |forecast|rollover|billable_at_most|floor: |charge_back|distinct|tiers_within|currency|seats: active|"
    r"model: (baseline|gainshare|commission)|piece_rate.*tiers|(staff_lease|rostered).*prorated: no"
)
"""What in a term looks at a whole month, and so cannot change inside it."""
ONCE = ("single_incident", "retention", "advance", "earn_back", "termination_fee", "short_notice")
"""Adjustments that go on from month to month, or give back what others took: they are left as they are."""
FROM_A_PERIOD = "from_a_period"
PERIODS_AHEAD = 3


def changes(writer: Writer, how: str) -> str:
    """An amendment, or nothing: from a period's first day, or inside one, whose month is then judged in this way."""
    days = list(_days(writer, how == FROM_A_PERIOD)) if how else []
    if not days:
        return ""
    inside = how != FROM_A_PERIOD
    restated = {section: list(_restated(writer, section, inside)) for section in ("terms", "kpis", "adjustments")}
    restated["terms"].append(f"id: added, model: fixed, amount: {writer.text('<price>')}")
    ends = _ends(writer, restated["adjustments"])
    text = f"amendments:\n  - from: {writer.choices.one(days).isoformat()}\n"
    if inside and (restated["kpis"] or restated["adjustments"] or ends):
        text += f"    month_judged: {how}\n"
    text += f"    removes: [{ends}]\n" if ends else ""
    for section, clauses in restated.items():
        text += "".join([f"    {section}:\n", *(f"      - {{{one}}}\n" for one in clauses)]) if clauses else ""
    return text


def _days(writer: Writer, on_first: bool) -> Iterator[date]:
    """Days on which it may begin: first days of the next periods, or some inside the first ones."""
    start, end = (re.search(rf"{name}: ([\d-]+)", writer.effective) for name in ("from", "to"))
    assert start is not None, "a contract has a first day"
    first, last = date.fromisoformat(start[1]), date.fromisoformat(end[1]) if end else date.max
    name = writer.cycle.containing(first).name
    for n in range(PERIODS_AHEAD):
        period = writer.cycle.period(writer.cycle.after(name, n))
        half = period.start + (period.end - period.start) / 2
        inside = [period.start + timedelta(days=1), half, period.end]
        yield from (day for day in ([period.start] if on_first else inside) if first < day <= last)


def _restated(writer: Writer, section: str, inside: bool) -> Iterator[str]:
    for one in writer.written:
        if one.section == section and writer.one("yn") == "y":
            text = _again(writer, one, inside)
            if text is not None:
                yield text


def _again(writer: Writer, one: Written, inside: bool) -> str | None:
    """Another wording of it; None where there is none that goes with what builds on it."""
    if one.section == "kpis":
        variant, more = ways_of_kpi(writer, one.kind)
        if one.id in writer.daily and "each: day" not in variant:  # a clause may hang on its days
            return None
        return writer.kpi_text(one.id, one.kind, variant, "" if "relief" in more and one.id in writer.each else more)
    ways = _ways(writer, one)
    if not ways or one.kind in ONCE:
        return None
    lines = writer.lines
    writer.lines = lines[: one.above]
    text = writer.clause_text(one.section, one.id, one.kind, writer.choices.one(ways))
    writer.lines = lines
    if one.id in writer.each and not writer.has_sites(one.section, one.kind, text):
        return None
    follow = [other.text for other in writer.written if re.search(rf"\bof: {one.id}\b", other.text)]
    whole = inside and one.section == "terms" and any(WHOLE_MONTH.search(way) for way in (one.text, text, *follow))
    return None if whole else text + writer.for_each(one.id)


def _ways(writer: Writer, one: Written) -> Sequence[str]:
    of: Mapping[str, Sequence[str]] = TERMS if one.section == "terms" else ADJUSTMENTS
    ways = [way for way in of[one.kind] if writer.may(f"{one.kind}, {way}") and "<rated-line>" not in way]
    if one.id in writer.rated:  # the rates of others are multiples of its own
        ways = [way for way in ways if ", rate: <price>" in way]
    if one.kind in ("penalty", "seat_shortfall"):  # what one gives back is of the nature of what was taken
        ways = [way for way in ways if "nature" not in way and "damages" not in one.text]
    return ways


def _ends(writer: Writer, restated: Sequence[str]) -> str:
    """The last adjustment, which no other builds on, unless it is restated."""
    last = writer.written[-1]
    kept = last.section != "adjustments" or any(f"id: {last.id}," in one for one in restated)
    return "" if kept or writer.one("ynn") == "n" else last.id
