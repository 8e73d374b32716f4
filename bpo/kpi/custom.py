"""A KPI of the contract's own (自定义指标): one quantity divided by another, each counted as any quantity of a contract is."""

from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from bpo.core.condition_said import filter_said, value_said
from bpo.core.condition_words import TABLES
from bpo.core.counting import FOLLOWED, PRECEDED
from bpo.core.fields import REQUIRED, UNUSED, Mistake, Positive
from bpo.core.figure_names import side_name
from bpo.core.measures import KpiResult, Need
from bpo.core.quantity import QuantitySpec
from bpo.core.stretches import said
from bpo.core.words import Sentence, Text, Words
from bpo.kpi.base import Kpi
from bpo.kpi.excused import without_excused

FORMULAS = {
    False: Words("kpi-custom", en="{of} / {over}", zh="{of} / {over}"),
    True: Words("kpi-custom-scaled", en="{of} / {over} × {scale}", zh="{of} / {over} × {scale}"),
}
CUSTOM_GIVEN = Words(
    "kpi-custom-given",
    en="both sides of a custom KPI are counted; for a figure from outside write 'kpi: entered'",
    zh="自定义指标的分子和分母均须由数据统计；外部提供的数值请用 'kpi: entered'",
)
RATIO_SCALED = Words(
    "kpi-custom-ratio-scaled",
    en="a ratio is shown as a percentage already; write the 'unit' of the scaled value, such as per_10000, or leave 'scale' out",
    zh="比率已按百分比显示；请写明放大后的单位 unit（如 per_10000），或不写 scale",
)
OF_AND_OVER = Text(zh="of 和 over", en="of and over")


class Custom(Kpi):
    """``of / over × scale``, two quantities; ``unit`` is that of the value, and ``better`` must be written."""

    name: ClassVar[Text] = Text(zh="自定义指标", en="Custom KPI")
    may_be_negative: ClassVar[bool] = True

    kpi: Literal["custom"]
    of: QuantitySpec
    over: QuantitySpec
    unit_: str = Field("ratio", alias="unit")
    scale_: Positive = Field(Fraction(1), alias="scale")

    def check(self) -> None:
        if self.where_ is not None:  # each side has its own
            raise Mistake(UNUSED, ("where",), given="where", goes_with=OF_AND_OVER)
        if self.better is None:
            raise Mistake(REQUIRED, given="better")
        for side in ("of", "over"):
            spec: QuantitySpec = getattr(self, side)
            if spec.facts is None:
                raise Mistake(CUSTOM_GIVEN, (side, "given" if spec.given is not None else "agreed"))
            if spec.label is not None:
                raise Mistake(UNUSED, (side, "label"), given="label", goes_with="quantities")
        if self.unit_ == "ratio" and self.scale_ != 1:
            raise Mistake(RATIO_SCALED, ("scale",))

    def numerator(self) -> Need:
        return without_excused(self.of.need(side_name(self.id, "numerator")), self.excused)

    def denominator(self) -> Need:
        return without_excused(self.over.need(side_name(self.id, "denominator")), self.excused)

    def ratio(self, numerator: Fraction, denominator: Fraction, scale: int | Fraction | None = None) -> KpiResult:
        return super().ratio(numerator, denominator, self.scale_ if scale is None else scale)

    def measured_in(self) -> str:
        return self.unit_

    def formula(self) -> Sentence:
        sides = {"of": _said(self.of), "over": _said(self.over)}
        return Sentence(FORMULAS[self.scale_ != 1], {**sides, "scale": self.scale_})


OPS = {
    "count": ("计数", "count"),
    "sum_": ("求和", "sum"),
    "distinct": ("去重计数", "distinct"),
    "at_once": ("同时最多", "most at once"),
    "covered": ("占用时长", "time covered"),
}


def _said(spec: QuantitySpec) -> Text:
    """The quantity in words: ``sum of talk seconds of contact records where queue is “cards”``."""
    facts = spec.facts
    assert facts is not None, "check() refuses given figures"
    zh_op, en_op = next(words for way, words in OPS.items() if getattr(spec, way) is not None)
    column, condition, name = (
        value_said(spec.of, facts) if spec.of else None,
        filter_said(spec.where_, facts),
        TABLES[facts.name],
    )
    details = "，".join(detail for detail in (column.zh if column else "", condition.zh) if detail)
    of = f"{column.en} of " if column else ""
    where = f" where {condition.en}" if condition.en else ""
    zh, en = f"{name.zh}{zh_op}" + (f"（{details}）" if details else ""), f"{en_op} of {of}{name.en}{where}"
    more = [said(spec.each, spec.take)] if spec.each is not None else []
    if spec.repeats is not None:
        words = (PRECEDED if spec.repeats.billed == "first" else FOLLOWED)[False]
        more.insert(0, (words, {"hours": spec.repeats.within_hours, "same": spec.repeats.same}))
    for words, values in more:
        zh, en = words.say("zh", {"what": zh, **values}), words.say("en", {"what": en, **values})
    return Text(zh=zh, en=en)
