"""The shapes of the JSON of ``bpo pay`` and ``bpo interest``."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bpo.cli.living_outputs import Iso
from bpo.core.output import Number, Output


class PaidUseOutput(Output):
    """So much of a line for a statement."""

    statement: str
    number: str
    amount: Number


class PaidLineOutput(Output):
    """A bank line: what it was taken for, and why; what is left of it is on account."""

    id: str
    day: str
    currency: str
    amount: Number
    charges: Number
    payer: str
    text: str
    kind: str
    why: str
    client: str | None
    uses: list[PaidUseOutput] = []
    on_account: Number


class AsideOutput(Output):
    """A row of the file that is no money from a client."""

    row: int
    why: str


class PayOutput(Output):
    """``bpo pay``: a file as it was entered (``rows = lines + known + set aside``), one payment by hand, or what is on account."""

    checked: bool = False
    rows: int = 0
    lines: list[PaidLineOutput] = []
    known: list[str] = []
    aside: list[AsideOutput] = []
    used: PaidUseOutput | None = None
    open: Number | None = Field(None, description="What is open of the statement after a payment by hand.")

    def model_post_init(self, context: Any, /) -> None:
        assert self.rows == 0 or self.rows == len(self.lines) + len(self.known) + len(self.aside)


class InterestStretchOutput(Output):
    """Days, both included, on which ``open`` of a statement was owed late, at ``rate`` a day."""

    statement: str
    first: Iso
    last: Iso
    days: int
    open: Number
    rate: Number
    amount: Number


class InterestNoteOutput(Output):
    """``bpo interest``: a note; without ``number`` it is not written. ``amount = Σ lines``, and each line is its stretches with what is
    ``settled`` of days billed before and, below zero, what is ``limited``."""

    number: str
    client: str
    currency: str
    on: Iso
    until: Iso
    due: Iso | None
    amount: Number
    lines: dict[str, Number]
    stretches: list[InterestStretchOutput]
    settled: dict[str, Number]
    limited: dict[str, Number]
    files: list[Annotated[str, BeforeValidator(str)]]
