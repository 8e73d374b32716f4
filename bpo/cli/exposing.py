"""``bpo check --exposure``: the most that the supplier can lose and gain in a month at stated quantities, line by line."""

from fractions import Fraction

from bpo.advice.exposure import Exposure, Line
from bpo.cli.outputs import ExposureOutput
from bpo.contracts.model import Contract
from bpo.core.money import to_places
from bpo.core.vocabulary import LINE
from bpo.core.words import Lang, Words
from bpo.invoice.headings import WHAT
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

HEAD = Words(
    "exposure-head",
    en="{title}  {period}  {currency}: exposure at the stated quantities",
    zh="{title}  {period}  {currency}：给定数量下的盈亏敞口",
)
LEAST = Words("exposure-least", en="least", zh="最低")
MOST = Words("exposure-most", en="most", zh="最高")
WHY = Words("exposure-why", en="no bound, because it", zh="无界原因")
TOTAL = Words("exposure-total", en="all lines", zh="合计")
UNBOUNDED = Words("exposure-unbounded", en="unbounded", zh="无上限")
LOSS = Words(
    "exposure-loss",
    en="most that can be lost: {amount} ({share} of {fee}){how}",
    zh="最多损失：{amount}（为 {fee} 的 {share}）{how}",
)
GAIN = Words(
    "exposure-gain",
    en="most that can be gained: {amount} ({share} of {fee}){how}",
    zh="最多增收：{amount}（为 {fee} 的 {share}）{how}",
)
A_BOUND = Words("exposure-a-bound", en="; a bound, which no month may come to", zh="；此为上界，未必达到")
NO_BOUND = Words("exposure-no-bound", en="{what}: unbounded", zh="{what}：无上限")
LOSES = Words("exposure-loses", en="most that can be lost", zh="最多损失")
GAINS = Words("exposure-gains", en="most that can be gained", zh="最多增收")
COLUMNS: tuple[Column, ...] = ((LINE, "left"), (WHAT, "fold"), (LEAST, "right"), (MOST, "right"), (WHY, "fold"))


def exposure_text(contract: Contract, found: Exposure, lang: Lang) -> str:
    """The lines with their spans, then what can be lost and gained against the fee of the terms alone."""
    speech = Speech(lang, contract.currency)
    head = HEAD.say(lang, {"title": contract.title, "period": found.period, "currency": contract.currency})
    rows = [_row(line, speech, lang) for line in found.lines]
    ends = [["", TOTAL.say(lang), _end(found.whole.low, speech, lang), _end(found.whole.high, speech, lang), ""]]
    said = [
        _said(words, name, amount, found.fee, reached, speech, lang)
        for words, name, amount, reached in (
            (LOSS, LOSES, found.loss, found.reached[0]),
            (GAIN, GAINS, found.gain, found.reached[1]),
        )
    ]
    return "\n".join([head, "", table(COLUMNS, rows, lang, ends), "", *said])


def _row(line: Line, speech: Speech, lang: Lang) -> list[str]:
    least, most = _end(line.span.low, speech, lang), _end(line.span.high, speech, lang)
    return [line.clause, line.label.say(lang), least, most, line.why.say(lang) if line.why else ""]


def _end(end: Fraction | None, speech: Speech, lang: Lang) -> str:
    return UNBOUNDED.say(lang) if end is None else speech.exact_money(end)


def _said(
    words: Words, name: Words, amount: Fraction | None, fee: Fraction, reached: bool, speech: Speech, lang: Lang
) -> str:
    if amount is None:
        return NO_BOUND.say(lang, {"what": name})
    share = speech.percent(to_places(amount / fee, 3)) if fee else "—"
    how = "" if reached else A_BOUND.say(lang)
    return words.say(
        lang, {"amount": speech.exact_money(amount), "fee": speech.exact_money(fee), "share": share, "how": how}
    )


def exposure_json(contract: Contract, found: Exposure, lang: Lang) -> ExposureOutput:
    """The same for machines."""
    printed = ExposureOutput.of(found, lang)
    printed.contract, printed.currency = contract.contract, contract.currency
    return printed
