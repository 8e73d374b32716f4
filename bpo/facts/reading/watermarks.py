"""Until where a database was read: the last value of a column that only grows, as the lake keeps it in the commit of what it let in."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

KINDS: dict[type, str] = {int: "whole", Decimal: "decimal", float: "float", str: "text", date: "day"}


@dataclass(frozen=True, slots=True)
class Watermark:
    """``kind`` says what the text stands for, so that the database is asked with a value of its own type."""

    column: str
    kind: str
    text: str

    def value(self) -> Any:
        """As a driver takes it."""
        make: dict[str, Any] = {
            "whole": int,
            "decimal": Decimal,
            "float": float,
            "text": str,
            "day": date.fromisoformat,
            "moment": datetime.fromisoformat,
            "wall clock": datetime.fromisoformat,
        }
        return make[self.kind](self.text)

    def kept(self) -> str:
        return json.dumps({"column": self.column, "kind": self.kind, "value": self.text})

    @classmethod
    def of_kept(cls, text: str) -> "Watermark":
        found = json.loads(text)
        return cls(found["column"], found["kind"], found["value"])


def kind_of(value: Any) -> str | None:
    """What a value of a watermark's column is; None if its type has no order that can be relied on."""
    if isinstance(value, datetime):
        return "moment" if value.tzinfo is not None else "wall clock"
    return KINDS.get(type(value))
