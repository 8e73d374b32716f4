"""Scenarios by their weights in the risk report: each by itself, and all together."""

from collections.abc import Iterator

from bpo.bid import headings as b
from bpo.bid import risk_words as w
from bpo.core.words import Pct
from bpo.economics.risk.figures import PERCENTILES
from bpo.economics.risk.mixture import Mixed, Mixture
from bpo.report import model as m

SHOWN = (5, 50, 95)


def weights_sections(found: Mixture | None) -> Iterator[m.Section]:
    """A scenario a row, then all by their weights; nothing where no weights were asked for."""
    if found is None:
        return
    percents = [(f"p{percent}", percent, PERCENTILES.index(percent)) for percent in SHOWN]
    columns = (
        m.Column("scenario", b.INTERNAL["scenario"], width=28, wraps=True),
        m.Column("weight", w.RISK["weight"], m.TENTHS),
        m.Column("margin", w.RISK["expected_margin"], m.WHOLE_MONEY, 20),
        *(m.Column(key, m.filled(w.PERCENTILE, percent=percent), m.WHOLE_MONEY) for key, percent, _ in percents),
        m.Column("loss", w.RISK["loss"], m.TENTHS),
        *(
            m.Column(f"below{n}", m.filled(w.MARGIN_BELOW, floor=Pct(floor)), m.TENTHS)
            for n, floor in enumerate(found.floors)
        ),
    )

    def row(one: Mixed, name: m.Label, kind: m.RowKind = "plain") -> m.Row:
        cells = {
            "scenario": name,
            "weight": one.weight,
            "margin": one.margin,
            "loss": one.loss,
            **{key: one.percentiles[n] for key, _, n in percents},
            **{f"below{n}": chance for n, chance in enumerate(one.below)},
        }
        return m.Row(cells, kind=kind)

    rows = (*(row(one, one.name) for one in found.parts), row(found.whole, w.RISK["by_weight"], "strong"))
    table = m.Table("weights_of_scenarios", columns, rows, sheet=w.RISK["weighed"], look="sides weighed")
    yield m.Section("weighed", w.RISK["weighed"], (table, m.Note((w.WEIGHED,))), kept=True)
