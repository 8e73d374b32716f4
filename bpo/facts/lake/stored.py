"""What a lake knows of a file that came into it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is in its place: its size, and when it came there, in milliseconds since 1970."""

    size_bytes: int
    at_ms: int
