"""What reports of counts share: figures counted by what they are kept apart by, shares of their sums, charts, a row of the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import known_table
from bpo.core.words import Text, Words
from bpo.desk.reports.head import head_of
from bpo.facts.lake.seen import Pinned, SeenInLake
from bpo.metering.count import count_all
from bpo.metering.findings import FactsWithQuarantine, data_findings
from bpo.report import model as m
from bpo.report.headings import SUM

HALF_HOURS = {"half_hour": "30 min"}
NAMES_NONE = Words("report-names-none", en="(names none)", zh="（未填写）")
TENTHS = m.Format("number", 1, padded=True)
HUNDREDTHS = m.Format("number", 2, padded=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """Rows of a table that hold a condition, counted; or what ``of`` of them adds up to. ``at`` is by which of its times."""

    key: str
    title: Words
    table: str
    where: str = ""
    of: str = ""
    at: str | None = None
    format: m.Format = m.COUNT
    media: m.Medium = m.EVERYWHERE

    def need(self, by: str) -> Need:
        table = known_table(self.table)
        of = read_quantity(self.of, table) if self.of else None
        where = read_filter(self.where, table) if self.where else None
        return Need(self.key, self.table, "sum" if of else "count", of, where, (HALF_HOURS.get(by, by),), self.at)

    def is_told_by(self, by: str) -> bool:
        """Whether its rows can be kept apart so."""
        return by == "day" or by in HALF_HOURS or known_table(self.table).column(by) is not None


@dataclass(frozen=True, slots=True)
class Share:
    """One figure by another, also of their sums."""

    key: str
    title: Words
    above: str
    below: str
    format: m.Format = m.TENTHS

    @property
    def relation(self) -> str:
        return f"{{{self.above}}} / {{{self.below}}}"


@dataclass(frozen=True, slots=True)
class Counts:
    """A report of counts. ``columns`` are its figures and shares in their order; ``charts`` those that are drawn, figures as bars and shares
    as a line."""

    name: str
    document: Words
    by: Mapping[str, Text]
    columns: tuple[Figure | Share, ...]
    charts: tuple[str, ...]
    notes: tuple[m.Label, ...]
    none: Words

    @property
    def figures(self) -> list[Figure]:
        return [one for one in self.columns if isinstance(one, Figure)]


Found = dict[str, dict[str, Fraction]]
"""Each figure by the name of what it is kept apart by, which is empty where a row names none."""


def counts_report(counts: Counts, lake: FactsWithQuarantine, contract: Contract, window: Period, by: str) -> m.Report:
    """The report on the contract's account. Shares are ratios of sums: never means of means.

    Raises:
        BpoError: if there are no rows of its first figure's table on these days: missing is never zero.
    """
    pinned = Pinned(lake, lake.versions())
    found = _counted(counts, pinned, contract, window, by)
    names = _names(found, window, by)
    shown = tuple(str(int(name[-2:])) if by == "day" else name or "–" for name in names)
    charts = [_chart(counts, key, found, names, shown) for key in counts.charts if len(names) > 1]
    notes = [*counts.notes, *(m.filled(one.words, **one.values) for one in data_findings(lake, contract, window))]
    parts: tuple[m.Part, ...] = (*charts, _table(counts, found, names, by), m.Note(tuple(notes), "notes"))
    head = head_of(counts.name, counts.document, contract, window, by, counts.by)
    return m.Report(head, (m.Section(counts.name, "", parts),), contract.language, contract.currency)


def _counted(counts: Counts, lake: Pinned, contract: Contract, window: Period, by: str) -> Found:
    """Every figure that can be told so; those of another table than the first one's only if the account has ever had any of it."""
    seen, account = SeenInLake(lake, contract.account_of_facts), contract.account_of_facts
    first = counts.figures[0].table
    there = {
        one.table for one in counts.figures if one.table == first or account in seen.accounts(known_table(one.table))
    }
    needs = [one.need(by) for one in counts.figures if one.table in there and one.is_told_by(by)]
    found: Found = {}
    for name, counted in count_all(lake, contract, window, needs).items():
        parts = found.setdefault(name, {})
        for key, value in counted.parts.items():
            at = key[11:16] if by in HALF_HOURS else key
            parts[at] = parts.get(at, Fraction(0)) + value
    return found


def _names(found: Found, window: Period, by: str) -> list[str]:
    """Every day of the window; every half hour from the first to the last that had any; else those that had any."""
    had = sorted({name for parts in found.values() for name in parts}, key=lambda name: (not name, name))
    if by == "day":
        return [day.isoformat() for day in window.each_day()]
    if by in HALF_HOURS and had:
        slots = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
        return slots[slots.index(had[0]) : slots.index(had[-1]) + 1]
    return had


def _chart(counts: Counts, key: str, found: Found, names: Sequence[str], shown: tuple[str, ...]) -> m.Chart:
    of = next(one for one in counts.columns if one.key == key)
    if isinstance(of, Figure):
        bars = m.Bars(shown, tuple(found.get(key, {}).get(name, Fraction(0)) for name in names))
        return m.Chart(key, bars, (of.title,))
    above, below = found.get(of.above, {}), found.get(of.below, {})
    line = tuple(above.get(name, Fraction(0)) / below[name] if below.get(name) else None for name in names)
    return m.Chart(key, m.Bars(shown, (), line, unit="%"), (of.title,))


def _table(counts: Counts, found: Found, names: Sequence[str], by: str) -> m.Table:
    columns = [m.Column("name", counts.by[by], width=20)]
    for one in counts.columns:
        if isinstance(one, Figure) and one.key in found:
            columns.append(m.Column(one.key, one.title, one.format, media=one.media))
        elif isinstance(one, Share) and {one.above, one.below} <= set(found):
            columns.append(m.Column(one.key, one.title, one.format, relation=one.relation))
    rows = [
        m.Row({"name": name or NAMES_NONE, **{key: parts.get(name, Fraction(0)) for key, parts in found.items()}})
        for name in names
    ]
    shares = {one.key: m.Cell(relation=one.relation) for one in columns if one.relation}
    sums = {key: m.Cell(relation=f"SUM({{{counts.name}.{key}}})") for key in found}
    total = m.Row({"name": SUM, **sums, **shares}, "total", "sum")
    listed = (*rows, total) if rows else ()
    return m.Table(counts.name, tuple(columns), listed, sheet=counts.by[by], look="work", empty=counts.none)
