"""What a source file says of a workbook: which of its sheets are read, where their header stands, what empty cells mean."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from bpo.core.fields import Mistake, WholeNumber, YesNo
from bpo.core.words import Words
from bpo.facts.sources.source_fields import SourcePart

SHEET_OR_SHEETS = Words(
    "excel-sheet-or-sheets",
    en="write either 'sheet', the name of one, or 'sheets', a pattern of the names of all that are read, such as \"*\"",
    zh='请写 sheet（一张工作表的名称）或 sheets（所读各表名称的模式，例如 "*"），二者取一',
)


def _texts(given: Any) -> Any:
    """``Agent`` is short for ``[Agent]``."""
    return (given,) if isinstance(given, str) else given


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts, json_schema_input_type=str | tuple[str, ...])]
HeaderRows = Annotated[WholeNumber, Field(ge=1, le=10)]


class Excel(SourcePart):
    """A sheet of a workbook, by default the first; or all ``sheets`` whose names fit a pattern, one below the other.

    The header is the first row that is not empty after ``skip`` rows, or the first that has the cells ``header_has``; one over
    several ``header_rows`` has names joined by a space. ``sheet_as`` and ``title_as`` name columns for the sheet's name and for
    the text above the header. A cell of ``fill_down`` that is empty has the value above it.

    ``cell_errors``: a row is unusable if a cell that is read holds an error or a formula without its result, or such cells
    are empty ones.
    """

    kind: Literal["excel"]
    sheet: str | None = None
    sheets: Texts = ()
    skip: WholeNumber = 0
    header_has: Texts = ()
    header_rows: HeaderRows = 1
    sheet_as: str | None = None
    title_as: str | None = None
    fill_down: Texts = ()
    decimal_comma: YesNo = False
    cell_errors: Literal["reject", "empty"] = "reject"

    @model_validator(mode="after")
    def _one_way(self) -> Excel:
        if self.sheet is not None and self.sheets:
            raise Mistake(SHEET_OR_SHEETS)
        return self

    def chosen(self, names: Sequence[str], hidden: Sequence[str]) -> list[str]:
        """The sheets that are read, in the workbook's order; a pattern means no sheet that is hidden.

        Args:
            names: All sheets of the workbook.
            hidden: Those among them that a spreadsheet program does not show.
        """
        if not self.sheets:
            return [name for name in names[:1] if self.sheet is None] or [one for one in names if one == self.sheet]
        fits = [name for name in names if any(fnmatchcase(name, pattern) for pattern in self.sheets)]
        return [name for name in fits if name not in hidden or name in self.sheets]
