"""A KPI that becomes known after its month was billed (次月方知的指标): billed provisionally, then trued up, final after some months."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from bpo.core.errors import choices
from bpo.core.fields import NOT_POSITIVE, UNKNOWN_CHOICE, Mistake, Number, Part, WholeNumber, read_number
from bpo.core.words import Words

PROVISIONAL = Words("provisional", en="provisional", zh="暂定")


def _provisionally(given: Any) -> Any:
    if given in ("as_target", "left_out"):
        return given
    if isinstance(given, str) and given[:1].isalpha():
        raise Mistake(UNKNOWN_CHOICE, what="provisionally", **choices(given, ("as_target", "left_out")))
    return read_number(given)


class KnownLater(Part):
    """``provisionally``: what counts until the value is known, in the words of ``if_not_measured``; a value that has not come with
    the statement so many months later never counts."""

    provisionally: Annotated[Literal["as_target", "left_out"] | Number, BeforeValidator(_provisionally)]
    final_after_months: WholeNumber

    def model_post_init(self, context: Any, /) -> None:
        if self.final_after_months == 0:
            raise Mistake(NOT_POSITIVE, ("final_after_months",), given=0)
