"""Bank lines meet open items (核销): by the numbers in the text, then by payer and exact amount. Nothing is guessed.

A line that names items is used for them as far as it goes. One that names none is used only where its payer is known and owes
exactly one item, or exactly one set of items, of its amount; items that were issued by its day go before later ones. What is left of a line stays on account, and every answer has its reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Literal

from bpo.core.words import Sentence, Words, few
from bpo.receivables.items import NOTHING, BankLine, Debtor, OpenItem
from bpo.receivables.numbers import by_all_names, named_in, plain

Kind = Literal["matched", "part", "over", "ambiguous", "unknown"]
TOGETHER_MOST, ITEMS_MOST = 4, 24
"""A sum of more items than the first is a coincidence sooner than a payment, and so is any sum of a client with more items than the second."""

NAMED = Words("pay-named", en="names {numbers}", zh="附言写明 {numbers}")
NAMED_PART = Words(
    "pay-named-part", en="names {number}, of which {left} stay open", zh="附言写明 {number}，尚余 {left} 未付"
)
NAMED_OVER = Words(
    "pay-named-over",
    en="names {numbers}, of which {open} are open: {over} stay on account",
    zh="附言写明 {numbers}，未付 {open}：多付的 {over} 挂账",
)
NAMED_PAID = Words("pay-named-paid", en="names {numbers}, of which nothing is open", zh="附言写明 {numbers}，均已付清")
NAMED_SHORT = Words(
    "pay-named-short",
    en="names {numbers}, of which {open} are open, and pays {amount}: say which of them",
    zh="附言写明 {numbers}，未付共 {open}，来款 {amount}：请指定核销哪几笔",
)
NAMED_CURRENCY = Words(
    "pay-named-currency",
    en="names {numbers}, which are owed in {owed}, and comes in {currency}",
    zh="附言写明 {numbers}，应付币种为 {owed}，来款为 {currency}",
)
DOUBTFUL = Words("pay-doubtful", en="may mean any of {numbers}", zh="附言可能指 {numbers} 中的任一笔")
BY_AMOUNT = Words(
    "pay-by-amount",
    en="{payer} owes {number} and no other item of this amount",
    zh="{payer} 的未付款中仅 {number} 为此金额",
)
BY_SUM = Words(
    "pay-by-sum",
    en="{numbers} are together this amount, and no other items of {payer} are",
    zh="{payer} 的 {numbers} 合计恰为此金额，且无其他组合",
)
SEVERAL = Words(
    "pay-several",
    en="several items of {payer}, or sums of them, are this amount: {numbers}",
    zh="{payer} 有多笔（或多种组合）恰为此金额：{numbers}",
)
NO_SUM = Words(
    "pay-no-sum",
    en="names no number; no item of {payer} is this amount, nor one sum of up to {most}",
    zh="附言未写编号；{payer} 没有此金额的未付款，也没有不超过 {most} 笔的组合",
)
NO_PAYER = Words(
    "pay-no-payer", en="names no number, and '{payer}' is no client", zh="附言未写编号，且 '{payer}' 不是任何委托方"
)
SUCH_AMOUNT = Words(
    "pay-such-amount",
    en="names no number, and '{payer}' is no client; of this amount are {numbers}",
    zh="附言未写编号，且 '{payer}' 不是任何委托方；此金额的未付款有 {numbers}",
)


@dataclass(frozen=True, slots=True)
class Use:
    """So much of a line for an item."""

    statement: str
    number: str
    amount: Decimal
    entity: str = ""

    @property
    def key(self) -> str:
        return f"{self.statement}/{self.entity}" if self.entity else self.statement


@dataclass(frozen=True, slots=True)
class Match:
    """What a line is used for, and why; what remains of it is on account, of ``debtor`` if that is known."""

    line: BankLine
    kind: Kind
    why: Sentence
    uses: tuple[Use, ...] = ()
    debtor: str | None = None

    @property
    def used(self) -> Decimal:
        return sum((one.amount for one in self.uses), NOTHING)

    @property
    def on_account(self) -> Decimal:
        return self.line.amount - self.used


def match_all(lines: Sequence[BankLine], items: Iterable[OpenItem], debtors: Iterable[Debtor]) -> list[Match]:
    """Every line with what it is used for, in the order given. Lines that name numbers come before those that do not, so that an
    amount alone never takes what another line names.

    Args:
        lines: money that came in, each above zero.
        items: what is owed; those of which nothing is open are known too.
        debtors: who may pay.
    """
    books, known, found = {one.key: one for one in items}, list(debtors), dict[int, Match]()
    for by_number in (True, False):
        for place, line in enumerate(lines):
            if place in found:
                continue
            match = (
                _named(line, list(books.values()), payer_of(line, known))
                if by_number
                else _by_payer(line, list(books.values()), known)
            )
            if match is None:
                continue
            found[place] = replace(match, debtor=match.debtor or payer_of(line, known))
            for use in match.uses:
                books[use.key] = replace(books[use.key], open=books[use.key].open - use.amount)
    return [found[place] for place in range(len(lines))]


def payer_of(line: BankLine, debtors: Iterable[Debtor]) -> str | None:
    """Who paid, by its account, else by its name; None if nobody or several are called so."""
    known = list(debtors)
    for fits in (
        [one.key for one in known if line.payer_account and bare(line.payer_account) in one.accounts],
        [one.key for one in known if line.payer and bare(line.payer) in one.names],
    ):
        if len(set(fits)) == 1:
            return fits[0]
    return None


def bare(name: str) -> str:
    """A name or account as it is compared: without spaces, signs, width and case.

    >>> bare("某银行（上海）有限公司") == bare("某银行(上海)有限公司 ")
    True
    """
    return "".join(letter for letter in plain(name) if letter.isalnum())


def _named(line: BankLine, items: Sequence[OpenItem], payer: str | None) -> Match | None:
    """By the numbers in the text; None if it has none."""
    names = by_all_names({one.key: (one.number, *one.also) for one in items})
    by_key = {one.key: one for one in items}
    told = named_in(line.text, names)
    if told.doubtful:
        return Match(line, "ambiguous", Sentence(DOUBTFUL, {"numbers": few(told.doubtful)}))
    meant = [by_key[one] for one in dict.fromkeys(one for number in told.numbers for one in names[number])]
    if not meant:
        return None
    meant = _own(line, meant, payer)
    numbers = few(one.number for one in meant)
    debtors = {one.debtor for one in meant}
    debtor = next(iter(debtors)) if len(debtors) == 1 else None
    others = sorted({one.currency for one in meant} - {line.currency})
    if others:
        why = Sentence(NAMED_CURRENCY, {"numbers": numbers, "owed": others, "currency": line.currency})
        return Match(line, "unknown", why, debtor=debtor)
    return replace(_of_named(line, [one for one in meant if one.open > 0], numbers), debtor=debtor)


def _own(line: BankLine, meant: Sequence[OpenItem], payer: str | None) -> list[OpenItem]:
    """An entity that names the statement of several pays its own share, unless it is what all of them owe."""
    mine = [one for one in meant if not one.entity or one.debtor == payer]
    is_all = sum((one.open for one in meant), NOTHING) == line.amount
    return list(meant) if is_all or not any(one.debtor == payer for one in mine) else mine


def _of_named(line: BankLine, owed: Sequence[OpenItem], numbers: Sequence[str]) -> Match:
    due = sum((one.open for one in owed), NOTHING)
    if not owed:
        return Match(line, "over", Sentence(NAMED_PAID, {"numbers": numbers}))
    if line.amount < due and len(owed) > 1:
        values = {"numbers": numbers, "open": due, "amount": line.amount}
        return Match(line, "ambiguous", Sentence(NAMED_SHORT, values))
    if line.amount < due:
        values = {"number": owed[0].number, "left": due - line.amount}
        return Match(line, "part", Sentence(NAMED_PART, values), (_use(owed[0], line.amount),))
    uses = tuple(_use(one, one.open) for one in owed)
    if line.amount == due:
        return Match(line, "matched", Sentence(NAMED, {"numbers": numbers}), uses)
    values = {"numbers": numbers, "open": due, "over": line.amount - due}
    return Match(line, "over", Sentence(NAMED_OVER, values), uses)


def _by_payer(line: BankLine, items: Sequence[OpenItem], debtors: Sequence[Debtor]) -> Match:
    """By who pays and how much."""
    payer = payer_of(line, debtors)
    owed = [one for one in items if one.open > 0 and one.currency == line.currency]
    if payer is None:
        alike = few(one.number for one in owed if one.open == line.amount)
        values: dict[str, object] = {"payer": line.payer or "?", "numbers": alike}
        return Match(line, "unknown", Sentence(SUCH_AMOUNT if alike else NO_PAYER, values))
    name = next(one.name for one in debtors if one.key == payer)
    mine = _units(owed, payer)
    sets = list(_sums([one for one in mine if one[0].issued <= line.day], line.amount)) or list(
        _sums(mine, line.amount)
    )
    if not sets:
        return Match(line, "unknown", Sentence(NO_SUM, {"payer": name, "most": TOGETHER_MOST}))
    if len(sets) > 1:
        numbers = few(" + ".join(one.number for one in items) for items in sets)
        return Match(line, "ambiguous", Sentence(SEVERAL, {"payer": name, "numbers": numbers}))
    told = {"payer": name, "numbers": [one.number for one in sets[0]], "number": sets[0][0].number}
    uses = tuple(_use(one, one.open) for one in sets[0])
    return Match(line, "matched", Sentence(BY_AMOUNT if len(uses) == 1 else BY_SUM, told), uses)


def _units(owed: Sequence[OpenItem], payer: str) -> list[tuple[OpenItem, ...]]:
    """What a payer may pay at once: each item of its own, and as the client as a whole all that its entities owe of a statement."""
    units: list[tuple[OpenItem, ...]] = [(one,) for one in owed if one.debtor == payer]
    for statement in dict.fromkeys(one.statement for one in owed if one.group == payer):
        unit = tuple(one for one in owed if one.statement == statement)
        units += [unit] if unit not in units else []
    return units


def _sums(units: Sequence[tuple[OpenItem, ...]], amount: Decimal) -> Iterator[tuple[OpenItem, ...]]:
    """The items, or sets of them, that are the amount; of a client with very many items only single ones."""
    most = TOGETHER_MOST if len(units) <= ITEMS_MOST else 1
    for size in range(1, most + 1):
        for chosen in combinations(units, size):
            items = tuple(one for unit in chosen for one in unit)
            if sum(one.open for one in items) == amount and len({one.key for one in items}) == len(items):
                yield items


def _use(item: OpenItem, amount: Decimal) -> Use:
    return Use(item.statement, item.number, amount, item.entity)
