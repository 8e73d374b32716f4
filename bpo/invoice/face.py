"""The face of a statement: both parties, the lines, the totals and how to pay, as strings ready to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import SimpleNamespace

from bpo.contracts.header.due import AcceptedAfter, Due
from bpo.contracts.header.parties import Bank, Party
from bpo.contracts.header.tax import Prices
from bpo.contracts.statement import Statement
from bpo.core.words import Pct, Sentence, Text, Words
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.lines import shown_lines
from bpo.invoice.totals import Totals, totals_of
from bpo.report.in_words import in_words
from bpo.report.model import Box
from bpo.report.page import Pair, PartyBox, party_box
from bpo.report.speech import Said, Speech


@dataclass(frozen=True, slots=True)
class Face(Totals):
    """``meta`` is the box with number, period and dates; ``spelled`` the total in words, one text a language."""

    meta: tuple[Pair, ...]
    supplier: PartyBox
    client: PartyBox
    lines: tuple[SimpleNamespace, ...]
    notes: tuple[Said, ...]
    spelled: tuple[str, ...]
    payment: tuple[Pair, ...]


def face_of(bill: Bill, speech: Speech) -> Face:
    """The face in the document's language; what it leaves out unless the contract asks for it, ``billing.shows`` names."""
    statement, header = bill.statement, bill.header
    speech = replace(speech, exact="ratios" in header.billing.shows)
    zero_lines = "zero_lines" in header.billing.shows
    lines, left_out = shown_lines(statement, speech, zero_lines=zero_lines)
    if not zero_lines:
        after = enumerate(statement.deductions, start=len(statement.charges) + 1)
        left_out += [str(n) for n, deduction in after if not deduction.amount]
    spelled = (in_words(statement.total, statement.currency, lang) for lang in speech.langs)
    sums = totals_of(statement, None, speech, zero_lines=zero_lines)
    return Face(
        sums.net,
        sums.taxes,
        sums.total,
        sums.deductions,
        sums.payable,
        meta=tuple(Pair(_heading(speech, name), text) for name, text in meta_of(bill, speech).items() if text),
        supplier=party_box(party_of(header.supplier), speech),
        client=party_box(party_of(header.client), speech),
        lines=lines,
        notes=(*_notes(bill, speech), *_left_out(left_out, speech)),
        spelled=tuple(text for text in spelled if text),
        payment=tuple(_payment(bill, speech)),
    )


def total_name(statement: Statement) -> str:
    """The heading of the total: that it holds its tax is said only where there is one."""
    return "total" if statement.taxes else "total_untaxed"


def tax_words(statement: Statement) -> Words:
    """Whether prices and amounts hold their tax, or that none is charged."""
    if not statement.taxes:
        return h.NO_TAX
    return h.PRICES_INCLUDE_TAX if statement.prices_include_tax else h.PRICES_EXCLUDE_TAX


def payable_note(prices: Prices, speech: Speech) -> Said:
    """To what the amount payable is rounded; nothing where it is paid as it is."""
    step = prices.payable_round_to
    return Said("") if step is None else speech.words(h.PAYABLE_ROUNDED, {"step": step})


def due_text(bill: Bill, speech: Speech) -> Said:
    """The due date, or the contract's rule where it hangs on a day that nobody knows yet; nothing if there is neither."""
    dates, due = bill.dates, bill.header.billing.due
    if dates.due_on is not None:
        return Said(speech.day(dates.due_on))
    if due is None:
        return Said("")
    rule = Sentence(h.DUE_RULES[due.after], {"span": _span(due)})
    if due.pay_day is not None:
        rule = Sentence(h.DUE_RULE_PAY_DAY, {"rule": rule, "day": due.pay_day})
    if due.next_working_day:
        rule = Sentence(h.DUE_NEXT_WORKING_DAY, {"rule": rule})
    if dates.due_at_latest is not None:
        rule = Sentence(h.DUE_AT_LATEST, {"rule": rule, "day": speech.day(dates.due_at_latest)})
    return speech.words(rule.words, rule.values)


def accepted_text(bill: Bill, speech: Speech) -> Said:
    """From when a statement that is not contested is accepted; nothing if the contract does not say."""
    after, day = bill.header.billing.accepted_after, bill.dates.accepted_on
    if after is None:
        return Said("")
    rule = Sentence(h.ACCEPTED_AFTER, {"span": _span(after)})
    if day is not None:
        rule = Sentence(h.ACCEPTED_ON, {"rule": rule, "day": speech.day(day)})
    return speech.words(rule.words, rule.values)


def late_text(bill: Bill, speech: Speech) -> Said:
    """What is owed besides for each day that payment is late; nothing if the contract does not say."""
    rule = bill.header.billing.late_interest
    return Said("") if rule is None else speech.words(rule.said().words, rule.said().values)


def _span(rule: Due | AcceptedAfter) -> Sentence:
    one, several = (h.WORKING_DAY, h.WORKING_DAYS) if rule.working_days else (h.DAY, h.DAYS)
    return Sentence(one if rule.days == 1 else several, {"days": rule.days})


def _heading(speech: Speech, name: str) -> Said:
    return speech.words(h.HEADINGS[name])


def meta_of(bill: Bill, speech: Speech) -> dict[str, Said]:
    """What stands in the box of number, period and dates, by its heading; empty where there is nothing to say."""
    statement, header = bill.statement, bill.header
    return {
        "reference": Said(header.reference),
        "po": Said("、".join(orders_of(bill)) or header.client.po),
        "cost_centre": Said(header.client.cost_centre),
        "period": Said(speech.days(statement.period.start, statement.period.end)),
        "corrects": Said(bill.corrects),
        "correction_reason": Said(bill.reason),
        "drawn_on": Said(speech.day(bill.drawn_on)),
        "due": due_text(bill, speech),
        "late_interest": late_text(bill, speech),
        "accepted": accepted_text(bill, speech),
    }


def orders_of(bill: Bill) -> list[str]:
    """The purchase orders that hold on the last billed day, beside which the client's own field is not needed."""
    part = bill.header.effective_part(bill.statement.period)
    day = part.end if part is not None else bill.statement.period.end
    return [order.number for order in bill.header.purchase_orders if order.holds_on(day)]


def party_of(party: Party) -> Box:
    """A party with its address, tax number and how it is reached."""
    texts = {"address": party.postal_address}
    texts |= {name: getattr(party, name) for name in ("tax_no", "contact", "phone", "email")}
    return Box(party.name, tuple((h.HEADINGS[name], text) for name, text in texts.items() if text))


def party_rows(texts: Sequence[tuple[str, Text | str | None]], speech: Speech) -> tuple[Pair, ...]:
    pairs = [(name, text if isinstance(text, Text) else Text.of(text)) for name, text in texts if text]
    return tuple(Pair(_heading(speech, name), speech.text(text)) for name, text in pairs)


def _notes(bill: Bill, speech: Speech) -> list[Said]:
    statement = bill.statement
    notes = [speech.words(h.IN_CURRENCY, {"name": speech.currency_name(), "code": statement.currency})]
    if not statement.charges:
        notes.append(speech.words(h.NO_CHARGES))
    notes.append(speech.words(tax_words(statement)))
    notes += [one for one in (payable_note(bill.header.prices, speech),) if one]
    notes += [speech.words(*statement.second.said())] if statement.second is not None else []
    notes += [speech.words(*limit.said()) for limit in statement.drawn]
    for verdict in statement.verdicts.values():
        if verdict.provisional and verdict.why is not None:
            notes.append(speech.words(h.PROVISIONAL_KPI, {"kpi": verdict.label, "reason": verdict.why}))
    for tax in statement.taxes:
        if tax.note and (
            tax.base or tax.amount or len(statement.taxes) == 1 or "zero_lines" in bill.header.billing.shows
        ):
            values = {"name": tax.name, "rate": Pct(tax.rate), "note": tax.note}
            notes.append(speech.words(h.TAX_NOTE, values))
    if statement.total < Decimal(0):
        notes.append(speech.words(h.OWED_TO_CLIENT))
    return notes


def _left_out(numbers: Sequence[str], speech: Speech) -> list[Said]:
    return [speech.words(h.ZERO_LINES, {"numbers": list(numbers)})] if numbers else []


def _payment(bill: Bill, speech: Speech) -> tuple[Pair, ...]:
    """Where to pay: the supplier's bank, or the client's for a credit."""
    party = bill.header.client if bill.statement.total < 0 else bill.header.supplier
    bank: Bank | None = party.bank
    if bank is None:
        return ()
    return tuple(Pair(speech.words(name), speech.text(text)) for name, text in bank_rows(party, bank))


def bank_rows(party: Party, bank: Bank) -> list[tuple[Words, Text]]:
    """An account to pay to, as headings and texts: what there is of it."""
    texts: dict[str, Text | str | None] = {
        "holder": bank.holder or party.name,
        "bank": bank.name,
        "branch": bank.branch,
        "account": bank.account,
        "iban": bank.iban,
        "swift": bank.swift,
    }
    told = {name: text if isinstance(text, Text) else Text.of(text) for name, text in texts.items() if text}
    return [(h.HEADINGS[name], text) for name, text in told.items()]
