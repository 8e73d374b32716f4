"""Paths to a value inside a record of JSON, in JMESPath (https://jmespath.org): ``metrics[?name=='tTalk'].value | [0]``.

Numbers stay exact: those with a fraction are decimals of the text that stands in the file. One function is added to the standard ones:
``total`` adds up numbers as ``sum`` does, but of no number at all it is nothing, where ``sum`` says 0.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import jmespath
from jmespath import functions
from jmespath.exceptions import JMESPathError, ParseError
from jmespath.visitor import TreeInterpreter

from bpo.core.errors import choices
from bpo.core.fields import Mistake
from bpo.core.words import Words
from bpo.facts.sources.json_walks import walk_of

NOT_A_PATH = Words("json-path", en="this is no path in JMESPath: {reason}", zh="不是有效的 JMESPath 路径：{reason}")
NO_FUNCTION = Words("json-path-function", en="unknown function '{given}'", zh="未知的函数 '{given}'")
EXPONENT_MAX = 60
Getter = Callable[[Any], Any]


class ExactNumber(Decimal):
    """A number with a fraction or an exponent. JMESPath knows what is a number by the name of its type alone."""


ExactNumber.__name__ = "float"


class _Functions(functions.Functions):  # type: ignore[misc]  # the library has no types
    @functions.signature({"types": ["array-number"]})  # type: ignore[untyped-decorator]
    def _func_total(self, numbers: Sequence[Any]) -> Any:
        return sum(numbers) if numbers else None


class NoSingleValue(Exception):
    """A path that yields several values, an object, or does not fit the record at all."""


def path_getter(text: str) -> Getter:
    """What finds the value of a path in a record.

    Raises:
        Mistake: if it is no JMESPath.
    """
    try:
        compiled = jmespath.compile(text)
    except ParseError as error:
        reason = " ".join(str(error).split())
        raise Mistake(NOT_A_PATH, offset=error.lex_position or 0, reason=reason) from None
    except JMESPathError as error:
        raise Mistake(NOT_A_PATH, reason=" ".join(str(error).split())) from None
    unknown = [name for name in _called(compiled.parsed) if name not in _Functions.FUNCTION_TABLE]
    if unknown:
        raise Mistake(NO_FUNCTION, **choices(unknown[0], _Functions.FUNCTION_TABLE))
    return walk_of(compiled.parsed, _by_library)


def _by_library(node: dict[str, Any]) -> Getter:
    interpreter = TreeInterpreter(jmespath.Options(custom_functions=_Functions()))
    if node["type"] != "function_expression" or any(part["type"] == "expref" for part in node["children"]):
        return lambda value: interpreter.visit(node, value)
    called, given = _Functions(), [walk_of(part, _by_library) for part in node["children"]]
    return lambda value: called.call_function(node["value"], [part(value) for part in given])


def value_text(getter: Getter, record: Any) -> str | None:
    """The value as text: numbers as they are, ``true`` and ``false``; a list of one value is that value, of none nothing.

    Raises:
        NoSingleValue: if there are several, or an object, or the path adds up what are no numbers.
    """
    try:
        found = getter(record)
    except (JMESPathError, ArithmeticError, TypeError, ValueError) as error:
        raise NoSingleValue from error
    while isinstance(found, list) and len(found) <= 1:
        found = found[0] if found else None
    if found is None or isinstance(found, str):
        return found
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, Decimal):
        return format(found, "f")
    if isinstance(found, int | float):
        return str(found)
    raise NoSingleValue


def exact_number(text: str) -> ExactNumber:
    """A number as JSON writes it.

    Raises:
        ValueError: if its exponent is beyond any number of a call centre.
    """
    number = ExactNumber(text)
    if abs(number.adjusted()) > EXPONENT_MAX:
        raise ValueError(text)
    return number


def _called(node: dict[str, Any]) -> Iterator[str]:
    """The functions that a path calls, wherever."""
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node["children"]:
        if isinstance(child, dict):  # those of a slice are its bounds
            yield from _called(child)
