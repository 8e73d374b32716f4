"""The interest note (逾期利息单) as a report: each stretch of days with what was open, the rate and the interest."""

from collections.abc import Iterator, Mapping
from datetime import date

from bpo.core.words import Pct, Words
from bpo.desk.receivables.letters import PARTIES, pay_to
from bpo.desk.receivables.owed import Owed, newest_of, number_of, party_called, statement_of
from bpo.invoice.face import party_of
from bpo.invoice.headings import HEADINGS
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import Correction
from bpo.pricing.credit import CREDIT_NOTE
from bpo.report import model as m
from bpo.report.headings import SUM, named

H = named(
    {
        "interest_note": ("逾期利息单", "Late interest note"),
        "interest_number": ("编号", "No."),
        "interest_until": ("计息至", "Interest to"),
        "interest_due": ("到期日", "Due"),
        "interest_item": ("结算单编号", "Statement"),
        "interest_first": ("起", "From"),
        "interest_last": ("止", "To"),
        "interest_days": ("天数", "Days"),
        "interest_open": ("未付金额", "Open"),
        "interest_how": ("利率", "Rate"),
        "interest_amount": ("利息", "Interest"),
    }
)
SETTLED = Words("interest-settled", en="days billed before, by what is known now", zh="已计收天数按最新情况重算之差额")
LIMITED = Words("interest-limited", en="beyond the limit of {most}", zh="超过上限 {most} 的部分")
RULES = Words(
    "interest-rules",
    en="By the contract, for each day, both named days included, on what was open of a statement on it; a payment counts from the day "
    "after it came. Interest bears no interest, and what is in dispute bears none.",
    zh="按合同约定，对结算单当日未付金额逐日计息（起止日均含）；来款自到账次日起扣减。利息不再计息，争议金额不计息。",
)


def interest_report(note: InterestBilled, owed: Mapping[str, Owed]) -> m.Report:
    """A note in the language of its newest statement: a pure matter of the event and of what is stored of the statements.

    Args:
        owed: the statements of the note, by their ids.
    """
    newest = newest_of(owed[statement_of(name)] for name in note.lines)
    due = ((H["interest_due"], f"{note.due}"),) if note.due is not None else ()
    head = _head(
        newest, note.client, H["interest_note"], note.number, note.on, ((H["interest_until"], f"{note.until}"), *due)
    )
    parts = (_table(note, owed), m.Note((m.filled(RULES),), "rules", plain=True), *pay_to(newest))
    return _letter(newest, head, parts, note.currency)


def credit_report(note: Owed, owed: Mapping[str, Owed], correction: Correction, reason: str) -> m.Report:
    """The credit note that gives interest of a note back, with why."""
    newest = newest_of(owed[statement_of(name)] for name in note.life.lines)
    meta = ((HEADINGS["corrects"], note.number), (HEADINGS["correction_reason"], reason))
    head = _head(newest, note.debtor, CREDIT_NOTE, correction.number, correction.on, meta)
    columns = (
        m.Column("number", H["interest_item"], width=28),
        m.Column("amount", H["interest_amount"], m.MONEY, sum=True),
    )
    rows = tuple(
        m.Row({"number": number_of(owed, name), "amount": amount}) for name, amount in correction.lines.items()
    )
    return _letter(newest, head, (m.Table("given_back", columns, rows, total=SUM),), note.row.currency)


def _head(
    newest: Owed, debtor: str, document: m.Label, number: str, on: date, meta: tuple[tuple[m.Label, str], ...]
) -> m.Masthead:
    contract = newest.contract
    client = party_called(contract, debtor)
    return m.Masthead(
        document=document,
        title=client.name,
        contract=contract.contract,
        number=number,
        number_name=H["interest_number"],
        day=on,
        supplier=party_of(contract.supplier),
        client=party_of(client),
        meta=meta,
    )


def _letter(newest: Owed, head: m.Masthead, parts: tuple[m.Part, ...], currency: str) -> m.Report:
    section = m.Section("interest", "", parts)
    return m.Report(head, (section,), newest.contract.language, currency, headings=PARTIES)


def _table(note: InterestBilled, owed: Mapping[str, Owed]) -> m.Table:
    columns = (
        m.Column("number", H["interest_item"], width=28),
        m.Column("first", H["interest_first"], m.DAY),
        m.Column("last", H["interest_last"], m.DAY),
        m.Column("days", H["interest_days"], m.COUNT),
        m.Column("open", H["interest_open"], m.MONEY),
        m.Column("how", H["interest_how"], width=24, wraps=True),
        m.Column("amount", H["interest_amount"], m.MONEY, sum=True),
    )
    rows = [row for key in note.lines for row in _rows(note, key, owed)]
    return m.Table("stretches", columns, tuple(rows), total=SUM)


def _rows(note: InterestBilled, key: str, owed: Mapping[str, Owed]) -> Iterator[m.Row]:
    rule, number = owed[statement_of(key)].contract.billing.late_interest, number_of(owed, key)
    assert rule is not None, "what bears interest has a rate"
    rate = rule.rate.said()
    how = m.filled(rate.words, **rate.values)
    for part in note.stretches:
        if part.statement == key:
            yield m.Row(
                {
                    "number": number,
                    "first": part.first,
                    "last": part.last,
                    "days": (part.last - part.first).days + 1,
                    "open": part.open,
                    "how": how,
                    "amount": part.amount,
                }
            )
    if key in note.settled:
        yield m.Row({"number": number, "how": m.filled(SETTLED), "amount": note.settled[key]})
    if key in note.limited:
        most = m.filled(LIMITED, most=Pct(rule.most)) if rule.most is not None else ""
        yield m.Row({"number": number, "how": most, "amount": note.limited[key]})
