"""The report of an audit: the claim, each line of the contract beside the invoice's, what explains it, and how it is calculated."""

from collections.abc import Iterator
from decimal import Decimal

from bpo.audit.held import Held, HeldLine, HeldSum
from bpo.audit.matching import HOW
from bpo.core.words import Text, Words
from bpo.desk.auditing import Audited
from bpo.invoice.face import party_of
from bpo.invoice.headings import HEADINGS
from bpo.report import model as m
from bpo.report.headings import named
from bpo.report.speech import Speech, clause_number

H = named(
    {
        "audit": ("账单核对函", "Audit of an invoice"),
        "audit_number": ("编号", "No."),
        "audit_invoice": ("被核对发票", "Invoice"),
        "audit_period": ("账期", "Period"),
        "audit_claim": ("核对结果", "Claim"),
        "audit_lines": ("逐行核对", "Line by line"),
        "audit_line": ("行", "Line"),
        "audit_rows": ("发票行", "Rows"),
        "audit_how": ("匹配依据", "Matched by"),
        "audit_due": ("合同应计", "By the contract"),
        "audit_billed": ("发票金额", "Invoiced"),
        "audit_difference": ("差额", "Difference"),
        "audit_verdict": ("结论", "Finding"),
        "audit_why": ("原因", "What explains it"),
        "audit_differences": ("差异说明", "Differences"),
        "audit_steps": ("合同计算过程", "How the contract calculates them"),
        "audit_step": ("步骤", "Step"),
        "audit_quantity": ("数量", "Quantity"),
        "audit_rate": ("单价", "Rate"),
        "audit_amount": ("金额", "Amount"),
        "audit_basis": ("数据依据", "What this rests on"),
        "audit_clause": ("条款", "Clause"),
        "audit_sum": ("应付金额", "To be paid"),
    }
)
VERDICTS: dict[str, Text] = {
    "agreed": Text(zh="一致", en="agreed"),
    "over": Text(zh="多计", en="over-billed"),
    "under": Text(zh="少计", en="under-billed"),
    "credit_not_given": Text(zh="应抵减未抵减", en="credit not given"),
    "not_in_contract": Text(zh="合同外", en="not in the contract"),
}
PARTS: dict[str, Text] = {
    "tax": Text(zh="税额", en="Tax"),
    "deducted": Text(zh="付款前扣减", en="Deducted before payment"),
    "adding": Text(zh="合计", en="Its own sum"),
}
TOO_MUCH = Words(
    "audit-claim-too-much",
    en="The invoice asks for {asked}. By the contract and the records below {due} is to be paid: {difference} too much. Please send a "
    "credit note, or tell us which figure is wrong.",
    zh="发票要求支付 {asked}；按合同及下列数据应付 {due}，多计 {difference}。请开具红字发票（贷项通知单），或说明我方哪项数据有误。",
)
TOO_LITTLE = Words(
    "audit-claim-too-little",
    en="The invoice asks for {asked}. By the contract and the records below {due} is to be paid: it is {difference} too low.",
    zh="发票要求支付 {asked}；按合同及下列数据应付 {due}，少计 {difference}。",
)
EVEN = Words(
    "audit-claim-even",
    en="The invoice asks for {asked}, which is what is to be paid, although lines of it differ as shown below.",
    zh="发票要求支付 {asked}，与应付金额相同，但部分行存在下列差异。",
)
AGREED = Words(
    "audit-claim-agreed",
    en="The invoice asks for {asked}, as the contract yields on the records below; every line agrees.",
    zh="发票要求支付 {asked}，与按合同及下列数据计算的结果一致，各行均相符。",
)
NET_OF = Words(
    "audit-over-and-under", en="Too much: {over}; too little: {under}.", zh="多计合计 {over}；少计合计 {under}。"
)
UNMATCHED = Words(
    "audit-unmatched",
    en="Lines of the invoice that are none of the contract's: {invoice}; of the contract that are not on the invoice: {contract}.",
    zh="发票中不属于合同的行：{invoice}；合同中未列入发票的行：{contract}。",
)
BY_AMOUNT = Words(
    "audit-by-amount",
    en="rows {rows} were matched by their amount alone: look whether they are what they are taken for",
    zh="第 {rows} 行仅按金额匹配，请核实",
)
EVIDENCE = Words("audit-evidence", en="{figure}: {rows} rows of {table}", zh="{figure}：{table} 的 {rows} 行")
GIVEN = Words("audit-given", en="{figure}: as given{note}", zh="{figure}：按给定数据{note}")
PARTIES = {name: HEADINGS[name] for name in ("supplier", "client")}


def audit_report(found: Audited) -> m.Report:
    """In the contract's language and currency; the letter is from the client to the supplier."""
    contract, held = found.contract, found.held
    statement = held.statement
    number = held.received.number or held.received.path.rpartition("/")[2]
    head = m.Masthead(
        document=H["audit"],
        title=contract.title,
        contract=contract.contract,
        number=f"{contract.contract}-{statement.period.name}-audit",
        number_name=H["audit_number"],
        day=statement.period.end,
        supplier=party_of(contract.client),
        client=party_of(contract.supplier),
        meta=((H["audit_invoice"], number), (H["audit_period"], statement.period.name)),
    )
    sections = [
        m.Section("claim", H["audit_claim"], (m.Note(tuple(_claim(held)), "claim", plain=True),)),
        m.Section("lines", H["audit_lines"], (_lines(held), *_notes(held))),
    ]
    differing = [one for one in held.lines if one.pair.difference] + [one for one in held.sums if one.causes]
    if differing:
        sections.append(m.Section("differences", H["audit_differences"], (_differences(held),)))
        if any(one.pair.difference and one.pair.expected for one in held.lines):
            sections.append(m.Section("steps", H["audit_steps"], (_steps(held),)))
    sections.append(m.Section("basis", H["audit_basis"], (m.Note(tuple(_basis(found)), "basis", plain=True),)))
    headings = {"supplier": PARTIES["client"], "client": PARTIES["supplier"]}
    return m.Report(head, tuple(sections), contract.language, contract.currency, headings=headings)


def _claim(held: Held) -> Iterator[m.Label]:
    words = AGREED if held.agreed else EVEN if not held.difference else TOO_MUCH if held.difference > 0 else TOO_LITTLE
    currency = held.statement.currency
    told = {"asked": held.asked, "due": held.due, "difference": abs(held.difference)}
    shown = {
        lang: {name: Speech(lang, currency).payable(value) for name, value in told.items()} for lang in ("zh", "en")
    }
    yield Text(zh=words.say("zh", shown["zh"]), en=words.say("en", shown["en"]))
    over, under = (_total(held, sign) for sign in (1, -1))
    if over and under:
        yield m.filled(NET_OF, over=over, under=-under)
    alone = sum(1 for one in held.lines if one.pair.expected is None)
    missing = sum(1 for one in held.lines if not one.pair.lines)
    if alone or missing:
        yield m.filled(UNMATCHED, invoice=alone, contract=missing)


def _total(held: Held, sign: int) -> Decimal:
    differences = [one.pair.difference for one in held.lines] + [one.difference for one in held.sums]
    return sum((one for one in differences if one * sign > 0), Decimal(0))


def _lines(held: Held) -> m.Table:
    columns = (
        m.Column("clause", H["audit_clause"], width=10),
        m.Column("line", H["audit_line"], width=30),
        m.Column("rows", H["audit_rows"], width=10, wraps=True),
        m.Column("how", H["audit_how"], width=14),
        m.Column("due", H["audit_due"], m.MONEY),
        m.Column("billed", H["audit_billed"], m.MONEY),
        m.Column("difference", H["audit_difference"], m.MONEY, relation="{billed} - {due}"),
        m.Column("verdict", H["audit_verdict"], width=18),
    )
    rows = [_line(one) for one in held.lines]
    blank: dict[str, m.Value | m.Cell] = dict.fromkeys(("clause", "rows", "how"), m.BLANK)
    parts = [one for one in held.sums if one.part != "adding" and (one.billed or one.due)]
    rows += [
        m.Row(
            {
                **blank,
                "line": PARTS[one.part],
                "due": one.billed - one.difference,
                "billed": one.billed,
                "verdict": _said(one),
            }
        )
        for one in parts
    ]
    whole: dict[str, m.Value | m.Cell] = {
        "line": H["audit_sum"],
        "due": held.due,
        "billed": held.asked,
        "verdict": m.BLANK,
    }
    rows.append(m.Row({**blank, **whole}, "asked", "strong"))
    return m.Table("lines", columns, tuple(rows), sheet=H["audit_lines"], look="audited")


def _line(one: HeldLine) -> m.Row:
    pair = one.pair
    charge = pair.expected.charge if pair.expected is not None else None
    said = pair.lines[0].label if charge is None else charge.label
    return m.Row(
        {
            "clause": clause_number(charge.source) if charge is not None and charge.source else m.BLANK,
            "line": said,
            "rows": ", ".join(str(line.row) for line in pair.lines) or m.BLANK,
            "how": HOW[pair.how],
            "due": pair.due,
            "billed": pair.billed,
            "verdict": VERDICTS[one.verdict],
        }
    )


def _said(one: HeldSum) -> m.Value | m.Cell:
    if not one.causes:
        return ITS_LINES_SHORT if one.difference else VERDICTS["agreed"]
    return VERDICTS["over" if one.billed > one.due else "under"]


def _differences(held: Held) -> m.Table:
    columns = (
        m.Column("line", H["audit_line"], width=30),
        m.Column("why", H["audit_why"], width=70, wraps=True),
        m.Column("difference", H["audit_difference"], m.MONEY, sum=True),
    )
    rows = []
    for one in held.lines:
        pair = one.pair
        if pair.difference:
            label = pair.lines[0].label if pair.expected is None else pair.expected.charge.label
            why = m.stacked(*(cause.said for cause in one.causes))
            rows.append(m.Row({"line": label, "difference": pair.difference, "why": why}))
    for part in held.sums:
        if part.causes or part.difference:
            why = m.stacked(*(cause.said for cause in part.causes)) if part.causes else m.filled(ITS_LINES)
            rows.append(m.Row({"line": PARTS[part.part], "difference": part.difference, "why": why}))
    return m.Table(
        "differences", columns, tuple(rows), total=H["audit_difference"], sheet=H["audit_differences"], look="explained"
    )


ITS_LINES_SHORT = Text(zh="随各行", en="as its lines")
ITS_LINES = Words("audit-with-its-lines", en="it follows from its lines", zh="随各行差异而变")


def _steps(held: Held) -> m.Table:
    """The steps of every line that differs, as the statement explains them."""
    columns = (
        m.Column("line", H["audit_line"], width=30),
        m.Column("step", H["audit_step"], width=50, wraps=True),
        m.Column("quantity", H["audit_quantity"], m.Format("number", brief=True)),
        m.Column("rate", H["audit_rate"], m.Format("number", brief=True)),
        m.Column("amount", H["audit_amount"], m.MONEY),
    )
    rows = []
    for one in held.lines:
        if not one.pair.difference or one.pair.expected is None:
            continue
        charge = one.pair.expected.charge
        for n, step in enumerate(charge.steps):
            cells: dict[str, m.Value] = {"quantity": step.quantity, "rate": step.rate, "amount": step.amount or None}
            shown: dict[str, m.Value | m.Cell] = {
                name: m.BLANK if value is None else value for name, value in cells.items()
            }
            rows.append(m.Row({"line": m.BLANK if n else charge.label, "step": m.told(step.said), **shown}))
    return m.Table("steps", columns, tuple(rows), sheet=H["audit_steps"], look="calculated")


def _notes(held: Held) -> Iterator[m.Note]:
    lines = list(held.received.notes)
    rows = [str(line.row) for one in held.lines if one.pair.how == "amount" for line in one.pair.lines]
    if rows:
        lines.append(m.filled(BY_AMOUNT, rows=", ".join(rows)))
    if lines:
        yield m.Note(tuple(lines), "notes")


def _basis(found: Audited) -> Iterator[m.Label]:
    """What each figure was counted from."""
    measures = found.held.statement.measures
    names = found.contract.labels()
    for name in (*measures.quantities, *measures.kpis):
        evidence = measures.evidence.get(name)
        figure = names.get(name, Text.of(name))
        if evidence is not None and evidence.table:
            yield m.filled(EVIDENCE, figure=figure, rows=evidence.rows, table=evidence.table)
        elif "." not in name and "@" not in name:
            note = f" ({evidence.note})" if evidence is not None and evidence.note else ""
            yield m.filled(GIVEN, figure=figure, note=note)
