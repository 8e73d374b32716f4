"""How a text is written that stands where pairs or a list are expected: ``cap: 5%`` is ``cap: {percent: 5%, of: […]}``."""

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

OPEN = "…"
"""Stands for what only the writer knows."""


def as_pairs(model: type[BaseModel], given: str) -> str:
    """The pairs that the text was meant to be, as far as the fields of the model tell; empty if they tell nothing."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    first, _, rest = given.strip().partition(" ")
    if first in fields and rest:
        return f"{first}: {rest.strip()}"
    required = [name for name, field in fields.items() if field.is_required()]
    taken = _taken(model, given, required, fields)
    names = dict.fromkeys([*required, *([taken] if taken else [])])
    pairs = {name: given.strip() if name == taken else OPEN for name in names}
    if taken == "percent" and "of" in fields:
        pairs.setdefault("of", f"[{OPEN}]")
    return "{" + ", ".join(f"{name}: {value}" for name, value in pairs.items()) + "}" if pairs else ""


def _taken(model: type[BaseModel], given: str, required: list[str], fields: Mapping[str, FieldInfo]) -> str | None:
    """The field that the text is the value of, if only one can be meant."""
    if len(required) == 1 or len(fields) == 1:
        likely = required or list(fields)
    else:
        words = [name for name, field in fields.items() if given.strip() in getattr(field.annotation, "__args__", ())]
        likely = words or [name for name in (["percent"] if "%" in given else ["amount"]) if name in fields]
    if not likely:
        readable = [name for name in fields if _reads(model, name, given)]
        return readable[0] if len(readable) == 1 else None
    return next((name for name in likely if _reads(model, name, given)), None)


def _reads(model: type[BaseModel], name: str, given: str) -> bool:
    try:
        model.model_validate({name: given})
    except ValidationError as error:
        return all(detail["loc"][:1] != (name,) for detail in error.errors(include_url=False))
    return True
