"""What the text in a file means: numbers, percents, days and names as people write them, read into frozen models.

A model derives from :class:`FileModel`; :func:`read_model` reads a document into one and reports every mistake at once with its
line. Checks inside models raise :class:`Mistake`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from bpo.core.documents import Located
from bpo.core.errors import Where, choices
from bpo.core.figure_names import FigureName
from bpo.core.number_slips import is_time, meant_number, says_none
from bpo.core.words import Pct, Text, Words

REQUIRED = Words("field-required", en="'{given}' is missing here", zh="此处缺少 '{given}'")
UNKNOWN_FIELD = Words("field-unknown", en="unknown field '{given}'", zh="未知字段 '{given}'")
COMMA_SPLITS_TEXT = Words(
    "comma-splits-text",
    en="the comma before '{given}' ends the text inside {{ }}; put the whole text in quotes",
    zh="在 {{ }} 中，'{given}' 前的逗号会截断文本；请将整段文本加引号",
)
UNKNOWN_CHOICE = Words("choice-unknown", en="unknown {what} '{given}'", zh="未知的 {what}：'{given}'")
WRONG_SHAPE = Words("wrong-shape", en="expected {expected} here", zh="此处应为 {expected}")
WRITE_SUCH = Words(
    "wrong-shape-such", en="expected {expected} here; write {such}", zh="此处应为 {expected}；请写 {such}"
)
NOT_A_NUMBER = Words(
    "not-a-number",
    en="'{given}' is not a number; write 1684500, 1,684,500.00, 3.80 or 80%",
    zh="'{given}' 不是数字；请写 1684500、1,684,500.00、3.80 或 80%",
)
NO_NUMBER = Words(
    "number-none",
    en="'{given}' is not a number; where there is none, leave the field out",
    zh="'{given}' 不是数字；如无此项，请删去该字段",
)
A_TIME = Words(
    "number-is-a-time",
    en="'{given}' is a time, where a number stands; a length of time is written in the unit of its field, such as 300 for seconds",
    zh="'{given}' 是时间，此处应为数字；时长按该字段的单位书写，例如以秒计写 300",
)
NUMBER_TOO_LONG = Words(
    "number-too-long", en="a number has at most {most} digits and signs", zh="数字最多 {most} 位（含符号）"
)
NOT_A_WHOLE_NUMBER = Words("not-a-whole-number", en="'{given}' is not a whole number", zh="'{given}' 不是整数")
NOT_A_DAY = Words(
    "not-a-day",
    en="'{given}' is not a day; write 2026-01-31 or 2026年1月31日",
    zh="'{given}' 不是日期；请写 2026-01-31 或 2026年1月31日",
)
NOT_YES_OR_NO = Words("not-yes-or-no", en="'{given}' is neither yes nor no", zh="'{given}' 既不是“是”也不是“否”")
PERCENT_MEANT = Words(
    "percent-meant",
    en="{given} means {percent}% here; write {given}% or {percent}%, whichever is meant",
    zh="{given} 在此即 {percent}%；请按本意写 {given}% 或 {percent}%",
)
EMPTY_LIST = Words("list-empty", en="the list is empty; write at least one entry", zh="列表为空，至少写一项")
UNUSED = Words(
    "field-unused",
    en="'{given}' has no effect here: it goes with {goes_with}",
    zh="'{given}' 在此不起作用：它与 {goes_with} 同用",
)
NEGATIVE = Words("number-negative", en="{given} is below zero", zh="{given} 小于零")
NOT_POSITIVE = Words("number-not-positive", en="{given} must be above zero", zh="{given} 必须大于零")


@dataclass(frozen=True, slots=True)
class Called:
    """An annotation: what people call that which a field chooses, where its name does not say it."""

    text: Text


A_MAPPING = Text(zh="“名称: 值”的键值对", en="'name: value' pairs")
A_NUMBER = Text(zh="数字", en="a number")
A_LIST = Text(zh="列表（每行以 - 开头）", en="a list (lines that start with -)")
A_TEXT = Text(zh="文本", en="text")
A_NAME = Text(
    zh="字母、数字、“_”和“-”组成的名称（不超过 64 个字符）", en="a name of letters, digits, _ and -, 64 at most"
)


class Mistake(ValueError):
    """A user's mistake found inside a model. ``at`` names the field below the model, ``offset`` a place inside its text."""

    def __init__(self, words: Words, at: tuple[int | str, ...] = (), offset: int = 0, width: int = 0, **values: Any):
        super().__init__(words.en)
        self.words, self.at, self.offset, self.width, self.values = words, at, offset, width, values


@contextmanager
def told_at(*at: int | str) -> Iterator[None]:
    """Mistakes in what is read inside are told of this place below the model."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(mistake.words, at, mistake.offset, mistake.width, **mistake.values) from None


class FileModel(BaseModel):
    """A frozen piece of a user's file that knows where it stands. Unknown fields are mistakes."""

    # Validators are built when a part is first read: a third of the time to start went into those of parts that no file has.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    page: ClassVar[str] = ""
    checks_altered: ClassVar[bool] = False
    _where: Where | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _locate(cls, data: Any, handler: Any) -> Any:
        part = handler(data)
        if isinstance(data, Located) and isinstance(part, FileModel):
            part._where = data.where
        return part

    @model_validator(mode="after")
    def _fields_go_together(self) -> Self:
        self.check_fields()
        return self

    def __copy__(self) -> Self:
        copied = super().__copy__()
        copied.forget_derived()  # a copy is made to be changed
        return copied

    def forget_derived(self) -> None:
        """Drops what was derived of its fields and kept: the values of cached properties."""
        for name in self.__dict__.keys() - type(self).model_fields.keys():
            del self.__dict__[name]

    def check_fields(self) -> None:
        """Raises Mistake if its fields do not go together; a class that has more to ask asks what it derives from first."""

    @property
    def where(self) -> Where | None:
        """The line this part begins in, if it was read from a file."""
        return cast("Where | None", self.private("_where"))

    def private(self, name: str) -> Any:
        """A private value as it is kept: as an attribute it is looked for in three places before, which every line of every month asks for."""
        kept = self.__pydantic_private__
        return None if kept is None else kept.get(name)

    def altered(self, **values: Any) -> Self:
        """This part with other values: what it says is checked as if it had been read where :attr:`checks_altered` is on.

        Checking costs as much as reading. A search alters a contract thousands of times in the same few ways, so the tests
        check every way that there is, and a search checks none.
        """
        changed = self.model_copy(update=values)
        if FileModel.checks_altered:
            fields = type(self).model_fields
            said = {name: getattr(changed, name) for name in changed.model_fields_set}
            if isinstance(own := said.get("id"), str) and "id" not in values:
                said["id"] = FigureName.of(own).id  # that of a wording, sl@2026-03-16, is given to it and not read
            self.model_validate({fields[name].alias or name: value for name, value in said.items()})
        return changed

    def only_with(self, goes_with: str | Text, *names: str) -> None:
        """Refuse fields that were written though nothing would read them: what has no effect misleads.

        Raises:
            Mistake: at the first of them.
        """
        for name in names:
            if name in self.model_fields_set and getattr(self, name) is not None:
                given = type(self).model_fields[name].alias or name
                raise Mistake(UNUSED, (given,), given=given, goes_with=goes_with)


def answers_all(model: type[FileModel]) -> None:
    """A class that a file can name answers whatever is asked of its kind: it fails when it is written, not when it is asked.

    Raises:
        TypeError: with what it leaves open.
    """
    if unanswered := sorted(model.__abstractmethods__):
        raise TypeError(f"{model.__name__} does not answer: {', '.join(unanswered)}")


def normal(text: str) -> str:
    """Full-width digits and signs as ordinary ones, without outer space: ``８０％`` is ``80%``."""
    return unicodedata.normalize("NFKC", text).strip()


DIGITS_MAX = 40
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?")


def read_number(given: Any) -> Fraction:
    """A number as people write it: ``1,684,500``, ``3.80``, ``80%``, ``5‱``. A percent is its ratio, 80% = 4/5.

    One number over another is exact: ``67,380 / 7`` is a seventh of a price for seven months.

    >>> read_number("80%"), read_number("１，０００"), read_number("1/3")
    (Fraction(4, 5), Fraction(1000, 1), Fraction(1, 3))
    """
    if isinstance(given, Fraction) or (isinstance(given, int) and not isinstance(given, bool)):
        return given if isinstance(given, Fraction) else Fraction(given)
    if not isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=A_NUMBER)
    if given.count("/") == 1:
        try:
            top, bottom = (read_number(part) for part in given.split("/"))
            return top / bottom
        except (Mistake, ZeroDivisionError):
            raise not_a_number(given) from None
    text, scale = normal(given).replace("−", "-"), 1
    for sign, divisor in (("%", 100), ("‰", 1000), ("‱", 10_000)):
        if text.endswith(sign):
            text, scale = text[:-1].rstrip(), divisor
    match = _NUMBER.fullmatch(text)
    if len(text) > DIGITS_MAX:
        raise Mistake(NUMBER_TOO_LONG, most=DIGITS_MAX)
    if not match or not (match[2] or match[3]):
        raise not_a_number(given)
    return Fraction(text.replace(",", "")) / scale


def not_a_number(given: str) -> Mistake:
    """What to say of a text that is none, with the number that is meant if there is only one."""
    if says_none(given):
        return Mistake(NO_NUMBER, given=given[:40])
    if is_time(given):
        return Mistake(A_TIME, given=given[:40])
    return Mistake(NOT_A_NUMBER, given=given[:40], nearest=meant_number(given[:DIGITS_MAX]))


def read_share(given: Any, below: int = 1) -> Fraction:
    """A share, usually written with %: ``6%`` or ``0.06``. A bare number from ``below`` on is refused: 6 would be 600%."""
    number = _not_negative(given)
    if isinstance(given, str) and number >= below and normal(given)[-1] not in "%‰‱":
        raise Mistake(PERCENT_MEANT, given=number, percent=number * 100)
    return number


def _whole(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, (int, str, Fraction)):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    number = read_number(given)
    if number.denominator != 1:
        raise Mistake(NOT_A_WHOLE_NUMBER, given=given)
    return int(number)


def read_day(given: Any) -> date:
    """A day: ``2026-01-31``, ``2026/1/31`` or ``2026年1月31日``."""
    if isinstance(given, date):
        return given
    match = (
        re.fullmatch(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?", normal(given))
        if isinstance(given, str)
        else None
    )
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise Mistake(NOT_A_DAY, given=given)


def read_yes_or_no(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    word = normal(given).lower() if isinstance(given, str) else ""
    if word in {"yes", "true", "是", "on", "y"}:
        return True
    if word in {"no", "false", "否", "off", "n"}:
        return False
    raise Mistake(NOT_YES_OR_NO, given=given)


def _text(given: Any) -> Any:
    if isinstance(given, str):
        return Text.of(given.strip())
    if isinstance(given, Mapping):
        for name in given:
            if name not in ("zh", "en"):
                if not given[name]:
                    raise Mistake(COMMA_SPLITS_TEXT, at=(name,), given=name)
                raise Mistake(UNKNOWN_FIELD, at=(name,), **choices(name, ("zh", "en")))
        if given.get("zh") or given.get("en"):
            zh, en = given.get("zh") or given["en"], given.get("en") or given["zh"]
            if isinstance(zh, str) and isinstance(en, str):
                return Text(zh=zh.strip(), en=en.strip())
    if isinstance(given, Text):
        return given
    raise Mistake(WRONG_SHAPE, expected=Text(zh="文本，或 {zh: …, en: …}", en="text, or {zh: …, en: …}"))


def _not_negative(given: Any) -> Fraction:
    if (number := read_number(given)) < 0:
        raise Mistake(NEGATIVE, given=_as_written(given, number))
    return number


def _positive(given: Any) -> Fraction:
    if (number := read_number(given)) <= 0:
        raise Mistake(NOT_POSITIVE, given=_as_written(given, number))
    return number


def _as_written(given: Any, number: Fraction) -> Fraction | Pct:
    """-10% is told as -10%, not as -0.1."""
    return Pct(number) if isinstance(given, str) and normal(given)[-1] in "%‰‱" else number


def _identifier(given: Any) -> str:
    if isinstance(given, str) and re.fullmatch(r"[^\W_][\w-]{0,63}", given):
        return given
    raise Mistake(WRONG_SHAPE, expected=A_NAME)


NUMBER_SCHEMA: dict[str, Any] = {"type": ["number", "string"], "pattern": "^[^A-Za-z]*$"}
"""A number in a JSON Schema: 3.8, or text such as ``1,684,500``, ``80%``, ``８０％``."""
BY_MONTH_SCHEMA: dict[str, Any] = {
    "type": "object",
    "propertyNames": {"pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
    "additionalProperties": NUMBER_SCHEMA,
    "minProperties": 1,
}
"""A number for each month: ``{2027-01: 52000, …}``."""
_AS_NUMBER = WithJsonSchema(NUMBER_SCHEMA)


@dataclass(frozen=True, eq=False)
class OrWritten:
    """An annotation for a part that may be written short: its JSON Schema takes the short form too."""

    short: Mapping[str, Any]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), dict(self.short)]}


_TEXT_SCHEMA: dict[str, Any] = {"type": "string"}
_LABEL_SCHEMA: dict[str, Any] = {
    "anyOf": [
        _TEXT_SCHEMA,
        {
            "type": "object",
            "properties": {"zh": _TEXT_SCHEMA, "en": _TEXT_SCHEMA},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}
Number = Annotated[Fraction, BeforeValidator(read_number), _AS_NUMBER]
Amount = Annotated[Fraction, BeforeValidator(_not_negative), _AS_NUMBER]
"""A number that is not negative: a rate, a price, a sum of money, a share."""
Share = Annotated[Fraction, BeforeValidator(read_share), _AS_NUMBER]
"""An amount that is a part of another: a tax rate, a fee, a markup, a penalty's percent."""
Positive = Annotated[Fraction, BeforeValidator(_positive), _AS_NUMBER]
WholeNumber = Annotated[
    int,
    BeforeValidator(lambda given: int(_not_negative(_whole(given)))),
    WithJsonSchema({"type": ["integer", "string"], "pattern": "^[^A-Za-z]*$"}),
]
Day = Annotated[
    date,
    BeforeValidator(read_day),
    WithJsonSchema({"type": "string", "pattern": r"^\s*\d{4}\D\d{1,2}\D\d{1,2}\D?\s*$"}),
]
YesNo = Annotated[bool, BeforeValidator(read_yes_or_no), WithJsonSchema({"type": ["boolean", "string"]})]
Label = Annotated[Text, BeforeValidator(_text), WithJsonSchema(_LABEL_SCHEMA)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Names = Annotated[
    list[str],
    Field(min_length=1),
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
"""One name, or a list of them."""
