"""What an input may be, as a distribution: the section ``uncertain`` of a scenario.

``{triangular: [90%, 100%, 115%]}`` and ``{pert: …}`` are low, most likely, high; ``{uniform: [95%, 105%]}`` low and high;
``{normal: {mean: 100%, sd: 5%}}`` and ``{lognormal: …}`` have mean and standard deviation of the input itself;
``{discrete: {100%: 70%, 115%: 30%}}`` values with their probabilities; ``{history: [0.97, 1.04, …]}`` what was seen before, each as likely.

Sources. PERT: Malcolm, Roseboom, Clark and Fazar, *Application of a technique for research and development program evaluation*,
Operations Research 7(5), 1959: a beta distribution of mean ``(low + 4·likely + high) / 6``, here of shapes
``1 + 4·(likely − low)/(high − low)`` and ``1 + 4·(high − likely)/(high − low)``, whose variance is ``(mean − low)·(high − mean) / 7``
(Vose, *Risk Analysis*, 3rd ed., 2008). Lognormal: ``σ² = ln(1 + sd²/mean²)``, ``μ = ln(mean) − σ²/2``.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from bpo.core.fields import NUMBER_SCHEMA, FileModel, Mistake, Number, YesNo, read_number, told_at
from bpo.core.words import Pct, Words

ONE_DISTRIBUTION = Words(
    "uncertain-one-distribution",
    en="write one of: triangular, pert, uniform, normal, lognormal, discrete, history",
    zh="triangular、pert、uniform、normal、lognormal、discrete、history 须且只能写一个",
)
OUT_OF_ORDER = Words(
    "uncertain-out-of-order",
    en="{given} do not rise: write the low value first, then the most likely one, then the high one",
    zh="{given} 未按升序：请依次写最低值、最可能值、最高值",
)
HOW_MANY = Words(
    "uncertain-how-many", en="write {count} values here, such as {such}", zh="此处须写 {count} 个值，例如 {such}"
)
NO_SPREAD_BELOW = Words(
    "uncertain-negative-spread",
    en="a standard deviation of {given} cannot be; write 0 or more",
    zh="标准差不能为 {given}；须大于或等于 0",
)
MEAN_NOT_POSITIVE = Words(
    "uncertain-lognormal-mean",
    en="a lognormal input is above zero throughout; a mean of {given} cannot be",
    zh="对数正态分布的输入项恒大于零，均值不能为 {given}",
)
NOT_ALL_LIKELY = Words(
    "uncertain-not-all", en="these probabilities make {total}; they must make 100%", zh="各概率合计 {total}，应为 100%"
)
NO_CUT = Words(
    "uncertain-cut-order", en="'least' {least} is not below 'most' {most}", zh="least（{least}）不小于 most（{most}）"
)
CUT_AWAY = Words(
    "uncertain-cut-away",
    en="{given} lies outside of everything that this distribution can be, {low} to {high}",
    zh="{given} 在该分布的取值范围 {low} 至 {high} 之外",
)
DEVIATIONS = 5
"""Normal and lognormal inputs are cut at so many standard deviations: beyond lies one draw in two million."""


class Moments(FileModel):
    """``{mean: 100%, sd: 5%}``: mean and standard deviation of the input."""

    page: ClassVar[str] = "docs/economics/risk.md"

    mean: Number
    sd: Number

    @model_validator(mode="after")
    def _spread(self) -> Self:
        if self.sd < 0:
            raise Mistake(NO_SPREAD_BELOW, ("sd",), given=self.sd)
        return self


class Column(FileModel):
    """``{file: past.csv, column: factor}``: a column of a CSV file that lies beside the scenario."""

    page: ClassVar[str] = "docs/economics/risk.md"

    file: str
    column: str


def _numbers(given: Any) -> Any:
    return given if isinstance(given, (list, Mapping)) else [given]


Numbers = Annotated[list[Number], Field(min_length=1), BeforeValidator(_numbers)]
History = Annotated[
    Column | list[Number],
    WithJsonSchema({"anyOf": [{"type": "object"}, {"type": "array", "items": dict(NUMBER_SCHEMA), "minItems": 2}]}),
]
SHAPES = ("triangular", "pert", "uniform", "normal", "lognormal", "discrete", "history")


class Uncertain(FileModel):
    """How an input may fall out: one distribution; of factors of the plan, or of its values with ``as: value``.

    ``each_month`` draws every month by itself, independently of the others; else one draw holds for the whole term. ``least`` and
    ``most`` cut the distribution: what lies beyond is spread over the rest.
    """

    page: ClassVar[str] = "docs/economics/risk.md"

    triangular: Numbers | None = None
    pert: Numbers | None = None
    uniform: Numbers | None = None
    normal: Moments | None = None
    lognormal: Moments | None = None
    discrete: dict[str, Number] | None = None
    history: History | None = None
    least: Number | None = None
    most: Number | None = None
    each_month: YesNo = False
    is_of: Annotated[Literal["factor", "value"], Field(alias="as")] = "factor"

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if sum(getattr(self, name) is not None for name in SHAPES) != 1:
            raise Mistake(ONE_DISTRIBUTION)
        for name, count, such in (
            ("triangular", 3, "[90%, 100%, 115%]"),
            ("pert", 3, "[90%, 100%, 115%]"),
            ("uniform", 2, "[95%, 105%]"),
        ):
            values = getattr(self, name)
            if values is not None and len(values) != count:
                raise Mistake(HOW_MANY, (name,), count=count, such=such)
            if values is not None and values != sorted(values):
                raise Mistake(OUT_OF_ORDER, (name,), given=[Pct(one) for one in values])
        if self.lognormal is not None and self.lognormal.mean <= 0:
            raise Mistake(MEAN_NOT_POSITIVE, ("lognormal", "mean"), given=self.lognormal.mean)
        if self.discrete is not None:
            self._check_discrete(self.discrete)
        if isinstance(self.history, list) and len(self.history) < 2:
            raise Mistake(HOW_MANY, ("history",), count=2, such="[97%, 104%]")
        self._check_cut()
        return self

    def _check_discrete(self, discrete: Mapping[str, Fraction]) -> None:
        for key in discrete:
            with told_at("discrete", key):
                read_number(key)
        total = sum(discrete.values(), Fraction(0))
        if total != 1 or min(discrete.values()) < 0:
            raise Mistake(NOT_ALL_LIKELY, ("discrete",), total=Pct(total))

    def _check_cut(self) -> None:
        if self.discrete is not None or self.history is not None:
            self.only_with("triangular, pert, uniform, normal, lognormal", "least", "most")
            return
        if self.least is not None and self.most is not None and self.least >= self.most:
            raise Mistake(NO_CUT, ("least",), least=Pct(self.least), most=Pct(self.most))
        low, high = self._whole_span()
        for name in ("least", "most"):
            given = getattr(self, name)
            if given is not None and not low <= given <= high:
                raise Mistake(CUT_AWAY, (name,), given=Pct(given), low=Pct(low), high=Pct(high))

    @property
    def shape(self) -> str:
        """The name of its distribution."""
        return next(name for name in SHAPES if getattr(self, name) is not None)

    @property
    def points(self) -> tuple[Fraction, ...]:
        """Low, most likely and high of a distribution of three values; low and high of a uniform one."""
        return tuple(self.triangular or self.pert or self.uniform or ())

    @property
    def moments(self) -> Moments | None:
        return self.normal or self.lognormal

    def _whole_span(self) -> tuple[Fraction, Fraction]:
        if self.points:
            return self.points[0], self.points[-1]
        if self.discrete is not None:
            values = [read_number(key) for key in self.discrete]
            return min(values), max(values)
        if isinstance(self.history, list):
            return min(self.history), max(self.history)
        moments = self.moments
        assert moments is not None, "the history of a file is read before its span is asked for"
        if self.normal is not None:
            return moments.mean - DEVIATIONS * moments.sd, moments.mean + DEVIATIONS * moments.sd
        mu, sigma = log_moments(moments)
        low, high = (Fraction(round(math.exp(mu + DEVIATIONS * s * sigma) * 10**6), 10**6) for s in (-1, 1))
        return (low, high) if sigma else (moments.mean, moments.mean)

    @property
    def span(self) -> tuple[Fraction, Fraction]:
        """The least and the most that it can be."""
        low, high = self._whole_span()
        return (low if self.least is None else self.least), (high if self.most is None else self.most)

    @property
    def fixed(self) -> Fraction | None:
        """The one value of an input without any spread."""
        low, high = self.span
        return low if low == high else None


def log_moments(moments: Moments) -> tuple[float, float]:
    """``μ`` and ``σ`` of the logarithm, from mean and standard deviation of the input."""
    sigma_squared = math.log1p(float(moments.sd / moments.mean) ** 2)
    return math.log(float(moments.mean)) - sigma_squared / 2, math.sqrt(sigma_squared)


class Correlated(FileModel):
    """``{pair: [calls.volume, letters.volume], rank: 0.6}``: their rank correlation (Spearman's), from −1 to 1."""

    page: ClassVar[str] = "docs/economics/risk.md"

    pair: list[str]
    rank: Number

    @model_validator(mode="after")
    def _two(self) -> Self:
        if len(self.pair) != 2 or self.pair[0] == self.pair[1]:
            raise Mistake(TWO_INPUTS, ("pair",))
        if not -1 < self.rank < 1:
            raise Mistake(NOT_A_RANK, ("rank",), given=self.rank)
        return self


TWO_INPUTS = Words(
    "correlated-two-inputs",
    en="write two different inputs here: [calls.volume, letters.volume]",
    zh="此处须写两个不同的输入项：[calls.volume, letters.volume]",
)
NOT_A_RANK = Words(
    "correlated-not-a-rank",
    en="{given} is no rank correlation; write a number between -1 and 1, such as 0.6",
    zh="{given} 不是秩相关系数；请写 -1 与 1 之间的数，例如 0.6",
)
