"""What is wrong with how a contract says it is invoiced in China."""

from collections.abc import Collection, Iterator

from bpo.contracts.header.header import Header
from bpo.core.documents import Document
from bpo.core.errors import Problem, choices
from bpo.core.words import Words

UNKNOWN_LINE = Words("fapiao-line-unknown", en="there is no line '{given}'", zh="没有名为 '{given}' 的行")
NOT_YUAN = Words(
    "fapiao-currency",
    en="a fapiao is made out in CNY, and the contract is in {given}",
    zh="发票以人民币开具，而合同币种为 {given}",
)


def fapiao_problems(header: Header, lines: Collection[str], document: Document) -> Iterator[Problem]:
    """Lines that do not exist, and a currency in which no fapiao is made out."""
    chosen = header.billing.fapiao
    if chosen is None:
        return
    for name in chosen.lines:
        if name not in lines:
            node, key = document.find(("billing", "fapiao", "lines", name))
            yield Problem(UNKNOWN_LINE, document.where(key or node), choices(name, lines))
    if header.currency != "CNY":
        yield Problem(NOT_YUAN, document.place("billing", "fapiao"), {"given": header.currency})
