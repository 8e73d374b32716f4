"""What every event says of itself."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from bpo.core.words import Text
from bpo.life.life import Life
from bpo.life.people import Role


@dataclass(frozen=True, slots=True)
class Event:
    """What an event of any kind says of itself: its verb, whose task it is, whether it owes a reason."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid"
    )  # a field that is not known would be lost in silence
    verb: ClassVar[str]
    name: ClassVar[Text]
    role: ClassVar[Role]
    owes_reason: ClassVar[bool] = False

    def told(self, life: Life, who: str) -> Life:
        """The life after it; its state is set by the fold where it follows from the amounts.

        Raises:
            BpoError: if it does not fit what the life says.
        """
        raise NotImplementedError
