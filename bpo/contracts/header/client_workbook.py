"""The client's own workbook: a template of theirs, and which of its cells a statement fills."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.core.fields import FileModel, Mistake, WholeNumber
from bpo.core.words import Words

BAD_CELL = Words(
    "workbook-cell",
    en="'{given}' is no cell; write B3, or 'Summary!B3' for one of another sheet than the first",
    zh="'{given}' 不是单元格；请写 B3，其他工作表的写 '汇总!B3'",
)
BAD_COLUMN = Words("workbook-column", en="'{given}' is no column; write A to XFD", zh="'{given}' 不是列；请写 A 至 XFD")
BAD_FIELD = Words(
    "workbook-field",
    en="a statement has no '{given}' for a cell; of a line write 'its id.amount' (quantity, price), of a KPI 'its id.value' (target, met)",
    zh="结算单没有可填入单元格的 '{given}'；计费行请写“标识.amount”（quantity、price），指标请写“标识.value”（target、met）",
)
BAD_LINE_FIELD = Words(
    "workbook-line-field", en="a line has no '{given}' for a column", zh="计费行没有可填入列的 '{given}'"
)
NO_CELLS = Words(
    "workbook-empty",
    en="name cells to be filled in 'cells', 'lines', or both",
    zh="请在 cells、lines 中写明要填的单元格",
)
FIELDS = (
    "number", "revision", "contract_no", "title", "document", "period", "period_from", "period_to", "date", "due", "currency",
    "supplier", "client", "po", "cost_centre", "net", "tax", "total", "payable", "in_words",
)  # fmt: skip
"""What a cell may hold, besides figures of lines and KPIs."""
OF_FIGURES = ("amount", "quantity", "price", "value", "target", "met")
LINE_FIELDS = ("number", "clause", "label", "quantity", "unit", "price", "tax_rate", "amount", "net", "tax", "total")
CELL = re.compile(r"(?:(?P<sheet>[^!]{1,31})!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]{0,6})")
COLUMN = re.compile(r"[A-Za-z]{1,3}")
ROWS, COLUMNS = 1_048_576, 16_384


def column_number(letters: str) -> int:
    """A column by its letters, counted from 1.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for one in letters.upper():
        number = number * 26 + ord(one) - 64
    return number


def _cells(given: Any) -> Any:
    for cell, what in given.items() if isinstance(given, Mapping) else ():
        found = CELL.fullmatch(str(cell))
        if found is None or int(found["row"]) > ROWS or column_number(found["column"]) > COLUMNS:
            raise Mistake(BAD_CELL, (str(cell),), given=str(cell))
        owner, _, figure = str(what).rpartition(".")
        if str(what) not in FIELDS and not (owner and figure in OF_FIGURES):
            raise Mistake(BAD_FIELD, (str(cell),), given=str(what), known=list(FIELDS))
    return given


def _columns(given: Any) -> Any:
    for column, what in given.items() if isinstance(given, Mapping) else ():
        if not COLUMN.fullmatch(str(column)) or column_number(str(column)) > COLUMNS:
            raise Mistake(BAD_COLUMN, (str(column),), given=str(column))
        if str(what) not in LINE_FIELDS:
            raise Mistake(BAD_LINE_FIELD, (str(column),), given=str(what), known=list(LINE_FIELDS))
    return given


_OF_TEXTS = WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1})


class LinesOfWorkbook(FileModel):
    """A row a line from ``first_row`` on, in these columns; its rows look as the first one does."""

    sheet: str = ""
    first_row: WholeNumber
    columns: Annotated[dict[str, str], Field(min_length=1), BeforeValidator(_columns), _OF_TEXTS]


class ClientWorkbook(FileModel):
    """``template`` lies beside the contract. What is filled are values: formats, formulas and other sheets stay as they are."""

    template: Annotated[str, Field(min_length=1)]
    cells: Annotated[dict[str, str], BeforeValidator(_cells), _OF_TEXTS] = {}
    lines: LinesOfWorkbook | None = None

    def check_fields(self) -> None:
        if not self.cells and self.lines is None:
            raise Mistake(NO_CELLS)
