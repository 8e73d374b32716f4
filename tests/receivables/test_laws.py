"""Laws of receivables, over random items and lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.header.late_interest import LateInterest, LateRate
from bpo.core.money import Money
from bpo.core.periods import Period
from bpo.receivables.account import account_of
from bpo.receivables.ageing import STAGES, Standing, aged
from bpo.receivables.interest import Billed, interest_of, new_interest
from bpo.receivables.items import BankLine, OnAccount, OpenItem, Payment, settled
from bpo.receivables.matching import Match, match_all
from tests.receivables.owed import BANK, SHOP

DAY = date(2026, 1, 1)
CENTS = st.integers(1, 400).map(lambda cents: Decimal(cents) / 100)
DAYS = st.integers(0, 300).map(lambda days: DAY + timedelta(days=days))


@st.composite
def books(draw: st.DrawFn) -> tuple[list[OpenItem], list[BankLine]]:
    """A few items of small amounts, so that sums meet by chance, and lines that name some of them or none."""
    count = draw(st.integers(0, 6))
    amounts = [draw(CENTS) for _ in range(count)]
    items = [
        OpenItem(
            f"INV-{n:04}",
            f"s{n}",
            draw(st.sampled_from(["bank", "shop"])),
            draw(st.sampled_from(["CNY", "CNY", "USD"])),
            draw(DAYS),
            draw(st.none() | DAYS),
            amount,
            amount,
        )
        for n, amount in enumerate(amounts)
    ]
    texts = [f"INV-{n:04}" for n in range(count)] + [f"INV{n:04}{n + 1:04}" for n in range(count)] + ["", "fee"]
    payers = ["某银行（上海）有限公司", "Shop Ltd", "?"]
    lines = [
        BankLine(
            f"L{n}",
            "ours",
            draw(DAYS),
            draw(st.sampled_from(["CNY", "CNY", "USD"])),
            draw(CENTS | st.sampled_from(amounts or [Decimal(1)])),
            draw(st.sampled_from(payers)),
            "",
            " ".join(draw(st.lists(st.sampled_from(texts), max_size=3))),
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    return items, lines


def payments_of(matches: list[Match]) -> list[Payment]:
    return [
        Payment(use.statement, "bank", one.line.day, one.line.currency, use.amount, one.line.id)
        for one in matches
        for use in one.uses
    ]


@given(books())
def test_no_cent_is_lost_and_nothing_is_paid_twice(given: tuple[list[OpenItem], list[BankLine]]) -> None:
    items, lines = given
    matches = match_all(lines, items, [BANK, SHOP])
    assert [one.line for one in matches] == lines
    for one in matches:
        assert one.used + one.on_account == one.line.amount
        assert one.on_account >= 0 and all(use.amount > 0 for use in one.uses)
        assert (one.kind in ("matched", "part")) == (one.on_account == 0)
        assert all(
            item.currency == one.line.currency for item in items if item.statement in {u.statement for u in one.uses}
        )
    for item in items:
        assert 0 <= settled(item, payments_of(matches)).open <= item.total


@given(books(), st.randoms())
def test_the_order_of_lines_that_name_their_items_whole_does_not_matter(
    given: tuple[list[OpenItem], list[BankLine]], chance: st.DataObject
) -> None:
    items, _ = given
    lines = [BankLine(one.statement, "ours", DAY, one.currency, one.total, "?", "", one.number) for one in items]
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert all(one.kind == "matched" for one in match_all(shuffled, items, []))


@given(books(), DAYS)
def test_the_account_is_what_is_open_less_what_is_on_account(
    given: tuple[list[OpenItem], list[BankLine]], on: date
) -> None:
    items, lines = given
    matches = match_all(lines, items, [BANK, SHOP])
    payments, days = payments_of(matches), Period(DAY, date(2027, 12, 31), "all")
    for debtor in ("bank", "shop"):
        for currency in ("CNY", "USD"):
            own = [one for one in items if (one.debtor, one.currency) == (debtor, currency)]
            names = {one.statement for one in own}
            kept = [
                OnAccount(one.line, one.on_account, debtor)
                for one in matches
                if one.debtor == debtor and one.on_account and one.line.currency == currency
            ]
            of_own = [one for one in payments if one.statement in names]
            closing = account_of(own, of_own, kept, days, currency).closing
            left = sum((settled(one, payments).open for one in own), Decimal(0))
            assert closing == left - sum((one.amount for one in kept), Decimal(0))


@given(
    st.lists(
        st.tuples(st.sampled_from(list(STAGES)), st.sampled_from("ab"), st.sampled_from("xy"), st.none() | DAYS, CENTS)
    ),
    DAYS,
    st.lists(st.integers(1, 200), min_size=1, max_size=4, unique=True).map(sorted),
)
def test_ageing_sums_to_what_is_open(rows: list, on: date, bounds: list[int]) -> None:
    standings = [
        Standing(stage, f"s{n}", f"N{n}", "c", debtor, currency, since, amount)
        for n, (stage, debtor, currency, since, amount) in enumerate(rows)
    ]
    found = aged(standings, on, bounds)
    for currency in "xy":
        mine = sum((one.total for one in found if one.currency == currency), Decimal(0))
        assert mine == sum((one.open for one in standings if one.currency == currency), Decimal(0))
    assert all(len(one.buckets) == len(bounds) + 2 for one in found)


RULES = st.builds(
    lambda share, per, after, most: LateInterest(
        rate=LateRate(share=Fraction(share, 100_000), per=per), after=after, most=most
    ),
    st.integers(0, 270),
    st.sampled_from(["day", "month", "year"]),
    st.integers(0, 30),
    st.none() | st.integers(0, 20).map(lambda percent: Fraction(percent, 100)),
)
PAID = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 3000)), max_size=4)


@given(RULES, PAID, st.integers(0, 120))
def test_interest_never_falls_from_day_to_day_and_never_rises_with_a_payment(
    rule: LateInterest, given: list[tuple[int, int]], length: int
) -> None:
    paid = [(DAY + timedelta(days=day), Decimal(amount)) for day, amount in given]
    total, money = Decimal(12_000), Money("CNY")

    def at(day: int, payments: list[tuple[date, Decimal]]) -> Decimal:
        return interest_of(rule, total, DAY, payments, DAY + timedelta(days=day), money).amount

    assert all(earlier <= later for earlier, later in pairwise(at(day, paid) for day in range(length)))
    assert all(at(length, paid[:n]) >= at(length, paid[: n + 1]) for n in range(len(paid)))
    assert at(0, paid) == 0


@given(RULES, PAID)
def test_interest_is_that_of_each_day_by_itself(rule: LateInterest, given: list[tuple[int, int]]) -> None:
    """The stretches against a sum day by day."""
    paid = [(DAY + timedelta(days=day), Decimal(amount)) for day, amount in given]
    rule, last, by_day = rule.altered(most=None), 100, Fraction(0)
    for day in range(1 + rule.after, last + 1):
        here = DAY + timedelta(days=day)
        by_day += Fraction(12_000 - sum(amount for when, amount in paid if when < here)) * rule.rate_a_day
    money = Money("CNY")
    found = interest_of(rule, Decimal(12_000), DAY, paid, DAY + timedelta(days=last), money)
    assert found.amount == money.round(by_day)


@given(RULES, PAID, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=6))
def test_notes_whenever_they_are_written_are_the_interest_of_all_days(
    rule: LateInterest, given: list[tuple[int, int]], notes: list[tuple[int, int]]
) -> None:
    """Between two notes some payments become known, whatever their days: the notes together are the interest by what is known at the last,
    and no day is in two of them."""
    paid = [(DAY + timedelta(days=day), Decimal(amount)) for day, amount in given]
    total, money, last, known, billed = Decimal(12_000), Money("CNY"), DAY, 0, Billed()
    for days, more in notes:
        last, known = last + timedelta(days=days), known + more
        found = new_interest(rule, total, DAY, paid[:known], last, money, billed)
        assert all(one.first > (billed.until or DAY) for one, _ in found.stretches)
        billed = Billed(last, billed.amount + found.amount)
        assert billed.amount == interest_of(rule, total, DAY, paid[:known], last, money).amount


def test_more_than_is_owed_is_an_assertion() -> None:
    item = OpenItem("INV-1", "s1", "bank", "CNY", DAY, None, Decimal(10), Decimal(10))
    paid = [Payment("s1", "bank", DAY, "CNY", Decimal(11), "L1")]
    try:
        settled(item, paid)
    except AssertionError as error:
        assert "11 is paid of 10" in str(error)
    else:
        raise AssertionError
    assert settled(item, [replace(paid[0], amount=Decimal(10))]).open == 0
