"""The first page of the reviewer's copy: that it is internal, what it comes to, what is new, what deserves a look, who signs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.statement import Statement
from bpo.core import vocabulary as words
from bpo.core.words import Sentence, Words
from bpo.invoice import front_words as w
from bpo.invoice import headings as h
from bpo.invoice.against import by_clause
from bpo.invoice.bill import Bill, Replaced
from bpo.invoice.counted import Counted
from bpo.report.page import Pair
from bpo.report.shown import rounded
from bpo.report.speech import Said, Speech

MOVED_MOST = 3
"""As many lines are named of those that moved the total."""
FINDINGS_ON_FRONT = 8
"""The first findings; all of them stand in part F."""


@dataclass(frozen=True, slots=True)
class Front:
    """``summary`` are names with figures; ``looks`` and ``findings`` sentences; ``more`` how many findings stand behind."""

    summary: tuple[Pair, ...]
    looks: tuple[Said, ...]
    findings: tuple[Said, ...]
    checked: Said
    more: Said
    signed: tuple[Said, ...]


def front_of(bill: Bill, counted: tuple[Counted, ...], speech: Speech) -> Front:
    """The first page in the document's language; ``counted`` says which figures were counted, and which given."""
    rows = tuple(Said(*dict.fromkeys(found.say(lang) for lang in speech.langs)) for found in bill.findings)
    behind = len(rows) - FINDINGS_ON_FRONT
    return Front(
        summary=tuple(_summary(bill, speech)),
        looks=tuple(speech.words(*one) for one in _looks(bill, counted, speech)),
        findings=rows[:FINDINGS_ON_FRONT],
        checked=speech.words(*checked_said(bill, counted)),
        more=speech.words(w.MORE, {"number": behind}) if behind > 0 else Said(""),
        signed=tuple(speech.words(one) for one in (w.PREPARED, w.REVIEWED, w.APPROVED)),
    )


def checked_said(bill: Bill, counted: tuple[Counted, ...]) -> tuple[Words, dict[str, object]]:
    """What the data checks looked at: they know nothing of figures that were given."""
    own = sum(bool(row.rows) for row in counted)
    if not own:
        return w.NOTHING_CHECKED, {}
    found = len(bill.findings)
    if own < len(counted):
        return (w.PART_FOUND if found else w.PART_CHECKED), {"own": own, "all": len(counted), "found": found}
    return (w.FOUND, {"found": found}) if found else (h.NO_FINDINGS, {})


def _summary(bill: Bill, speech: Speech) -> Iterator[Pair]:
    now, before = bill.statement, bill.previous
    total = words.TOTAL if now.taxes else words.TOTAL_UNTAXED
    yield Pair(speech.text(words.heading(total)), Said(speech.payable(now.total)))
    if now.deductions:
        yield Pair(speech.text(words.heading(words.PAYABLE)), Said(speech.payable(now.payable)))
    if before is not None:
        yield Pair(speech.words(w.BEFORE, {"period": before.period.name}), Said(speech.payable(before.total)))
        yield Pair(speech.words(h.HEADINGS["difference"]), Said(_moved(before.total, now.total, speech)))
    if bill.replaced is not None:
        by = _moved(bill.replaced.statement.total, now.total, speech)
        yield Pair(speech.words(w.REPLACED, {"id": bill.replaced.id}), Said(by))
    judged = [one.met for one in now.verdicts.values() if one.met is not None]
    if judged:
        yield Pair(speech.words(w.KPIS_MET), Said(f"{sum(judged)} / {len(judged)}"))
    yield Pair(speech.words(h.HEADINGS["contract"]), Said(now.contract))
    yield Pair(speech.words(h.HEADINGS["period"]), Said(speech.days(now.period.start, now.period.end)))
    yield Pair(speech.words(h.HEADINGS["drawn_on"]), Said(speech.day(bill.drawn_on)))
    yield Pair(speech.words(h.HEADINGS["client"]), speech.text(bill.header.client.name))


def _moved(old: Decimal, new: Decimal, speech: Speech) -> str:
    difference = new - old
    text = f"{'+' if difference > 0 else ''}{speech.money(difference)}"
    if not old or new * old < 0:
        return text
    share = rounded(Fraction(difference) / abs(Fraction(old)) * 100, 1, padded=True)
    return f"{text} ({'+' if difference > 0 else ''}{share}%)"


def _looks(bill: Bill, counted: tuple[Counted, ...], speech: Speech) -> Iterator[tuple[Words, dict[str, object]]]:
    """What a second person would ask first, in the order in which it is asked."""
    now, before = bill.statement, bill.previous
    if now.total < 0:
        yield h.OWED_TO_CLIENT, {}
    if bill.replaced is not None:
        yield from _replacing(now, bill.replaced, speech)
    yield from _against(now, before, w.MONTH, speech) if before is not None else [(h.NO_PREVIOUS, {})]
    given = sum(not row.rows for row in counted)
    if given:
        yield w.GIVEN, {"given": given, "all": len(counted)}
    for verdict in now.verdicts.values():
        if verdict.met is False:
            unit = verdict.result.unit
            actual = speech.measured(verdict.judged, unit, verdict.target)
            yield w.MISSED, {"kpi": verdict.label, "actual": actual, "target": speech.measured(verdict.target, unit)}
        if verdict.why is not None:
            yield w.JUDGED, {"kpi": verdict.label, "why": verdict.why}
    for line in (*now.charges, *now.deductions):
        for step in line.steps:
            if step.kind == "limit" and step.amount:
                yield w.LIMITED, {"line": line.label, "rule": Sentence(step.rule, step.values)}
    yield from (limit.said() for limit in now.drawn)
    if bill.header.billing.due is None:
        yield w.NO_DUE, {}


def _replacing(now: Statement, replaced: Replaced, speech: Speech) -> Iterator[tuple[Words, dict[str, object]]]:
    """What is otherwise than in the revision before, which is asked of first: it was looked at already."""
    found = list(_against(now, replaced.statement, w.REVISION, speech))
    for words_of, values in found or [(w.SAME_LINES, {})]:
        yield words_of, values | {"id": replaced.id}


def _against(
    now: Statement, before: Statement, told: w.Told, speech: Speech
) -> Iterator[tuple[Words, dict[str, object]]]:
    """What is new, what is gone, and what moved the total most."""
    new, old = by_clause(now), by_clause(before)
    added = [line.label for name, line in new.items() if name not in old and line.amount]
    gone = [line.label for name, line in old.items() if name not in new and line.amount]
    if added:
        yield told.new, {"lines": added}
    if gone:
        yield told.gone, {"lines": gone}
    both = [(line, old[name]) for name, line in new.items() if name in old and line.amount != old[name].amount]
    both.sort(key=lambda pair: -abs(pair[0].amount - pair[1].amount))
    for line, was in both[:MOVED_MOST]:
        yield told.moved, {"line": line.label, "by": _moved(was.amount, line.amount, speech), "now": line.amount}
