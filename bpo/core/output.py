"""Shapes of JSON that is printed for machines: each is filled by the attributes of a value, in one language, and has a schema."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from bpo.core.codec import exact_number
from bpo.core.words import Lang


class Output(BaseModel):
    """Fields in the order in which they are printed."""

    model_config = ConfigDict(from_attributes=True, defer_build=True)

    @classmethod
    def of(cls, value: Any, lang: Lang) -> Self:
        return cls.model_validate(value, context=lang)


def _said(given: Any, info: ValidationInfo) -> Any:
    """A name, or a sentence with its values, in the language asked for."""
    if isinstance(given, str):
        return given
    words, *values = given if isinstance(given, tuple) else (given,)
    return words.say(info.context, *values)


Said = Annotated[str, BeforeValidator(_said)]
Number = Annotated[str, BeforeValidator(exact_number), Field(description="An exact number: 0.125, or 2/3.")]


def absent(value: Any) -> bool:
    """For a field that is printed only where there is something in it."""
    return not value
