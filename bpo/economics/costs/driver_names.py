"""What costs go with, as people call it."""

from bpo.core.vocabulary import DRIVERS
from bpo.core.words import Text

RATES = (
    "service_level",
    "asa_seconds",
    "abandonment_rate",
    "occupancy",
    "call_back_seconds",
    "aht_seconds",
    "conversion",
)
"""Drivers of a stream which are rates: they can be a KPI, and no quantity. A month without contacts has none, and work that can wait the
last two alone."""


def driver_name(name: str, otherwise: Text | None = None) -> Text:
    """A driver's name; of one stream's driver with the stream before it.

    >>> driver_name("heads").say("en"), driver_name("calls.handled").say("zh")
    ('heads', 'calls 受理量')
    """
    stream, _, what = name.rpartition(".")
    found = DRIVERS.get(what)
    if found is None:
        return otherwise or Text.of(name)
    return Text(zh=f"{stream} {found.zh}", en=f"{stream} {found.en}") if stream else found
