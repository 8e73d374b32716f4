"""Groups of agents in a staffing plan: what callers of shared streams meet in the half hour that needs most, and how sure that is."""

from collections.abc import Iterator

from bpo.bid import plan_headings as p
from bpo.core.words import Text
from bpo.economics.staffing.groups import POSITIONS_MOST, Group
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.queueing import in_units
from bpo.economics.staffing.shared_half_hour import SharedHalfHour, SharedStream, shared_half_hour
from bpo.economics.staffing.skills import Estimate
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report import model as m

ONE_PLACE = m.Format("number", 1, padded=True)
MET = (
    ("service_level", "service_level", m.TENTHS),
    ("asa", "asa_seconds", ONE_PLACE),
    ("abandoned", "abandonment", m.TENTHS),
)


def groups_sections(plan: StaffingPlan, shown: StaffedMonth) -> Iterator[m.Section]:
    """One section, if groups are declared and have contacts in the month."""
    shared = shared_half_hour(plan.scenario.groups, plan.streams, shown)
    if shared is not None:
        day = DAY_NAMES[shared.weekday]
        title = m.filled(p.GROUPS_AT, month=shown.period.name, day=day, start=shared.start)
        yield m.Section("groups", title, (m.Note(_said(shared)), _streams(shared), _groups(plan, shared)))


def _said(shared: SharedHalfHour) -> tuple[Text, ...]:
    pooled = m.filled(p.GROUPS_BEYOND, most=POSITIONS_MOST) if shared.pooled is None else shared.pooled
    counts = {"separate": shared.separate, "pooled": pooled, "written": shared.written}
    return m.filled(p.GROUPS_POSITIONS, **counts), m.filled(p.GROUPS_ERROR)


def _streams(shared: SharedHalfHour) -> m.Table:
    columns = [m.Column("stream", p.PLAN["stream"], width=18), m.Column("contacts", p.PLAN["contacts"], ONE_PLACE)]
    for heading, key, form in MET:
        columns.append(m.Column(key, p.PLAN[heading], form))
        columns.append(m.Column(f"{key}_error", p.PLAN["give_or_take"], form, 8))
    columns.append(m.Column("goal_met", p.PLAN["goal_met"], width=26))
    rows = tuple(_stream(one) for one in shared.streams)
    return m.Table("shared_streams", tuple(columns), rows, p.PLAN["sheet_shared"], p.PLAN["sheet_shared"], "grid kept")


def _stream(one: SharedStream) -> m.Row:
    cells: dict[str, m.Value | m.Cell] = {"stream": one.stream.name, "contacts": one.interval.contacts}
    for _, key, _ in MET if not one.met.endless else ():
        cells |= _figures(key, getattr(one.met, key))
    judged = p.GROWS_ON if one.met.endless else p.GOAL_JUDGED[one.judged]
    return m.Row({**cells, "goal_met": judged})


def _figures(key: str, figure: Estimate) -> dict[str, m.Value | m.Cell]:
    return {} if figure.unknown else {key: in_units(figure.value), f"{key}_error": in_units(figure.error)}


def _groups(plan: StaffingPlan, shared: SharedHalfHour) -> m.Table:
    rows = []
    for group, busy in shared.groups:
        cells: dict[str, m.Value | m.Cell] = {"group": group.name, "takes": _takes(plan, group)}
        rows.append(m.Row({**cells, "positions": group.positions, **_figures("occupancy", busy)}))
    columns = (
        m.Column("group", p.PLAN["group"], width=18),
        m.Column("takes", p.PLAN["takes"], width=32),
        m.Column("positions", p.PLAN["positions"], m.COUNT, 10),
        m.Column("occupancy", p.PLAN["occupancy"], m.TENTHS),
        m.Column("occupancy_error", p.PLAN["give_or_take"], m.TENTHS, 8),
    )
    return m.Table("shared_groups", columns, tuple(rows), p.PLAN["sheet_groups"], p.PLAN["sheet_groups"], "grid kept")


def _takes(plan: StaffingPlan, group: Group) -> Text:
    names = {stream.id: stream.name for stream in plan.streams}
    taken = [names[one] for one in group.takes]
    listed = Text(zh="、".join(one.zh for one in taken), en=", ".join(one.en for one in taken))
    return listed if group.picks == "in_order" else m.filled(p.LONGEST_FIRST, streams=listed)
