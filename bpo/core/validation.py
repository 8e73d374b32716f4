"""Reads a document into a model, and says what is wrong with it: pydantic's findings in the product's own words, each at its place."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bpo.core.documents import Document
from bpo.core.errors import BpoError, Problem, Where, choices
from bpo.core.fields import (
    A_LIST,
    A_MAPPING,
    A_TEXT,
    EMPTY_LIST,
    REQUIRED,
    UNKNOWN_CHOICE,
    UNKNOWN_FIELD,
    WRITE_SUCH,
    WRONG_SHAPE,
    Called,
    FileModel,
    Mistake,
)
from bpo.core.shapes import as_pairs
from bpo.core.words import Text, Words

COMMA_SPLITS = Words(
    "comma-splits-number",
    en="the comma before '{given}' ends the number inside {{ }}; write 1684500 and 3.80, without commas",
    zh="在 {{ }} 中，'{given}' 前的逗号会截断数字；请写 1684500、3.80，不用逗号",
)
A_NUMBER_ALONE = r"\d+(\.\d+)?%?"
OTHER_MISTAKE = Words("field-mistake", en="{reason}", zh="{reason}")

P = TypeVar("P", bound=FileModel)


def read_model(document: Document, model: type[P]) -> P:
    """Read a document into a model.

    Raises:
        BpoError: with every mistake, each at its line.
    """
    try:
        return model.model_validate(document.plain())
    except ValidationError as error:
        raise BpoError(problems_of(error, document, model)) from None


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Problem]:
    """Pydantic's findings in the product's own words, each at its place, in the order of the file."""
    found: dict[tuple[Any, ...], Problem] = {}
    for problem in _told(error, document, model):
        where = problem.where or Where(document.path)
        found.setdefault((where.line, where.column, problem.code, str(problem.values.get("given"))), problem)
    return [found[key] for key in sorted(found, key=lambda key: key[:3])]


def _told(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """Each finding with its problem. A misspelled kind is taken for its nearest, so that it hides no other mistake."""
    for detail in error.errors(include_url=False):
        problem = _problem(detail, document, model)
        yield problem
        if (
            detail["type"] != "union_tag_invalid"
            or "nearest" not in problem.values
            or not isinstance(detail["input"], dict)
        ):
            continue
        name, tag = str(detail["ctx"]["discriminator"]).strip("'"), problem.values["nearest"]
        meant = next((m for m in _models_at(model, detail["loc"]) if tag in _tags_of(m, name)), None)
        if meant is None:
            continue
        try:
            meant.model_validate({**detail["input"], name: tag})
        except ValidationError as more:
            yield from (_problem(inner, document, meant, detail["loc"]) for inner in more.errors(include_url=False))


def _problem(
    detail: ErrorDetails, document: Document, model: type[BaseModel], below: tuple[int | str, ...] = ()
) -> Problem:
    """``below`` is where the model stands in the document, if it is not the whole of it."""
    kind, loc = detail["type"], detail["loc"]
    at = (*below, *loc)
    context = detail.get("ctx", {})
    tags = _chosen_by(model)
    node, key = document.find(at, tags)
    last = str(loc[-1]) if loc else ""
    if key is not None and node.is_null and re.fullmatch(A_NUMBER_ALONE, str(key.value)):
        return Problem(COMMA_SPLITS, document.where(key), {"given": key.value})
    if kind == "value_error" and isinstance(context.get("error"), Mistake):
        mistake: Mistake = context["error"]
        node, key = document.find((*at, *mistake.at), tags)
        return Problem(mistake.words, document.where(node, mistake.offset, mistake.width), mistake.values)
    if kind == "missing":
        node, _ = document.find(at[:-1], tags)
        return Problem(REQUIRED, document.where(node), {"given": last})
    if kind == "extra_forbidden":
        if re.fullmatch(A_NUMBER_ALONE, last) or (key is not None and node.is_null and last[:1].isdigit()):
            return Problem(COMMA_SPLITS, document.where(key or node), {"given": last})
        models = _models_at(model, loc[:-1])
        owner = models[0] if len(models) == 1 else None
        values = choices(last, _field_names(owner)) if owner else {"given": last}
        page = {"page": owner.page} if owner and issubclass(owner, FileModel) and owner.page else {}
        return Problem(UNKNOWN_FIELD, document.where(key or node), {**values, **page})
    if kind in ("literal_error", "enum") and isinstance(detail["input"], dict | list):
        return Problem(WRONG_SHAPE, document.where(node), {"expected": A_TEXT})
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return Problem(
            UNKNOWN_CHOICE,
            document.where(node),
            {"what": _called(model, loc, _field_of(loc)), **choices(str(detail["input"]), known)},
        )
    if kind == "union_tag_invalid":
        name = str(context["discriminator"]).strip("'")
        tagged = {tag: m for m in _models_at(model, loc) for tag in _tags_of(m, name)}
        listed = re.findall(r"'([^']*)'", str(context["expected_tags"]))
        given: dict[str, Any] = {"what": _called(model, loc, name), **choices(str(context["tag"]), listed)}
        nearest = tagged.get(given.get("nearest", ""))
        page = {"page": nearest.page} if nearest and issubclass(nearest, FileModel) and nearest.page else {}
        tag_node, _ = document.find((*at, name), tags)
        return Problem(UNKNOWN_CHOICE, document.where(tag_node), {**given, **page})
    if kind == "union_tag_not_found":
        name = str(context["discriminator"]).strip("'")
        known_tags = sorted({tag for m in _models_at(model, loc) for tag in _tags_of(m, name)})
        return Problem(REQUIRED, document.where(node), {"given": name, "known": known_tags})
    if kind == "too_short":
        return Problem(EMPTY_LIST, document.where(node), {})
    if kind == "dict_type":
        return Problem(WRONG_SHAPE, document.where(node), {"expected": A_MAPPING})
    if kind in ("model_type", "model_attributes_type"):
        return _wrong_shape(document.where(node), A_MAPPING, _models_at(model, loc) if loc else [], detail["input"])
    if kind in ("list_type", "tuple_type"):
        return _wrong_shape(document.where(node), A_LIST, _models_at(model, loc[:-1]), detail["input"], last)
    if kind == "string_type":
        return Problem(WRONG_SHAPE, document.where(node), {"expected": A_TEXT})
    return Problem(OTHER_MISTAKE, document.where(node), {"reason": detail["msg"]})


def _wrong_shape(where: Where, expected: Text, models: list[type[BaseModel]], given: Any, field: str = "") -> Problem:
    """A text where pairs or a list stand, with how it is written if one model alone can be meant; ``field`` is of the list."""
    if not isinstance(given, str) or not models:
        return Problem(WRONG_SHAPE, where, {"expected": expected})
    if len(models) > 1:  # the text may be the word that chooses one of them
        words = {tag: name for one in models for name in one.model_fields for tag in _only_tag(one, name)}
        chosen = choices(given, words)
        if meant := given if given in words else chosen.get("nearest"):
            such = f"{{{words[meant]}: {meant}}}"
            return Problem(WRITE_SUCH, where, {"expected": expected, "such": such})
        return Problem(WRONG_SHAPE, where, {"expected": expected})
    owner = models[0]
    page = {"page": owner.page} if issubclass(owner, FileModel) and owner.page else {}
    if field:
        such, known = f"[{given}]" if _holds_texts(owner, field) else "", {}
    else:
        such, known = as_pairs(owner, given), {"known": _field_names(owner)}
    if such:
        return Problem(WRITE_SUCH, where, {"expected": expected, "such": such, **page})
    return Problem(WRONG_SHAPE, where, {"expected": expected, **known, **page})


def _holds_texts(model: type[BaseModel], name: str) -> bool:
    """Whether a field is a list of texts, not of parts."""
    found = [field for own, field in model.model_fields.items() if name in (own, field.alias)]
    return bool(found) and not _models_in([found[0].annotation, *found[0].metadata])


def _field_names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """The models that ``loc`` may lead to: union tags in ``loc`` choose among the models of a field."""
    here: list[type[BaseModel]] = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        chosen = (
            [m for m in here if any(part in _only_tag(m, name) for name in m.model_fields)] if len(here) > 1 else []
        )
        fields = [m.model_fields[n] for m in here for n in m.model_fields if (m.model_fields[n].alias or n) == part]
        if chosen:  # before the fields: 'minimum' is a kind of adjustment, and a field of another
            here = chosen
        elif fields:
            here = [m for field in fields for m in _models_in([field.annotation, *field.metadata])]
        else:  # the tag of a union: keep the member that has it as its literal, or whose name it is
            here = [m for m in here if part == m.__name__ or part in _tags(m)] or here
    return here


def _field_of(loc: tuple[int | str, ...]) -> str:
    """The field at ``loc``; of an entry of a list, that of the list."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _called(model: type[BaseModel], loc: tuple[int | str, ...], name: str) -> Text | str:
    """What people call that which the field at ``loc`` chooses (:class:`bpo.core.fields.Called`), else its ``name``."""
    names = [i for i, part in enumerate(loc) if isinstance(part, str)]
    owners = _models_at(model, loc[: names[-1]]) if names else []
    fields = [f for one in owners for n, f in one.model_fields.items() if (f.alias or n) == loc[names[-1]]]
    return next((one.text for f in fields for one in _annotations((f.annotation, *f.metadata), Called)), name)


@lru_cache(maxsize=256)
def _chosen_by(model: type[BaseModel]) -> frozenset[str]:
    """The fields that choose the class of an entry, anywhere in a model."""
    found, seen, ahead = set[str](), set[type[BaseModel]](), [model]
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            for field in one.model_fields.values():
                every = [field, *_annotations((field.annotation, *field.metadata), FieldInfo)]
                found |= {info.discriminator for info in every if isinstance(info.discriminator, str)}
                ahead += _models_in([field.annotation, *field.metadata])
    return frozenset(found)


A = TypeVar("A")


def _annotations(parts: Iterable[Any], kind: type[A]) -> Iterator[A]:
    """What an annotation says of a type, or of the types in it."""
    for part in parts:
        if isinstance(part, kind):
            yield part
        yield from _annotations((*getattr(part, "__metadata__", ()), *getattr(part, "__args__", ())), kind)


def _models_in(annotations: list[Any]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            found.append(annotation)
        else:
            found += _models_in(list(getattr(annotation, "__args__", ())))
    return found


def _tags(model: type[BaseModel]) -> list[str]:
    return [tag for name in model.model_fields for tag in _tags_of(model, name)]


def _only_tag(model: type[BaseModel], name: str) -> list[str]:
    """The word by which a field chooses this class among others; none if the field may say something else too."""
    tags = _tags_of(model, name)
    return tags if len(tags) == 1 else []


def _tags_of(model: type[BaseModel], name: str) -> list[str]:
    """The values that a literal field may take."""
    field = model.model_fields.get(name)
    return [tag for tag in getattr(field.annotation, "__args__", ()) if isinstance(tag, str)] if field else []
