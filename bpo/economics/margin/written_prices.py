"""A contract's prices where they stand in its file: with how many decimals each is written, what a goal needs of them, and the file with others."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.altered import repriced, with_terms
from bpo.contracts.blocks.prices import Place, is_credit
from bpo.contracts.model import Contract
from bpo.contracts.terms import AnyTerm
from bpo.core.documents import Document
from bpo.core.errors import fail
from bpo.core.fields import normal
from bpo.core.words import Words, exact_text
from bpo.core.yaml_tree import Node
from bpo.economics.margin.margin_curve import Sums
from bpo.economics.margin.solve import Goal, Solved, solve_price
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.projection import Projection

REPEATED = Words(
    "price-repeated-by-an-anchor",
    en="this price is repeated elsewhere by an anchor (*), where it would change too; write each out, then solve again",
    zh="此处价格通过锚点（*）被其他位置引用，改动会波及那些位置；请分别写出后再求解",
)
SCALES = {"%": 100, "‰": 1000, "‱": 10_000}
WHOLE_FROM, PLACES = 100, 2


@dataclass(frozen=True)
class WrittenPrice:
    """A price of a term in one version of a contract, and the text that says it."""

    term: str
    place: Place
    version: int
    """The contract as signed is 0, its amendments follow; what an amendment does not restate stands once."""
    value: Fraction
    node: Node
    wording: tuple[int, int]
    """Line and column of the term that holds it."""
    is_credit: bool = False
    """Whether lowering it is what raises the revenue."""

    @property
    def step(self) -> Fraction:
        """The unit of its last decimal: 0.01 of ``3.80``, 1 of ``19000``; of a whole price below 100, and of percents, 0.01."""
        text, scale = normal(str(self.node.value)), 1
        if text[-1:] in SCALES:
            text, scale = text[:-1], SCALES[text[-1]]
        places = len(text.partition(".")[2]) if "/" not in text else 0
        if not places and (scale > 1 or "/" in text or self.value < WHOLE_FROM):
            places = PLACES
        return Fraction(1, 10**places * scale)

    def rounded(self, price: Fraction) -> Fraction:
        """A price in its decimals, in the supplier's favour: up, but a credit down."""
        whole = math.floor if self.is_credit else math.ceil
        return whole(price / self.step) * self.step

    def raised(self, price: Fraction, steps: int) -> Fraction:
        """A price so many of its decimals' units more; a credit less."""
        return max(Fraction(0), price - self.step * steps) if self.is_credit else price + self.step * steps

    def text(self, price: Fraction, grouped: bool = False) -> str:
        """A price written as this one is: in percent, with as many decimals, with commas; ``grouped`` with commas in any case."""
        written = normal(str(self.node.value))
        sign = written[-1:] if written[-1:] in SCALES else ""
        scaled = price * SCALES.get(sign, 1)
        places = 0
        while (self.step * SCALES.get(sign, 1) * 10**places).denominator != 1:
            places += 1
        whole, _, decimals = exact_text(scaled).partition(".")
        digits = f"{int(whole):,}" if grouped or ("," in written and "/" not in written) else whole
        decimals = decimals.ljust(places, "0")
        return digits + (f".{decimals}" if decimals else "") + sign


def written_prices(contract: Contract, document: Document) -> list[WrittenPrice]:
    """Every price of every term, in all versions, in the order of the file."""
    nodes = {(node.line, node.column): node for node in _terms(document.root)}
    found: dict[tuple[str, Place, tuple[int, int]], WrittenPrice] = {}
    for number, one in enumerate([version.contract for version in contract.versions] or [contract]):
        for term in one.terms:
            assert term.where is not None, "a contract that was read from a file knows its lines"
            wording = term.where.line, term.where.column
            for place, value in term.every_price().items():
                node = _at(nodes[wording], place)
                price = WrittenPrice(term.id, place, number, value, node, wording, is_credit(term, place))
                found.setdefault((term.id, place, wording), price)
    return list(found.values())


def _terms(root: Node) -> Iterator[Node]:
    """The terms of the contract and of its amendments."""
    pairs = root.value if isinstance(root.value, dict) else {}
    for name in ("terms", "amendments"):
        _, listed = pairs.get(name, (None, None))
        for node in listed.value if listed is not None and isinstance(listed.value, list) else []:
            if name == "terms":
                yield node
            else:
                yield from _terms(node)


def _at(node: Node, place: Place) -> Node:
    """The text of a price; names of the model that a file leaves out, such as the amount of a minimum, are skipped."""
    for part in place:
        if isinstance(node.value, dict) and part in node.value:
            node = node.value[str(part)][1]
        elif isinstance(node.value, list) and isinstance(part, int):
            node = node.value[part]
    assert isinstance(node.value, str), f"{place} is no number in the file"
    return node


def with_prices(contract: Contract, prices: Iterable[tuple[WrittenPrice, Fraction]]) -> Contract:
    """The contract with these prices, each in the wording that holds it."""
    of: dict[tuple[int, int], dict[Place, Fraction]] = {}
    for one, price in prices:
        of.setdefault(one.wording, {})[one.place] = price

    def change(term: AnyTerm) -> AnyTerm:
        assert term.where is not None, "a contract that was read from a file knows its lines"
        own = of.get((term.where.line, term.where.column))
        return term.at_prices(own) if own else term

    return with_terms(contract, change)


def rewritten(document: Document, prices: Iterable[tuple[WrittenPrice, Fraction]]) -> str:
    """The text of the file with these prices in their places, and every other letter as it stands.

    Raises:
        BpoError: if one text would have to say two prices, or what is no price of these.
    """
    changes = [((one.node.line, one.node.column), one.node, one.text(price)) for one, price in prices]
    new = {place: text for place, _, text in changes}
    repeats = Counter((node.line, node.column) for node in _scalars(document.root))
    for place, node, text in changes:
        if new[place] != text or repeats[place] != sum(place == other for other, _, _ in changes):
            raise fail(REPEATED, document.where(node))
    lines = document.text.split("\n")
    unique = {place: (place, node, text) for place, node, text in changes}.values()
    for (line, column), node, text in sorted(unique, key=lambda one: one[0], reverse=True):  # so that columns hold
        row, start = lines[line - 1], column - 1
        start = row.rindex(str(node.value), start, start + node.width)  # behind an anchor
        lines[line - 1] = row[:start] + text + row[start + len(str(node.value)) :]
    return "\n".join(lines)


def _scalars(node: Node) -> Iterator[Node]:
    """Every number and text in the file, as often as it is read."""
    if isinstance(node.value, str):
        yield node
        return
    for one in [value for _, value in node.value.values()] if isinstance(node.value, dict) else node.value:
        yield from _scalars(one)


RAISED_BY = (0, 1, 2, 4, 8)
"""By how many units of its last decimal each price is raised until the bills, which round every line, reach the goal."""


@dataclass(frozen=True)
class NeededPrice:
    """A price as the contract has it, the one that is needed, and that one in the decimals of the contract."""

    now: WrittenPrice
    exact: Fraction
    needed: Fraction


@dataclass(frozen=True)
class Needed:
    """What reaches the goal, and what it gives: the contract at the needed prices, planned and billed."""

    solved: Solved
    prices: tuple[NeededPrice, ...]
    contract: Contract
    plan: Projection

    @property
    def sums(self) -> Sums:
        return self.plan.revenue, self.plan.cost

    def changes(self) -> list[tuple[WrittenPrice, Fraction]]:
        """Each price with what it becomes."""
        return [(one.now, one.needed) for one in self.prices]


def needed_prices(case: Case, document: Document, goal: Goal, terms: Sequence[str] = ()) -> Needed:
    """The prices of some terms (of all, if none is named) that reach the goal, rounded in the supplier's favour.

    The bills of the plan, with every line rounded, reach the goal too: where a cent is lacking, each price is a unit more.

    Args:
        case: a bid, whose contract is that of the document.
        document: the contract's file, which says how many decimals each price has.
        goal: the margin or the markup.
        terms: ids of terms.

    Raises:
        BpoError: if no price reaches it, or the terms move nothing.
    """
    solved = solve_price(case, goal, terms)
    ids = terms or case.contract.term_ids()
    exact = repriced(case.contract, dict.fromkeys(ids, solved.factor))
    pairs = [
        (now, then.value)
        for now, then in zip(written_prices(case.contract, document), written_prices(exact, document), strict=True)
        if now.term in ids
    ]
    for steps in RAISED_BY:
        rounded = [(now, now.raised(now.rounded(price), steps)) for now, price in pairs]
        contract = with_prices(case.contract, rounded)
        plan = case.at(contract=contract)
        if goal.beyond((plan.revenue, plan.cost)) >= 0:
            break
    after = [one.value for one in written_prices(contract, document) if one.term in ids]
    prices = tuple(NeededPrice(now, price, end) for (now, price), end in zip(pairs, after, strict=True))
    return Needed(solved, prices, contract, plan)
