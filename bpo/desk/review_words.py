"""What the list of drafts calls its columns and states, on the terminal and on paper."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpo.core.words import Lang, Text, Words
from bpo.desk.reviewing import Reviewed
from bpo.pricing.moved import Cause, Moved
from bpo.report.speech import Speech

CAUSE: dict[Cause, Words] = {
    "rate": Words("moved-rate", en="rate", zh="单价与条款"),
    "volume": Words("moved-volume", en="volume", zh="数量"),
    "period": Words("moved-period", en="days", zh="天数与以往账期"),
    "kpi": Words("moved-kpi", en="KPI", zh="指标"),
    "correction": Words("moved-correction", en="correction", zh="更正与争议"),
    "new": Words("moved-new", en="new", zh="新增"),
    "ended": Words("moved-ended", en="ended", zh="取消"),
    "together": Words("moved-together", en="not told apart", zh="未能区分"),
}
STATEMENT = Words("review-statement", en="statement", zh="结算单")
STATE = Words("review-state", en="state", zh="状态")
BEFORE = Words("review-before", en="last month", zh="上期")
DIFFERENCE = Words("review-difference", en="change", zh="变动")
SHARE = Text.of("%")
WHY = Words("review-why", en="why", zh="原因")
PARKED = Words("review-parked", en="parked", zh="搁置")
DRAFT = Words("review-draft", en="draft", zh="草稿")
NOT_YET = Words("review-not-yet", en="not billed", zh="未出账")
SUMMARY = Words(
    "review-summary",
    en="contracts: {all}; parked: {parked}; with something to look at: {looks}; without: {rest}",
    zh="共 {all} 份合同：搁置 {parked} 份，需要关注 {looks} 份，其余 {rest} 份无异常",
)


def state_of(one: Reviewed) -> Text:
    """In which state a contract's month is; later ones than a draft by their names."""
    words = PARKED if one.parked else NOT_YET if not one.id else DRAFT if one.state == "draft" else None
    return Text.of(one.state) if words is None else Text(zh=words.say("zh"), en=words.say("en"))


def counts_of(found: Sequence[Reviewed]) -> Mapping[str, int]:
    """How many contracts there are, are parked, have something to look at, and have nothing."""
    parked, looked = sum(one.parked for one in found), sum(bool(one.looks) and not one.parked for one in found)
    return {"all": len(found), "parked": parked, "looks": looked, "rest": len(found) - parked - looked}


def why_said(found: Moved, speech: Speech, lang: Lang) -> str:
    """The causes, the largest first."""
    largest = sorted(found.parts.items(), key=lambda part: -abs(part[1]))
    return ", ".join(f"{CAUSE[cause].say(lang)} {signed(speech, amount)}" for cause, amount in largest)


def signed(speech: Speech, amount: Decimal) -> str:
    return f"{'+' if amount > 0 else ''}{speech.money(amount)}"
