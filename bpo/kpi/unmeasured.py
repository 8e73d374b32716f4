"""What counts for a KPI that has no value: for good, or until it becomes known after its month was billed (次月方知的指标)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from bpo.core.errors import choices
from bpo.core.fields import NOT_POSITIVE, UNKNOWN_CHOICE, FileModel, Mistake, Number, WholeNumber, read_number
from bpo.core.words import Words

PROVISIONAL = Words("provisional", en="provisional", zh="暂定")
TARGET_NEEDED = Words(
    "kpi-target-needed",
    en="'as_target' needs a target to stand in for the missing value; write 'target', or 'left_out' or a value in its place",
    zh="'as_target' 需要有 target 才能代替缺失值；请写 target，或改用 left_out 或某值",
)


def _stand_in(what: str, *others: None) -> Callable[[Any], Any]:
    def read(given: Any) -> Any:
        if given in ("as_target", "left_out", *others):
            return given
        if isinstance(given, str) and given[:1].isalpha():
            raise Mistake(UNKNOWN_CHOICE, what=what, **choices(given, ("as_target", "left_out")))
        return read_number(given)

    return read


IfNotMeasured = Annotated[
    Literal["as_target", "left_out"] | Fraction | None, BeforeValidator(_stand_in("if_not_measured", None))
]
"""``as_target``: judged as if it met its target exactly; ``left_out``: it has no consequence, and a scorecard is scaled up
without it; a value: judged as that. Without it a month with the KPI unmeasured is refused."""


class KnownLater(FileModel):
    """``provisionally``: what counts until the value is known, in the words of ``if_not_measured``; a value that has not come with
    the statement so many months later never counts."""

    provisionally: Annotated[Literal["as_target", "left_out"] | Number, BeforeValidator(_stand_in("provisionally"))]
    final_after_months: WholeNumber

    def model_post_init(self, context: Any, /) -> None:
        if self.final_after_months == 0:
            raise Mistake(NOT_POSITIVE, ("final_after_months",), given=0)
