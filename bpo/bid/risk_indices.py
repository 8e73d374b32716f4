"""Sobol' indices in the risk report."""

from collections.abc import Iterator
from fractions import Fraction

from bpo.bid import risk_words as w
from bpo.bid.comparison import called
from bpo.core.words import Text
from bpo.economics.risk.indices import Indices
from bpo.economics.scenario.case import Case
from bpo.report import model as m


def indices_sections(found: Indices | None, case: Case) -> Iterator[m.Section]:
    """Sobol' indices, where they were asked for: of each group of inputs by itself, and with all that it does together with others."""
    if found is None:
        return

    def between(ends: tuple[Fraction, Fraction]) -> str:
        low, high = (f"{round(float(end) * 100, 1)}" for end in ends)
        return f"{low}% – {high}%"

    def named(names: tuple[str, ...]) -> Text:
        texts = [called(name, case) for name in names]
        return Text(zh=" + ".join(text.zh for text in texts), en=" + ".join(text.en for text in texts))

    columns = (
        m.Column("input", w.RISK["input"], width=40, wraps=True),
        m.Column("first", w.RISK["first_order"], m.TENTHS),
        m.Column("first_between", w.RISK["interval"], width=18),
        m.Column("total", w.RISK["total_order"], m.TENTHS),
        m.Column("total_between", w.RISK["interval"], width=18),
    )
    rows = tuple(
        m.Row(
            {
                "input": named(one.names),
                "first": one.first,
                "first_between": between(one.first_between),
                "total": one.total,
                "total_between": between(one.total_between),
            }
        )
        for one in found.all
    )
    said = m.filled(w.INDICES, draws=found.priced, base=found.base)
    table = m.Table("indices", columns, rows, sheet=w.RISK["sheet_indices"], look="sides")
    yield m.Section("indices", w.RISK["indices"], (table, m.Note((said,))), kept=True)
