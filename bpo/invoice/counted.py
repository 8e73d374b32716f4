"""How each number was counted: the operation, the condition, the rows read and the result, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.contracts.statement import Statement
from bpo.core.condition_said import condition_said
from bpo.core.counting import how_counted
from bpo.core.figure_names import FigureName, keys_of, part_name
from bpo.core.measures import Need
from bpo.core.tables import known_table
from bpo.core.words import Text
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.report.speech import NOTHING, Said, Speech

SIDES = ("numerator", "denominator")
NAMED = (*SIDES, "opening_heads", "closing_heads", "actual")
"""What the counts of a KPI are called by; a KPI may have more of them than the two sides of its fraction."""
PARTS_MAX = 12
"""More sites, teams or agents than this are told together."""


@dataclass(frozen=True, slots=True)
class Counted:
    """``where`` is the condition in words, or says that there is none. A figure that was given has neither that nor ``rows``, and
    ``how`` says what it rests on. ``result_ratio`` is what was rounded to be printed, exactly."""

    label: Said
    how: Said
    where: Said
    rows: str
    result: str
    result_ratio: str


def counted_of(bill: Bill, speech: Speech) -> tuple[Counted, ...]:
    """Every number with how it was counted, or that it was given, in the document's language.

    A KPI that was given as a value, without the sides of its fraction, is one row.
    """
    rows: dict[str, Counted] = {}
    for need in _with_parts(bill):
        evidence = bill.statement.measures.evidence.get(need.id)
        kpi, side = _kpi_and_side(need.id)
        if evidence is not None and not evidence.note:
            rows[need.id] = _counted(need, evidence.rows, bill, speech)
        elif side in SIDES and kpi in bill.statement.verdicts and _number(need, bill.statement) is None:
            rows[kpi] = _given_kpi(kpi, bill, speech)
        else:
            rows[need.id] = _given(need, bill, speech)
    measures = bill.statement.measures
    for name in measures.quantities:  # what nobody counts is told if it was noted what it rests on
        if name not in rows and name in measures.evidence and measures.evidence[name].note:
            rows[name] = _given(Need(name, "", "count"), bill, speech)
    return tuple(rows.values())


def conditions_of(bill: Bill, speech: Speech) -> tuple[tuple[Said, str], ...]:
    """The condition of every number that was counted as SQL, for the reviewer."""
    seen = bill.statement.measures.evidence
    counted = (one for one in bill.needs if one.where is not None and one.id in seen and not seen[one.id].note)
    return tuple((speech.text(label_of(one.id, bill)), one.where.sql()) for one in counted if one.where is not None)


def _with_parts(bill: Bill) -> Iterator[Need]:
    """The needs, those of each site or team after the whole if there are few; a whole that nobody gave is left out."""
    measures = bill.statement.measures
    for need in bill.needs:
        keys = _keys(need, bill.statement) if need.each is not None else []
        if not keys or need.id in measures.evidence or _number(need, bill.statement) is not None:
            yield need
        if len(keys) <= PARTS_MAX:
            yield from (replace(need, id=part_name(need.id, key), each=None) for key in keys)


def _keys(need: Need, statement: Statement) -> list[str]:
    kpi, _ = _kpi_and_side(need.id)
    found = [*keys_of(need.id, statement.measures.quantities), *keys_of(kpi, statement.verdicts)]
    return sorted(dict.fromkeys(found))


def _kpi_and_side(name: str, sides: Sequence[str] = SIDES) -> tuple[str, str]:
    """``sl20.numerator`` is a side of ``sl20``, ``sl20.numerator@成都`` of ``sl20@成都``; what is no side of a KPI has none."""
    figure = FigureName.of(name)
    return (figure.without_side, figure.side) if figure.side in sides else ("", "")


def _counted(need: Need, rows: int, bill: Bill, speech: Speech) -> Counted:
    where, number, shifts = need.where, _number(need, bill.statement), bill.header.billing.shifts
    said = [condition_said(where, known_table(need.table), lang) for lang in speech.langs] if where else []
    return Counted(
        label=speech.text(label_of(need.id, bill)),
        how=Said(*dict.fromkeys(how_counted(need, lang, shifts, for_client=True) for lang in speech.langs)),
        where=Said(*dict.fromkeys(said)) if where else speech.words(h.WHOLE_TABLE),
        rows=f"{rows:,}",
        result=_result(need, number, bill.statement, speech),
        result_ratio=speech.ratio(number),
    )


def _given(need: Need, bill: Bill, speech: Speech) -> Counted:
    number = _number(need, bill.statement)
    label, how = speech.text(label_of(need.id, bill)), _how_given(need.id, bill, speech)
    result = _result(need, number, bill.statement, speech)
    return Counted(label, how, Said(""), "", result, speech.ratio(number))


def _given_kpi(name: str, bill: Bill, speech: Speech) -> Counted:
    verdict = bill.statement.verdicts[name]
    why = verdict.result.why_not
    how = speech.words(why) if why is not None else _how_given(name, bill, speech)
    result = speech.measured(verdict.result.value, verdict.result.unit, verdict.target)
    return Counted(speech.text(verdict.label), how, Said(""), "", result, "")


def _how_given(name: str, bill: Bill, speech: Speech) -> Said:
    """That a figure was given, and what it rests on; what is said of a KPI holds for both sides of its fraction."""
    found = bill.statement.measures.evidence
    figure = FigureName.of(name)
    names = (name, figure.owner) if figure.side else (name,)
    noted = [found[key].note for key in names if key in found and found[key].note]
    return speech.words(h.GIVEN_BY, {"note": noted[0]}) if noted else speech.words(h.GIVEN)


def label_of(name: str, bill: Bill) -> Text:
    """What a counted number is called: after its line, its KPI and side of the fraction, or its own name."""
    statement = bill.statement
    for charge in statement.charges:
        if charge.clause == name:
            return charge.label
    kpi, side = _kpi_and_side(name, NAMED)
    verdict = statement.verdicts.get(kpi) or statement.verdicts.get(name)
    figure = FigureName.of(name)
    if verdict is None and name not in bill.labels and figure.parts:
        whole = label_of(figure.whole, bill)
        return Text(zh=f"{whole.zh} · {figure.part}", en=f"{whole.en} · {figure.part}")
    if verdict is None:
        return bill.labels.get(name, Text.of(name))
    if side not in NAMED:
        return bill.labels.get(name, verdict.label)
    words = h.HEADINGS[side]
    return Text(zh=f"{verdict.label.zh}（{words.zh}）", en=f"{verdict.label.en} ({words.en.lower()})")


def _number(need: Need, statement: Statement) -> Fraction | None:
    """What came of a need: a quantity, or its side of a KPI's fraction."""
    quantity = statement.measures.quantities.get(need.id)
    if quantity is not None:
        return quantity.total
    kpi, side = _kpi_and_side(need.id)
    result = statement.measures.kpis.get(kpi) or (statement.verdicts[kpi].result if kpi in statement.verdicts else None)
    value = getattr(result, side, None) if result and side in SIDES else None
    return value if isinstance(value, Fraction) else None


def _result(need: Need, number: Fraction | None, statement: Statement, speech: Speech) -> str:
    quantity = statement.measures.quantities.get(need.id)
    unit = (need.unit or quantity.unit) if quantity is not None else ""
    if number is None:
        return NOTHING
    return speech.quantity(number, unit) + (f" {speech.unit(unit, number)}" if unit else "")
