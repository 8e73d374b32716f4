"""Invoices to be made out, as the tax office's form has them: a workbook of its two sheets, and JSON.

The form is Chinese, and so are its headings, whatever the contract's language.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.header.parties import Party
from bpo.contracts.statement import Statement
from bpo.core.words import Pct, Text, show
from bpo.invoice.bill import Bill
from bpo.invoice.fapiao_lines import FapiaoDraft, FapiaoLine, RedLetter
from bpo.report import model as m
from bpo.report.workbook import report_workbook

YES, NO = "是", "否"
TYPES = {True: "增值税专用发票", False: "普通发票"}
ON_DIFFERENCE = "差额征税"
PRICE = m.Format("number", 10)
HEAD: tuple[tuple[str, str], ...] = (
    ("serial", "发票流水号"),
    ("type", "发票类型"),
    ("prices_include_tax", "是否含税"),
    ("buyer_name", "购买方名称"),
    ("buyer_tax_no", "购买方纳税人识别号"),
    ("buyer_address", "购买方地址"),
    ("buyer_phone", "购买方电话"),
    ("buyer_bank", "购买方开户银行"),
    ("buyer_account", "购买方银行账号"),
    ("buyer_email", "购买方邮箱"),
    ("seller_name", "销售方名称"),
    ("seller_tax_no", "销售方纳税人识别号"),
    ("seller_address", "销售方地址"),
    ("seller_phone", "销售方电话"),
    ("seller_bank", "销售方开户行"),
    ("seller_account", "销售方银行账号"),
    ("difference", "征税方式"),
    ("deducted", "扣除额"),
    ("remark", "备注"),
    ("net", "合计金额"),
    ("tax", "合计税额"),
    ("total", "价税合计"),
)
"""发票基本信息: what stands once on an invoice, by its name in JSON."""
RED: tuple[tuple[str, str], ...] = (("original", "被红冲蓝字数电发票号码"), ("reason", "红冲原因"))
"""What a red-letter invoice says besides."""
LINES: tuple[tuple[str, str], ...] = (
    ("serial", "发票流水号"),
    ("item", "项目名称"),
    ("code", "商品和服务税收编码"),
    ("model", "规格型号"),
    ("unit", "单位"),
    ("quantity", "数量"),
    ("price", "单价"),
    ("amount", "金额"),
    ("rate", "税率"),
    ("discount", "折扣金额"),
    ("tax", "税额"),
    ("has_policy", "是否使用优惠政策"),
    ("policy", "优惠政策类型"),
    ("clause", "条款标识"),
)
"""发票明细信息: a row a line."""
MONEY = ("deducted", "net", "tax", "total", "amount", "discount")


def head_of(draft: FapiaoDraft) -> dict[str, Any]:
    """What stands once on an invoice."""
    return {
        "serial": draft.serial,
        "type": TYPES[draft.special],
        "prices_include_tax": YES if draft.prices_include_tax else NO,
        **_party("buyer", draft.buyer),
        **_party("seller", draft.seller),
        "difference": ON_DIFFERENCE if draft.deducted is not None else "",
        "deducted": draft.deducted,
        "remark": draft.remark,
        "net": draft.net,
        "tax": draft.tax,
        "total": draft.total,
        **_red(draft.red),
    }


def _red(red: RedLetter | None) -> dict[str, Any]:
    return {} if red is None else {"original": "、".join(red.originals), "reason": red.reason}


def line_of(serial: str, line: FapiaoLine) -> dict[str, Any]:
    """A line as the form has it; a rate of zero that a note explains is exempt."""
    return {
        "serial": serial,
        "item": line.item,
        "code": line.code,
        "model": line.model,
        "unit": line.unit,
        "quantity": line.quantity,
        "price": line.price,
        "amount": line.amount,
        "rate": "免税" if line.exempt else show(Pct(line.rate), "zh"),
        "discount": line.discount or None,
        "tax": line.tax,
        "has_policy": YES if line.policy else NO,
        "policy": line.policy,
        "clause": line.clause,
    }


def _party(side: str, party: Party) -> dict[str, Any]:
    bank = party.bank
    address = party.postal_address
    found = {
        "name": party.name.zh,
        "tax_no": party.tax_no,
        "address": address.zh if address else "",
        "phone": party.phone,
        "bank": " ".join(text.zh for text in (bank.name, bank.branch) if text) if bank else "",
        "account": bank.account if bank else "",
        "email": party.email,
    }
    return {f"{side}_{name}": text for name, text in found.items()}


def fapiao_workbook(bill: Bill, drafts: Sequence[FapiaoDraft]) -> bytes:
    """The workbook's bytes: 发票基本信息 and 发票明细信息; the same drafts give the same ones."""
    heads = [head_of(draft) for draft in drafts]
    names = (*HEAD, *RED) if any(draft.red for draft in drafts) else HEAD
    lines = [line_of(draft.serial, line) for draft in drafts for line in draft.lines]
    sections = (
        m.Section(
            "fapiao", "", (_table("head", "发票基本信息", names, heads), _table("lines", "发票明细信息", LINES, lines))
        ),
    )
    return report_workbook(m.Report(_masthead(bill, bill.statement), sections, "zh", bill.statement.currency))


def _masthead(bill: Bill, statement: Statement) -> m.Masthead:
    header = bill.header
    return m.Masthead(
        document=Text.of("开票明细"),
        title=statement.title,
        contract=statement.contract,
        number=bill.statement_id,
        number_name=Text.of("结算单"),
        day=bill.drawn_on,
        supplier=m.Box(header.supplier.name, ()),
        client=m.Box(header.client.name, ()),
    )


def _table(key: str, sheet: str, names: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Any]]) -> m.Table:
    columns = tuple(m.Column(name, title, _format(name), max(12, 2 * len(title) + 2)) for name, title in names)
    cells = [m.Row({name: value for name, value in row.items() if name in dict(names)}) for row in rows]
    return m.Table(key, columns, tuple(cells), sheet=sheet)


def _format(name: str) -> m.Format:
    return m.MONEY if name in MONEY else PRICE if name in ("quantity", "price") else m.TEXT


def fapiao_json(drafts: Sequence[FapiaoDraft]) -> list[dict[str, Any]]:
    """The same for programs: numbers are texts, so that none is rounded on its way; what is not there is null."""
    return [
        {**_texts(head_of(draft)), "lines": [_texts(line_of(draft.serial, line)) for line in draft.lines]}
        for draft in drafts
    ]


def _texts(row: Mapping[str, Any]) -> dict[str, str | None]:
    def text(value: Any) -> str | None:
        if isinstance(value, Fraction):  # rounded to decimals before
            value = Decimal(value.numerator) / Decimal(value.denominator)
            return f"{value.normalize():f}"
        return f"{value:f}" if isinstance(value, Decimal) else value

    return {name: text(value) for name, value in row.items()}
