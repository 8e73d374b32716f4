"""How many examples a law is tried on."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100
"""Hypothesis' own number, and that of the profile ``ci`` (see ``conftest.py``)."""


def examples(count: int) -> settings:
    """So many in the profile ``ci``; in ``quick`` and ``nightly`` fewer and more, in the proportion of the profiles."""
    return settings(max_examples=max(1, count * settings().max_examples // USUAL))
