"""Random whole contracts, as text that a person could have written: see :mod:`tests.contracts.language` for what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.contracts.choices import Choices, Drawn
from tests.contracts.language import ADJUSTMENTS, KPIS, TERMS, WORDS
from tests.contracts.random_amendments import changes
from tests.contracts.writer import HEADER, QUANTITIES, Writer, ways_of_kpi


@st.composite
def contracts(draw: Callable[[st.SearchStrategy[Any]], Any], **asked: Any) -> str:
    """The text of a contract, for a law of Hypothesis; see :func:`written_contract`."""
    return written_contract(Drawn(draw), **asked)


DAILY = "each: day, take: mean, of: {kpi: entered, target: <level>}"


def written_contract(
    choices: Choices, term: tuple[str, str] | None = None, adjustment: tuple[str, str] | None = None,
    kpi: tuple[str, str] | None = None, header: Mapping[str, Sequence[str]] | None = None,
) -> str:  # fmt: skip
    """The text of a contract; it has this ``term``, ``adjustment`` and ``kpi`` among others, each with its way, and a header of these words."""
    writer, given = Writer(choices), header or {}
    forced = [f"{one[0]}, {one[1]}" for one in (term, adjustment, kpi) if one is not None]
    words = writer.header(given, forced)
    text = HEADER.format(**words) + words["counts"]
    text += "".join(writer.text(writer.one(given.get(name, WORDS[name]))) for name in ("entities", "orders"))
    text += "quantities:\n" + "".join(f"  {name}: {writer.text(spec)}\n" for name, spec in QUANTITIES.items())
    terms = [term] if term else []
    terms += [writer.clause(TERMS) for _ in range(int(writer.one("1123")))]
    text += "terms:\n" + "".join(writer.term(*one) for one in terms)
    text += "kpis:\n"
    kpis = [kpi] if kpi else []
    kpis += (
        [("interval_value", DAILY)] if writer.one("ynn") == "y" or (adjustment and "<daily>" in adjustment[1]) else []
    )
    kpis += [(writer.one(list(KPIS)), "") for _ in range(int(writer.one("12")))]
    for name, variant in kpis:
        drawn, more = ways_of_kpi(writer, name)
        text += writer.kpi(name, variant or drawn, more)
    writer.never += [] if writer.daily else ["<daily>"]
    adjustments = [adjustment] if adjustment else []
    adjustments += [writer.clause(ADJUSTMENTS) for _ in range(int(writer.one("0123")))]
    written = "".join(writer.adjustment(*one) for one in adjustments)
    text += f"adjustments:\n{written}" if written else ""
    return text + changes(writer, words["changed"])
