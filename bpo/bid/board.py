"""The board's page: whether to bid, at which price, what margin may come of it and on what that hangs, and who must approve. Internal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.bid import board_words as w
from bpo.bid import headings as b
from bpo.bid.board_tables import Judged, approvals, corridor_section, rate_of, waterfall_section
from bpo.bid.comparison import called
from bpo.bid.front import masthead, speech_of, stem_of
from bpo.bid.result import Result, result_of
from bpo.bid.risk import Risked, cash_cell, cash_name
from bpo.core.words import Pct, Text
from bpo.economics.risk.cash import cash_spreads
from bpo.economics.risk.corridor import Needed, Priced, Wanted, price_corridor
from bpo.economics.risk.must_hold import MustHold, must_hold
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.offer import Offer
from bpo.report import model as m
from bpo.report.draw import papers
from bpo.report.shown import number_text
from bpo.report.speech import Speech

CHANCES = (Fraction(5, 100), Fraction(10, 100), Fraction(20, 100))
INPUTS = 3


@dataclass(frozen=True, slots=True)
class Board:
    """A bid as a board decides on it. ``approval`` is the lowest floor that needs one; ``alone_at`` the price from which on none does."""

    risked: Risked
    offer: Offer
    result: Result
    loss: Fraction
    judged: tuple[Judged, ...]
    corridor: tuple[Needed, ...]
    alone_at: Needed | None
    goal: Fraction
    must: tuple[MustHold, ...]

    @property
    def approval(self) -> Judged | None:
        return next((one for one in reversed(self.judged) if one.needed), None)


def board_of(risked: Risked, offer: Offer, changes: Mapping[str, Fraction], jobs: int | None = None) -> Board:
    """What the page shows of a bid under risk.

    Args:
        risked: all draws, and their figures.
        offer: the quote, with the margin floors and the tender's ceiling.
        changes: of the variant that was drawn.
        jobs: processes that price the draws at other prices.
    """
    results, figures = risked.results, risked.figures
    result = result_of(results.plan, offer)
    chances = {one.id: one.of_draws for one in figures.chances if one.kind == "floor"}
    rate = result.margin_rate
    judged = tuple(Judged(one, chances[str(one.below)], rate is None or rate < one.below) for one in offer.margin_floor)
    wanted = [Wanted(Fraction(0), chance) for chance in CHANCES]
    wanted += [Wanted(one.below, chance) for one in offer.margin_floor[:1] for chance in CHANCES]
    own = [Wanted(one.below, one.chance_at_most) for one in offer.margin_floor]
    found = price_corridor(Priced(results, changes, jobs), list(dict.fromkeys([*wanted, *own])))
    alone = [one for one in found if one.wanted in own]
    goal = next((one.below for one in offer.margin_floor if rate is not None and rate >= one.below), Fraction(0))
    loss = next(one.of_draws for one in figures.chances if one.kind == "loss")
    return Board(
        risked,
        offer,
        result,
        loss,
        judged,
        tuple(one for one in found if one.wanted in wanted),
        _dearest(alone),
        goal,
        tuple(must_hold(results, changes, figures.weights[:INPUTS], goal)),
    )


def _dearest(needed: Sequence[Needed]) -> Needed | None:
    """The one of all that asks for the highest prices; one that no price reaches before any other."""
    return max(needed, key=lambda one: (one.factor is None, one.factor or 0), default=None)


def draw_board(board: Board, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """The page as ``<number>-board.pdf`` and ``….xlsx``; nothing is written. The same figures give the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    stem = folder / f"{stem_of(board.risked.results.bid.scenario, board.risked.variant)}-board"
    return papers(board_report(board), stem, "board.html.j2", templates)


def board_report(board: Board) -> m.Report:
    """The report; its papers are in the language of the quote or the contract."""
    bid, plan = board.risked.results.bid, board.risked.results.plan
    speech = speech_of(bid.scenario, plan.contract)
    period = f"{plan.months[0].period.name} – {plan.months[-1].period.name}"
    meta = [(b.BOOK["period"], period), (b.INTERNAL["variant"], board.risked.variant)]
    head = masthead(bid.scenario, plan.contract, w.BOARD["board_page"], b.OFFER["quote_number"], meta)
    sections = (
        m.Section(
            "recommendation",
            w.BOARD["recommendation"],
            (m.Note(tuple(said(board, speech)), plain=True), _figures(board), *approvals(board.judged)),
        ),
        corridor_section(board.corridor, board.offer.tender, board.risked.figures.draws),
        *_must(board),
        waterfall_section(board.risked, board.result),
    )
    return m.Report(head, sections, speech.language, plan.contract.currency, w.BOARD_BOOK)


def said(board: Board, speech: Speech) -> Iterator[Text]:
    """The recommendation, and the price from which on nobody need approve."""
    loss, judged = _pct(board.loss), board.approval
    if board.result.over is not None:
        yield m.filled(w.VOID, over=_money(board.result.over, speech))
    elif not board.judged:
        yield m.filled(w.NO_FLOORS, loss=loss)
    elif judged is None:
        yield m.filled(w.NO_NEED, loss=loss)
    else:
        words = w.IF_PLANNED_BELOW if judged.planned_below else w.IF_APPROVED
        floor, who = judged.floor, judged.floor.approved_by
        values = {
            "floor": Pct(floor.below),
            "chance": _pct(judged.chance),
            "borne": Pct(floor.chance_at_most),
            "loss": loss,
        }
        zh, en = words.say("zh", {"who": who.zh, **values}), words.say("en", {"who": who.en, **values})
        yield Text(zh=zh, en=en)
    at = board.alone_at
    if (
        at is not None
        and board.approval is not None
        and (at.plan is None or not board.offer.approval(rate_of(at.plan)))
    ):
        yield _alone(board, at, speech)


def _alone(board: Board, at: Needed, speech: Speech) -> Text:
    if at.factor is None or at.plan is None:
        return m.filled(w.ALONE_NOWHERE)
    found = result_of(at.plan, board.offer)
    values = {"factor": Pct(at.factor), "total": _money(found.offered, speech)}
    ceiling = board.offer.tender.ceiling if board.offer.tender else None
    held = Text.of("")
    if ceiling is not None:
        held = m.filled(w.WITHIN) if found.over is None else m.filled(w.BEYOND, over=_money(found.over, speech))
    return Text(
        zh=w.ALONE_AT.say("zh", {**values, "ceiling": held.zh}), en=w.ALONE_AT.say("en", {**values, "ceiling": held.en})
    )


def _money(amount: Fraction, speech: Speech) -> str:
    return number_text(amount, m.WHOLE_MONEY, speech, m.PAPER)


def _pct(share: Fraction) -> Pct:
    """To a tenth of a percent."""
    return Pct(Fraction(round(share * 1000), 1000))


def _figures(board: Board) -> m.Table:
    """Price, margin and its spread: the term as one row of cards."""
    margin = board.risked.figures.spreads[0]
    low, middle, high = (margin.percentiles[n] for n in (0, 3, 6))
    rows = [
        m.Row({"name": b.INTERNAL["total_offered"], "amount": board.result.offered}),
        m.Row({"name": b.INTERNAL["margin"], "amount": board.result.margin}, kind="strong"),
        m.Row({"name": b.INTERNAL["margin_rate"], "amount": m.Cell(board.result.margin_rate, m.TENTHS)}, kind="strong"),
        m.Row({"name": w.BOARD_BOOK["loss"], "amount": m.Cell(board.loss, m.TENTHS)}, kind="strong"),
        *(
            m.Row({"name": Text(zh=f"毛利 P{percent}", en=f"Margin P{percent}"), "amount": value})
            for percent, value in ((5, low), (50, middle), (95, high))
        ),
        m.Row({"name": w.BOARD_BOOK["stands_at"], "amount": m.Cell(margin.stands_at, m.TENTHS)}),
    ]
    rows += [
        m.Row({"name": cash_name(one.name), "amount": cash_cell(one.name, one.planned)})
        for one in cash_spreads(board.risked.results)
    ]
    columns = (m.Column("name", w.BOARD["in_figures"], width=40), m.Column("amount", b.BOOK["amount"], m.WHOLE_MONEY))
    return m.Table("figures", columns, tuple(rows), sheet=w.BOARD["in_figures"], look="cards")


def _must(board: Board) -> Iterator[m.Section]:
    """The three inputs that matter, with what must be true of each."""
    if not board.must:
        return
    case = case_of_bid(board.risked.results.bid)
    rows = []
    for one in board.must:
        unit = _unit(one.weight.name, board)
        cells: dict[str, m.Value | m.Cell] = {
            "input": called(one.weight.name, case),
            "share": one.weight.share,
            "drawn": m.filled(w.BETWEEN, least=_value(one.low, unit), most=_value(one.high, unit)),
            "must": _stays(one, unit),
            "chance": one.chance,
        }
        rows.append(m.Row(cells))
    columns = (
        m.Column("input", w.BOARD_BOOK["input"], width=34, wraps=True),
        m.Column("share", w.BOARD_BOOK["share_of_variance"], m.TENTHS),
        m.Column("drawn", w.BOARD["drawn_between"], width=24),
        m.Column("must", w.BOARD["must_stay"], width=24),
        m.Column("chance", w.BOARD["chance_it_does_not"], m.TENTHS),
    )
    goal = m.filled(w.MUST, goal=Pct(board.goal))
    parts = (m.Table("must", columns, tuple(rows), sheet=w.BOARD["must_be_true"], look="sides board"), m.Note((goal,)))
    yield m.Section("must", w.BOARD["must_be_true"], parts, kept=True)


def _unit(name: str, board: Board) -> str:
    """Of a KPI its unit; of a factor none."""
    kpis = board.risked.results.plan.contract.kpis
    return next((kpi.measured_in() for kpi in kpis if name == f"kpi.{kpi.id}"), "ratio")


def _value(value: Fraction, unit: str) -> object:
    return _pct(value) if unit == "ratio" else Fraction(round(value * 100), 100)


def _stays(one: MustHold, unit: str) -> Text:
    if one.least is None or one.most is None:
        return m.filled(w.NOWHERE)
    if one.always:
        return m.filled(w.ANYWHERE)
    least, most = _value(one.least, unit), _value(one.most, unit)
    if one.most == one.high:
        return m.filled(w.AT_LEAST, value=least)
    return m.filled(w.NO_MORE, value=most) if one.least == one.low else m.filled(w.BETWEEN, least=least, most=most)
