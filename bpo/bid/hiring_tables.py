"""The classes of a staffing plan: when they begin and how many join, and the heads of each month by how long they have been there."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from bpo.bid import plan_headings as p
from bpo.core.words import Text
from bpo.economics.staffing.hiring import Hiring, Stage
from bpo.economics.staffing.plan import StaffingPlan
from bpo.report import model as m
from bpo.report.shown import rounded

ONE_PLACE = m.Format("number", 1, padded=True)


def hiring_sections(plan: StaffingPlan) -> Iterator[m.Section]:
    """One section, if people join in classes."""
    hiring = plan.people.hiring
    if hiring is not None:
        parts = (m.Note(tuple(_said(plan, hiring))), _classes(plan, hiring), _crews(plan, hiring))
        yield m.Section("hiring", p.PLAN["hiring"], parts)


def stage_names(hiring: Hiring) -> list[Text]:
    """Each band of tenure as a heading, by weeks since one joined."""
    stages: list[Stage] = list(hiring.stages)
    names = []
    for stage, after in itertools.pairwise(stages):
        if stage.output:
            names.append(m.filled(p.IN_WEEKS, first=stage.first + 1, last=after.first))
        else:
            names.append(m.filled(p.PLAN["in_training"]))
    return [*names, m.filled(p.PLAN["learned"])]


def _said(plan: StaffingPlan, hiring: Hiring) -> Iterator[Text]:
    yield m.filled(p.CLASSES_EVERY, weeks=hiring.every_weeks)
    if hiring.class_at_most is not None:
        yield m.filled(p.CLASS_AT_MOST, most=hiring.class_at_most)
    short = [(month.period.name, month.crew.shortfall) for month in plan.months if month.crew and month.crew.shortfall]
    if not short:
        yield m.filled(p.NOBODY_LACKS)
    else:
        month, most = max(short, key=lambda one: one[1])
        yield m.filled(p.SOME_LACK, months=len(short), all=len(plan.months), month=month, most=rounded(most, 1))


def _classes(plan: StaffingPlan, hiring: Hiring) -> m.Table:
    """A class a row; the first team, which is there when the term begins, is none."""
    rows = []
    for month in plan.months:
        for begins, people in month.crew.classes if month.crew is not None else ():
            there = begins + timedelta(days=7 * hiring.training_weeks)
            rows.append(m.Row({"begins": begins.isoformat(), "there_from": there.isoformat(), "joiners": people}))
    columns = (
        m.Column("begins", p.PLAN["begins"], width=14),
        m.Column("there_from", p.PLAN["there_from"], width=16),
        m.Column("joiners", p.PLAN["joiners"], ONE_PLACE, 12, sum=True),
    )
    title, total = p.PLAN["classes"], p.PLAN["total_heads"]
    return m.Table("classes", columns, tuple(rows), title, sheet=p.PLAN["sheet_classes"], look="grid kept", total=total)


def _crews(plan: StaffingPlan, hiring: Hiring) -> m.Table:
    """A month a row: who was there, joined and left; on its average who is in which band; what they do against what is needed."""
    names, rows = stage_names(hiring), []
    for month in plan.months:
        assert month.crew is not None
        crew, team = month.crew, month.team
        bands: dict[str, Fraction] = {f"band{n}": heads for n, heads in enumerate(crew.bands)}
        rows.append(m.Row({
            "month": month.period.name, "heads_before": crew.begin, "hires": team.hires, "leavers": team.leavers, **bands,
            "needed_fte": crew.needed, "able": crew.able, "shortfall": crew.shortfall, "surplus_fte": crew.surplus,
        }, month.period.name))  # fmt: skip
    columns = (
        m.Column("month", p.PLAN_BOOK["month"], width=10),
        m.Column("heads_before", p.PLAN["heads_before"], ONE_PLACE, 12),
        m.Column("hires", p.PLAN["hires"], ONE_PLACE, 10),
        m.Column("leavers", p.PLAN["leavers"], ONE_PLACE, 10),
        m.Column("heads_after", p.PLAN["heads_after"], ONE_PLACE, 12, "{heads_before} + {hires} - {leavers}"),
        *(m.Column(f"band{n}", name, ONE_PLACE, 14) for n, name in enumerate(names)),
        m.Column("needed_fte", p.PLAN["needed_fte"], ONE_PLACE, 12),
        m.Column("able", p.PLAN["able"], ONE_PLACE, 12),
        m.Column("shortfall", p.PLAN["shortfall"], ONE_PLACE, 12),
        m.Column("surplus_fte", p.PLAN["surplus_fte"], ONE_PLACE, 12),
    )
    return m.Table("crews", columns, tuple(rows), p.PLAN["by_tenure"], sheet=p.PLAN["sheet_tenure"], look="grid kept")
