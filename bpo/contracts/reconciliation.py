"""What both parties counted of a figure, and which count is billed, in words and for machines."""

from collections.abc import Mapping
from typing import Any

from bpo.core.sides import Side, Sides, Which
from bpo.core.words import Lang, Pct, Text, Words

OF_PART = Words("sides-of-part", en=" ({key}: {ours} and {theirs})", zh="（{key}：{ours} 与 {theirs}）")
ALIKE = Words("sides-alike", en="{name}: supplier and client both counted {ours}", zh="{name}：双方统计均为 {ours}")
PREVAILED: Mapping[Which, Words] = {
    "ours": Words(
        "sides-supplier-prevailed",
        en="{name}: the supplier counted {ours}, the client {theirs}{part}, {deviation} apart; the supplier's count is billed{note}",
        zh="{name}：服务方统计为 {ours}，客户统计为 {theirs}{part}，相差 {deviation}；按服务方统计计费{note}",
    ),
    "theirs": Words(
        "sides-client-prevailed",
        en="{name}: the supplier counted {ours}, the client {theirs}{part}, {deviation} apart; the client's count is billed{note}",
        zh="{name}：服务方统计为 {ours}，客户统计为 {theirs}{part}，相差 {deviation}；按客户统计计费{note}",
    ),
    "agreed": Words(
        "sides-agreed",
        en="{name}: the supplier counted {ours}, the client {theirs}{part}, {deviation} apart; {agreed} was agreed on and is billed{note}",
        zh="{name}：服务方统计为 {ours}，客户统计为 {theirs}{part}，相差 {deviation}；双方确认 {agreed}，据此计费{note}",
    ),
}
BEYOND_ALL = Text(zh="无法以比例表示", en="beyond any share")


def values_of(name: Text | str, sides: Sides, is_ratio: bool) -> dict[str, Any]:
    """The counts of a figure that was compared, as values of a sentence."""

    def shown(side: Side | None) -> Any:
        return "" if side is None else Pct(side.value) if is_ratio else side.value

    apart, part = sides.deviation, Text.of("")
    assert apart is not None and sides.ours is not None, "the figures were compared"
    if apart.part:
        of = {"key": apart.part, "ours": sides.ours.parts.get(apart.part, 0), "theirs": sides.theirs.parts.get(apart.part, 0)}  # fmt: skip
        part = Text(zh=OF_PART.say("zh", of), en=OF_PART.say("en", of))
    return {
        "name": name, "ours": shown(sides.ours), "theirs": shown(sides.theirs), "agreed": shown(sides.agreed), "part": part,
        "deviation": Pct(apart.share) if apart.share is not None else BEYOND_ALL,
    }  # fmt: skip


def said(name: Text | str, sides: Sides, is_ratio: bool) -> tuple[Words, dict[str, Any]]:
    """Both counts of a settled figure and which of them is billed, as a sentence with its values."""
    assert sides.billed is not None and sides.deviation is not None, "a statement has settled figures"
    values = values_of(name, sides, is_ratio)
    if sides.billed != "agreed" and sides.deviation.share == 0:
        return ALIKE, values
    note = Text(zh=_note(sides, "zh"), en=_note(sides, "en"))
    return PREVAILED[sides.billed], {**values, "note": note}


def _note(sides: Sides, lang: Lang) -> str:
    """Who agreed and when, why the counts differ, and what shows it; nothing where none of that is known."""
    day = sides.when.isoformat() if sides.when is not None else ""
    comma, colon, semicolon = ("，", "：", "；") if lang == "zh" else (", ", ": ", "; ")
    agreed = comma.join(text for text in (sides.who, day) if text)
    told = colon.join(text for text in (agreed, sides.why) if text)
    found = semicolon.join(text for text in (told, sides.attachment) if text)
    return "" if not found else f"（{found}）" if lang == "zh" else f" ({found})"
