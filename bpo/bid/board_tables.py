"""Tables of the board's page: who approves, the price corridor, the waterfall from price to margin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid import board_words as w
from bpo.bid import headings as b
from bpo.bid.build_up import built_up
from bpo.bid.result import Result
from bpo.bid.risk import Risked
from bpo.core.vocabulary import YES
from bpo.core.words import Pct, Text
from bpo.economics.risk.corridor import Needed
from bpo.economics.scenario.agreed import as_agreed, total_of
from bpo.economics.scenario.offer import Floor, Tender
from bpo.economics.scenario.projection import Projection
from bpo.report import model as m

CATEGORIES = 6
"""Of costs that the waterfall has a step of their own for; the others are one."""
FACTOR = m.Format("percent", 2, padded=True)


@dataclass(frozen=True, slots=True)
class Judged:
    """A margin floor: the chance of missing it, and whether its approval is needed, by the plan or by that chance."""

    floor: Floor
    chance: Fraction
    planned_below: bool

    @property
    def needed(self) -> bool:
        return self.planned_below or self.chance > self.floor.chance_at_most


def offered_total(plan: Projection) -> Fraction:
    """What a bid comes to at the agreed KPIs, with tax."""
    return Fraction(total_of(as_agreed(plan.contract, [month.statement for month in plan.months])))


def rate_of(plan: Projection) -> Fraction | None:
    """The margin as a share of the revenue."""
    return plan.margin / plan.revenue if plan.revenue else None


def approvals(judged: Sequence[Judged]) -> Iterator[m.Table | m.Note]:
    """Each floor, and whether its approval is needed; the rule below."""
    if not judged:
        return
    rows = tuple(
        m.Row(
            {
                "floor": m.filled(w.FLOOR, floor=Pct(one.floor.below)),
                "planned": YES if one.planned_below else "–",
                "chance": one.chance,
                "borne": one.floor.chance_at_most,
                "who": one.floor.approved_by,
                "needed": YES if one.needed else "–",
            },
            kind="strong" if one.needed else "plain",
        )
        for one in judged
    )
    columns = (
        m.Column("floor", b.INTERNAL["floor"]),
        m.Column("planned", w.BOARD["by_plan"]),
        m.Column("chance", w.BOARD["chance_of_missing"], m.TENTHS),
        m.Column("borne", w.BOARD["chance_borne"], m.TENTHS),
        m.Column("who", w.BOARD["who_approves"], width=30),
        m.Column("needed", w.BOARD["is_needed"]),
    )
    yield m.Table("approvals", columns, rows, sheet=w.BOARD["sheet_approvals"], look="sides board")
    yield m.Note((m.filled(w.RULE),))


def corridor_section(corridor: Sequence[Needed], tender: Tender | None, draws: int) -> m.Section:
    """The price that each chance needs, with the total and what is left below the tender's ceiling."""
    ceiling = tender.ceiling if tender is not None else None
    rows = []
    for one in corridor:
        goal, chance = (
            m.filled(w.FOR_FLOOR, floor=Pct(one.wanted.floor)),
            m.filled(w.AT_MOST, chance=Pct(one.wanted.chance)),
        )
        cells: dict[str, m.Value | m.Cell] = {
            "goal": goal if one.wanted.floor else m.filled(w.FOR_LOSS),
            "chance": chance,
        }
        cells["factor"] = m.Cell(one.factor, said="" if one.factor is not None else w.NOT_REACHED)
        total = left = rate = None
        if one.plan is not None:
            total = offered_total(one.plan)
            left = None if ceiling is None else ceiling - total
            rate = rate_of(one.plan)
        rows.append(m.Row({**cells, "total": total, "left": left, "rate": rate}))
    columns = (
        m.Column("goal", w.BOARD["goal_of_price"], width=28),
        m.Column("chance", w.BOARD["chance_at_price"], width=16),
        m.Column("factor", w.BOARD["prices_times"], FACTOR),
        m.Column("total", w.BOARD["total_at_price"], m.WHOLE_MONEY),
        m.Column(
            "left", w.BOARD["to_ceiling"], m.WHOLE_MONEY, media=m.EVERYWHERE if ceiling is not None else m.Medium(0)
        ),
        m.Column("rate", w.BOARD["planned_rate"], m.TENTHS),
    )
    how = w.STRAIGHT if all(one.straight for one in corridor) else w.SEARCHED
    note = Text(
        zh=w.CORRIDOR.say("zh", {"draws": draws, "how": how.say("zh")}),
        en=w.CORRIDOR.say("en", {"draws": draws, "how": how.say("en")}),
    )
    table = m.Table("corridor", columns, tuple(rows), sheet=w.BOARD["corridor"], look="sides board")
    return m.Section("corridor", w.BOARD["corridor"], (table, m.Note((note,))), kept=True)


def waterfall_section(risked: Risked, result: Result) -> m.Section:
    """From the price quoted to the margin as planned, then to the mean of all draws."""
    plan, mean = risked.results.plan, risked.figures.spreads[0].mean
    costs = plan.bid.costs
    steps: list[tuple[m.Label, Fraction, bool]] = [
        (w.OFFERED, result.offered, True),
        (w.EXPECTED_KPIS, result.price - result.offered, False),
        (w.TAX, result.revenue - result.price, False),
        (b.INTERNAL["revenue"], result.revenue, True),
    ]
    by_category: dict[str, Fraction] = {}
    for one in built_up(plan):
        by_category[one.category] = by_category.get(one.category, Fraction(0)) - one.amount
    least = sorted(by_category, key=lambda category: -by_category[category])[: max(0, len(by_category) - CATEGORIES)]
    steps += [(costs.name_of(name), amount, False) for name, amount in by_category.items() if name not in least]
    steps += [(w.OTHER_COSTS, sum((by_category[name] for name in least), Fraction(0)), False)]
    steps += [
        (b.INTERNAL["margin"], result.margin, True),
        (w.UNCERTAINTY, mean - result.margin, False),
        (w.MEAN_MARGIN, mean, True),
    ]
    shown = tuple(one for one in steps if one[1] or one[2])
    rows = tuple(
        m.Row({"step": label, "amount": amount}, kind="strong" if whole else "plain") for label, amount, whole in shown
    )
    columns = (m.Column("step", w.BOARD["waterfall"], width=36), m.Column("amount", b.BOOK["amount"], m.WHOLE_MONEY))
    return m.Section(
        "waterfall",
        w.BOARD["waterfall"],
        (
            m.Chart("fall", m.Waterfall(shown), (w.STEPS, w.SUMS), media=m.PAPER),
            m.Table("steps", columns, rows, sheet=w.BOARD["waterfall"], media=m.SCREEN | m.BOOK),
        ),
        kept=True,
    )
