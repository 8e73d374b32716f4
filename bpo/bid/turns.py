"""Where a margin turns, in words: the terminal and the break-even report say the same sentences."""

from fractions import Fraction
from typing import Any

from bpo.bid import break_even_words as w
from bpo.contracts.model import Contract
from bpo.core.money import Money, to_places
from bpo.core.words import Lang, Pct, Text, Words, show
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.margin_curve import BreakEvenPoint
from bpo.economics.margin.vary import Swept, Varied
from bpo.report.model import NUMBER, PERCENT, Format, filled
from bpo.report.speech import Speech

CROSSING_UP = Words(
    "turn-crossing-up", en="{place}: breaks even, and pays above it", zh="{place}：盈亏平衡，高于此值盈利"
)
CROSSING_DOWN = Words(
    "turn-crossing-down", en="{place}: breaks even, and loses above it", zh="{place}：盈亏平衡，高于此值亏损"
)
JUMP = Words(
    "turn-jump",
    en="between {place} and {end} the margin jumps from {before} to {after}",
    zh="{place} 与 {end} 之间毛利由 {before} 跳变为 {after}",
)
TOUCH = Words("turn-touch", en="{place}: the margin touches zero", zh="{place}：毛利触及零")
LEVEL = Words("turn-level", en="from {place} to {end} the margin is zero", zh="{place} 至 {end} 毛利为零")
FIRST_WHOLE = Words(
    "turn-first-whole", en="{turn}; the first whole one that pays is {first}", zh="{turn}；首个盈利的整数为 {first}"
)
IN_CONTACTS = Words("turn-contacts", en="{place} ({count} contacts)", zh="{place}（{count} 次）")
NO_TURN = {
    True: Words("turn-none-pays", en="it pays over the whole range", zh="在整个范围内均盈利"),
    False: Words("turn-none-loses", en="it loses over the whole range", zh="在整个范围内均亏损"),
}
NOT_FOLLOWED = Words(
    "breakeven-not-followed",
    en="not every step was looked at {stretches}: the margin may turn there more often; elsewhere it does not",
    zh="{stretches}未逐步核对，其间可能还有其他盈亏平衡点；其余范围内没有",
)
STRETCH = Words("breakeven-stretch", en="between {place} and {end}", zh="{place} 至 {end} 之间")


def not_followed(swept: Swept, contract: Contract) -> Text:
    """Where the curve was not followed step by step, so that nothing is proven there."""

    def told(lang: Lang, comma: str) -> str:
        ends = [[said(swept.varied, end, contract, lang) for end in stretch] for stretch in swept.curve.left]
        stretches = comma.join(STRETCH.say(lang, {"place": place, "end": end}) for place, end in ends)
        return NOT_FOLLOWED.say(lang, {"stretches": stretches})

    return Text(zh=told("zh", "、"), en=told("en", ", "))


def turns_said(swept: Swept, contract: Contract, lang: Lang) -> list[str]:
    """A sentence for every turn, or that there is none."""
    turns, speech = swept.curve.turns, Speech(lang, contract.currency)
    if not turns:
        return [NO_TURN[swept.curve.spots[0].margin > 0].say(lang)]
    return [turn_text(swept, turn, contract, speech, lang) for turn in turns]


def said(one: Varied, value: Fraction, contract: Contract, lang: Lang) -> str:
    """A value of the input as people write it."""
    unit = next((kpi.measured_in() for kpi in contract.kpis if one.name == f"kpi.{kpi.id}"), "")
    return show(Pct(value) if one.is_factor or unit == "ratio" else value, lang)


def turn_text(swept: Swept, turn: BreakEvenPoint, contract: Contract, speech: Speech, lang: Lang) -> str:
    one = swept.varied
    values: dict[str, Any] = {
        "place": said(one, turn.place, contract, lang),
        "end": said(one, turn.end, contract, lang),
        "before": money(speech, turn.before),
        "after": money(speech, turn.after),
    }
    if one.contacts is not None:
        for name, value in (("place", turn.place), ("end", turn.end)):
            count = to_places(value * one.contacts, 0) if not one.whole else value * one.contacts
            values[name] = IN_CONTACTS.say(lang, {"place": values[name], "count": count})
    words = {"jump": JUMP, "touch": TOUCH, "level": LEVEL}.get(
        turn.kind, CROSSING_UP if turn.after > 0 or turn.before < 0 else CROSSING_DOWN
    )
    text = words.say(lang, values)
    if one.whole and turn.kind == "crossing" and turn.rising and (turn.place / one.step).denominator != 1:
        first = turn.first_paying(one.step) * (one.contacts if one.contacts is not None else 1)
        return FIRST_WHOLE.say(lang, {"turn": text, "first": first})
    return text


def money(speech: Speech, amount: Fraction) -> str:
    """An amount to the minor unit, as a table shows it."""
    return speech.money(Money(speech.currency).round(amount))


def at_turn(turn: BreakEvenPoint | None) -> Fraction | None:
    """Where the margin turns; of a jump the side on which it pays."""
    return None if turn is None else turn.end if turn.kind == "jump" else turn.place


def input_name(name: str, contract: Contract) -> Text:
    """An input as people call it; a KPI by its label, one of a stream by what it is."""
    owner, _, what = name.rpartition(".")
    if owner == "kpi":
        return contract.labels().get(what, Text.of(what))
    if owner == "exchange":
        return filled(w.EXCHANGE, currency=what)
    return w.INPUTS.get(name) or driver_name(name)


def turning(one: Swept) -> BreakEvenPoint | None:
    """Where the margin passes zero nearest to the plan."""
    paying = [turn for turn in one.curve.turns if turn.rising or turn.after < 0 <= turn.before]
    return min(paying, key=lambda turn: abs(turn.place - (one.varied.now or 0)), default=None)


def reached(one: Swept) -> Fraction | None:
    """The place at which it turns; of a jump up the side on which it pays."""
    turn = turning(one)
    return None if turn is None else turn.end if turn.kind == "jump" and turn.rising else turn.place


def places_format(one: Swept, contract: Contract) -> Format:
    """How a place of an input is written: a share of the plan, or of a KPI in its own unit."""
    unit = next((kpi.measured_in() for kpi in contract.kpis if one.varied.name == f"kpi.{kpi.id}"), "")
    return PERCENT if one.varied.is_factor or unit == "ratio" else NUMBER
