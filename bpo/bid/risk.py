"""A bid under uncertainty: how it may turn out, with what chance, and on what that hangs. Internal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.bid import headings as b
from bpo.bid import risk_words as w
from bpo.bid.comparison import called
from bpo.bid.front import masthead, speech_of, stem_of
from bpo.bid.risk_indices import indices_sections
from bpo.bid.risk_weights import weights_sections
from bpo.core.words import Pct, Text
from bpo.economics.risk.cash import CASH_PERCENTILES, cash_spreads
from bpo.economics.risk.figures import PERCENTILES, Chance, RiskFigures, Spread
from bpo.economics.risk.indices import Indices
from bpo.economics.risk.mixture import Mixture
from bpo.economics.risk.outcome import Asked
from bpo.economics.risk.run import Results
from bpo.economics.scenario.case import case_of_bid
from bpo.report import model as m
from bpo.report.draw import papers
from bpo.report.shown import number_text
from bpo.report.speech import Speech

RANK = m.Format("number", 2, padded=True)


@dataclass(frozen=True, slots=True)
class Risked:
    """All draws of a bid as changed by a ``variant``, and what they say together."""

    results: Results
    figures: RiskFigures
    variant: str
    indices: Indices | None = None
    weighed: Mixture | None = None


def draw_risk(risked: Risked, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """The report as ``<number>-risk.pdf`` and ``….xlsx``; nothing is written. The same figures give the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    stem = folder / f"{stem_of(risked.results.bid.scenario, risked.variant)}-risk"
    return papers(risk_report(risked), stem, "risk.html.j2", templates)


def risk_report(risked: Risked) -> m.Report:
    """The report of all draws; its papers are in the language of the quote or the contract."""
    bid, plan = risked.results.bid, risked.results.plan
    speech = speech_of(bid.scenario, plan.contract)
    period = f"{plan.months[0].period.name} – {plan.months[-1].period.name}"
    meta = [(b.BOOK["period"], period), (b.INTERNAL["variant"], risked.variant)]
    head = masthead(bid.scenario, plan.contract, w.RISK["risk_report"], b.OFFER["quote_number"], meta)
    sections = (
        _outcome(risked.figures, speech),
        _distribution(risked.figures, speech),
        m.Section("chances", w.RISK["chances"], (_chances(risked),)),
        *weights_sections(risked.weighed),
        *_hangs_on(risked, speech),
        *indices_sections(risked.indices, case_of_bid(bid)),
        *_clauses(risked.figures),
        _months(risked.figures),
        _cash(risked),
        _sure(risked.figures),
    )
    return m.Report(head, sections, speech.language, plan.contract.currency, w.RISK_BOOK)


def _named(spread: Spread) -> m.Label:
    return w.RISK[spread.name] if spread.name in w.RISK else b.INTERNAL[spread.name]


def _form(spread: Spread) -> m.Format:
    return m.TENTHS if spread.name == "margin_rate" else m.WHOLE_MONEY


def _outcome(figures: RiskFigures, speech: Speech) -> m.Section:
    """A percentile a row, the figures of the term beside each other."""
    columns = (
        m.Column("at", w.RISK["outcome"], width=18),
        *(m.Column(one.name, _named(one), _form(one), 16) for one in figures.spreads),
    )
    rows = [
        m.Row({"at": w.RISK["quoted"], **{one.name: one.quoted for one in figures.spreads}}, kind="strong"),
        m.Row({"at": w.RISK["mean"], **{one.name: one.mean for one in figures.spreads}}),
    ]
    for n, percent in enumerate(PERCENTILES):
        values = {one.name: one.percentiles[n] for one in figures.spreads}
        rows.append(m.Row({"at": m.filled(w.PERCENTILE, percent=percent), **values}))
    stands = {
        one.name: m.BLANK if one.stands_at is None else m.Cell(one.stands_at, m.TENTHS) for one in figures.spreads
    }
    rows.append(m.Row({"at": w.RISK["stands_at"], **stands}))
    margin = figures.spreads[0]
    quoted = number_text(margin.quoted or Fraction(0), m.WHOLE_MONEY, speech, m.PAPER)
    stands_at = m.filled(w.STANDS, margin=quoted, percent=Pct(_rounded(margin.stands_at)))
    drawn = m.filled(w.DRAWN, draws=figures.draws, seed=figures.seed)
    table = m.Table("outcome", columns, tuple(rows), sheet=w.RISK["risk_of"], look="sides risk")
    return m.Section("outcome", w.RISK["risk_of"], (table, m.Note((drawn, stands_at))))


def _rounded(share: Fraction | None) -> Fraction:
    return Fraction(round((share or Fraction(0)) * 1000), 1000)


def _distribution(figures: RiskFigures, speech: Speech) -> m.Section:
    """The histogram and the S-curve, with the quoted margin and zero."""
    margin = figures.spreads[0]
    names = tuple(number_text(Fraction(round(end)), m.WHOLE_MONEY, speech, m.PAPER) for end, _ in figures.histogram)
    bars = m.Bars(names, tuple(Fraction(count) for _, count in figures.histogram))
    parts: list[m.Part] = [m.Chart("histogram", bars, (w.HISTOGRAM,), media=m.PAPER)]
    first, last = figures.curve[0][0], figures.curve[-1][0]
    if first < last:
        dots = []
        if margin.quoted is not None and first <= margin.quoted <= last:
            dots.append((margin.quoted, 100 * (margin.stands_at or Fraction(0))))
        if zero := first <= 0 <= last:
            dots.append((Fraction(0), 100 * next(share for value, share in figures.curve if value >= 0)))
        points = tuple((value, 100 * share) for value, share in figures.curve)
        curve = m.Curve(points, dots=tuple(dots), level=Fraction(50), places=m.WHOLE_MONEY)
        quoted = number_text(margin.quoted or Fraction(0), m.WHOLE_MONEY, speech, m.PAPER)
        said = {
            lang: w.MARKED.say(lang, {"margin": quoted, "zero": w.AND_ZERO.say(lang) if zero else ""})
            for lang in ("zh", "en")
        }
        parts += [
            m.Chart("s_curve", curve, (w.S_CURVE,), of="%", media=m.PAPER),
            m.Note((Text(**said),), media=m.PAPER),
        ]
    columns = (m.Column("from", b.INTERNAL["margin"], m.WHOLE_MONEY), m.Column("draws", w.HISTOGRAM, m.COUNT, sum=True))
    rows = tuple(m.Row({"from": end, "draws": count}) for end, count in figures.histogram)
    parts.append(m.Table("bins", columns, rows, sheet=w.RISK["sheet_bins"], media=m.BOOK))
    return m.Section("distribution", w.RISK["distribution"], tuple(parts), kept=True)


def _chances(risked: Risked) -> m.Table:
    columns = (
        m.Column("what", w.RISK["what_happens"], width=44, wraps=True),
        m.Column("of_draws", w.RISK["of_draws"], m.TENTHS),
        m.Column("of_months", w.RISK["of_months"], m.TENTHS),
    )
    rows = []
    for one in risked.figures.chances:
        months = m.BLANK if one.of_months is None else one.of_months
        kind: m.RowKind = "strong" if one.kind in ("loss", "floor") else "plain"
        rows.append(m.Row({"what": _happens(one, risked), "of_draws": one.of_draws, "of_months": months}, kind=kind))
    return m.Table("chances", columns, tuple(rows), look="sides")


def _happens(one: Chance, risked: Risked) -> m.Label:
    """What a chance is of, in words."""
    asked, offer = risked.results.asked, risked.results.bid.scenario.quote
    if one.kind == "loss":
        return w.LOSS
    if one.kind == "floor":
        floor = next(floor for floor in offer.margin_floor if str(floor.below) == one.id) if offer else None
        assert floor is not None, "a floor is that of the quote"
        return Text(
            zh=w.BELOW_FLOOR.say("zh", {"floor": Pct(floor.below), "who": floor.approved_by.zh}),
            en=w.BELOW_FLOOR.say("en", {"floor": Pct(floor.below), "who": floor.approved_by.en}),
        )
    if one.kind == "target":
        return m.filled(w.MISSES, kpi=asked.kpi_labels[asked.kpis.index(one.id)])
    label = asked.labels[asked.clauses.index(one.id)]
    if one.kind == "limit":
        return m.filled(w.BITES, clause=label)
    return m.filled(w.AT_BAND, clause=label, band=_band(one, asked))


def _band(one: Chance, asked: Asked) -> Text:
    bands = asked.bands[asked.banded.index(one.id)]
    factor = getattr(bands[one.band or 0], "factor", None)
    if factor is not None:
        return m.filled(w.BAND_FACTOR, factor=factor)
    return m.filled(w.BAND, number=(one.band or 0) + 1, count=len(bands))


def _hangs_on(risked: Risked, speech: Speech) -> Iterator[m.Section]:
    """The tornado of the inputs, and the table of their weights."""
    figures = risked.figures
    if not figures.weights:
        return
    case = case_of_bid(risked.results.bid)
    mean = figures.spreads[0].mean
    bars = tuple(
        (called(one.name, case), one.at_low, one.at_high)
        for one in sorted(figures.weights, key=lambda one: -abs(one.at_high - one.at_low))
    )
    columns = (
        m.Column("input", w.RISK["input"], width=40, wraps=True),
        m.Column("name", b.INTERNAL["varied"], width=26, media=m.BOOK),
        m.Column("share", w.RISK["share_of_variance"], m.TENTHS),
        m.Column("rank", w.RISK["rank"], RANK),
        m.Column("at_low", w.RISK["low_tenth"], m.WHOLE_MONEY),
        m.Column("at_high", w.RISK["high_tenth"], m.WHOLE_MONEY),
    )
    rows = tuple(
        m.Row({"input": called(one.name, case), "name": one.name, "share": one.share, "rank": one.rank, "at_low": one.at_low, "at_high": one.at_high})
        for one in figures.weights
    )  # fmt: skip
    yield m.Section("hangs_on", w.RISK["hangs_on"], (
        m.Chart("tornado", m.Tornado(mean, bars), (w.RISK["low_tenth"], w.RISK["high_tenth"]), media=m.PAPER),
        m.Table("weights", columns, rows, sheet=w.RISK["hangs_on"], look="sides bars"),
        m.Note((w.VARIANCE,)),
    ))  # fmt: skip


def _clauses(figures: RiskFigures) -> Iterator[m.Section]:
    """What each adjustment comes to."""
    if not figures.clauses:
        return
    columns = (
        m.Column("clause", w.RISK["clause"], width=34, wraps=True),
        m.Column("quoted", w.RISK["quoted"], m.WHOLE_MONEY),
        m.Column("mean", w.RISK["mean"], m.WHOLE_MONEY),
        m.Column("worst", w.RISK["worst"], m.WHOLE_MONEY),
    )
    rows = tuple(
        m.Row({"clause": one.label, "quoted": one.quoted, "mean": one.mean, "worst": one.worst})
        for one in figures.clauses
    )
    table = m.Table("by_clause", columns, rows, sheet=w.RISK["by_clause"], look="sides")
    yield m.Section("by_clause", w.RISK["by_clause"], (table, m.Note((w.CLAUSES,))), kept=True)


def _months(figures: RiskFigures) -> m.Section:
    columns = (
        m.Column("month", w.RISK["month"], width=12),
        m.Column("quoted", w.RISK["quoted"], m.WHOLE_MONEY),
        *(m.Column(key, m.filled(w.PERCENTILE, percent=percent), m.WHOLE_MONEY) for key, percent in (("low", 5), ("middle", 50), ("high", 95))),
        m.Column("loss", w.RISK["loss"], m.TENTHS),
    )  # fmt: skip
    rows = tuple(
        m.Row({"month": one.month, "quoted": one.quoted, "low": one.low, "middle": one.middle, "high": one.high, "loss": one.loss})
        for one in figures.months
    )  # fmt: skip
    return m.Section(
        "by_month",
        w.RISK["margin_by_month"],
        (m.Table("months", columns, rows, sheet=w.RISK["margin_by_month"], look="sides"),),
    )


CASH_FORMS = {
    "value": m.WHOLE_MONEY,
    "irr": m.TENTHS,
    "peak": m.WHOLE_MONEY,
    "payback": m.Format("number", 1, padded=True),
}
RATE_MOST = 10
"""A rate of return beyond tells only that hardly anything is laid out."""


def cash_name(name: str) -> m.Label:
    return w.RISK[{"value": "net_present_value", "payback": "payback_months"}.get(name, name)]


def cash_cell(name: str, value: Fraction | None) -> m.Cell:
    """A figure of the cash flows in its form."""
    beyond = name == "irr" and value is not None and value > RATE_MOST
    return m.Cell(value, CASH_FORMS[name], said=w.BEYOND_RATE if beyond else "")


def _cash(risked: Risked) -> m.Section:
    """Value, rate of return, the most cash that is tied up, and payback."""
    rows = tuple(
        m.Row(
            {
                "figure": cash_name(one.name),
                "planned": cash_cell(one.name, one.planned),
                "has": m.Cell(one.has, m.TENTHS),
                **{
                    f"p{percent}": cash_cell(one.name, value)
                    for percent, value in zip(CASH_PERCENTILES, one.percentiles, strict=True)
                },
            }
        )
        for one in cash_spreads(risked.results)
    )
    columns = (
        m.Column("figure", w.RISK["cash_figure"], width=34),
        m.Column("planned", w.RISK["quoted"], m.NUMBER),
        *(m.Column(f"p{percent}", m.filled(w.PERCENTILE, percent=percent), m.NUMBER) for percent in CASH_PERCENTILES),
        m.Column("has", w.RISK["has"], m.TENTHS),
    )
    yearly = risked.results.bid.scenario.discount_rate_a_year
    rate = Text.of("") if yearly is None else m.filled(w.CASH_RATE, rate=Pct(yearly))
    note = Text(zh=w.CASH.say("zh", {"rate": rate.zh}), en=w.CASH.say("en", {"rate": rate.en}))
    table = m.Table("cash", columns, rows, sheet=w.RISK["cash"], look="sides")
    return m.Section("cash", w.RISK["cash"], (table, m.Note((note,))), kept=True)


def _sure(figures: RiskFigures) -> m.Section:
    """Standard errors of the percentiles, and both halves."""
    columns = (
        m.Column("figure", w.RISK["figure"], width=28),
        m.Column("first", w.RISK["first_half"], m.NUMBER),
        m.Column("second", w.RISK["second_half"], m.NUMBER),
        *(m.Column(f"e{percent}", m.filled(w.ERROR_OF, percent=percent), m.NUMBER, media=m.EVERYWHERE if percent in (5, 50, 95) else m.BOOK)
          for percent in PERCENTILES),
    )  # fmt: skip
    rows = []
    for one in figures.spreads:
        errors = {f"e{percent}": value for percent, value in zip(PERCENTILES, one.errors, strict=True)}
        form = m.Format("percent", 2, padded=True) if one.name == "margin_rate" else m.WHOLE_MONEY
        rows.append(
            m.Row({"figure": _named(one), "first": one.halves[0], "second": one.halves[1], **errors}, format=form)
        )
    table = m.Table("sure", columns, tuple(rows), sheet=w.RISK["sure"], look="sides")
    return m.Section("sure", w.RISK["sure"], (table, m.Note((w.CONVERGENCE,))), kept=True)
