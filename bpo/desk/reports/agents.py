"""Agents' work (座席作业): contacts handled, talk, hold and wrap-up time, QA score; by agent, team, queue or day."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.expr import Expr
from bpo.core.filters import read_filter
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import EVALUATIONS, INTERACTIONS
from bpo.core.words import Text, Words
from bpo.desk.reports.head import head_of
from bpo.facts.lake.seen import Pinned, SeenInLake
from bpo.kpi.conditions import HANDLED, TIME_IS_KNOWN
from bpo.metering.count import count_all
from bpo.metering.findings import FactsWithQuarantine, data_findings
from bpo.report import model as m
from bpo.report.headings import SUM, named

BY: Mapping[str, Text] = {
    "agent": Text(zh="座席", en="Agent"),
    "team": Text(zh="班组", en="Team"),
    "queue": Text(zh="队列", en="Queue"),
    "day": Text(zh="日期", en="Day"),
}
TIMES = {
    "talk": Text(zh="通话 h", en="Talk, h"),
    "hold": Text(zh="保持 h", en="Hold, h"),
    "wrap_up": Text(zh="话后处理 h", en="Wrap-up, h"),
}
HEADINGS = named(
    {
        "agents_work": ("座席作业报表", "Agents' work"),
        "contacts_handled": ("处理量", "Contacts handled"),
        "contacts_timed": ("有时长的处理量", "With a time"),
        "all_handle_time": ("处理时长 h", "Handle time, h"),
        "average_handle_time": ("平均处理时长 s", "AHT, s"),
        "evaluations_made": ("质检次数", "Evaluations"),
        "sum_of_scores": ("质检总分", "Sum of scores"),
        "average_score": ("质检得分", "QA score"),
        "none_handled": ("无人工处理的联络，也无质检", "no contact was handled, none was evaluated"),
    }
)
NAMES_NONE = Words("agents-names-none", en="(names none)", zh="（未填写）")
COUNTED = Words(
    "agents-counted",
    en="Contacts that an agent handled, in all directions, with the agent whom their row names, also where they were passed on; days "
    "are those of {zone}. AHT = (talk + hold + wrap-up) / contacts of which any of the three is known.",
    zh="统计由人工处理的全部方向的联络，转接的也计入该行所填座席；日期按 {zone}。平均处理时长 =（通话 + 保持 + 话后处理）/ 三项时长至少一项已知的联络量。",
)
SCORED = Words(
    "agents-scored",
    en="QA score = sum of scores / evaluations made on these days; each stands with what it names itself, its queue is that of the "
    "contact it names.",
    zh="质检得分 = 总分 / 当期质检次数；质检按其自身所填归组，队列取所检联络的队列。",
)
NOT_SCORED = Words(
    "agents-not-scored",
    en="No contact was evaluated on these days: there is no QA score.",
    zh="当期没有质检记录，因此没有质检得分。",
)
OF_NONE = Words(
    "agents-of-none",
    en="{contacts} contacts and {evaluations} evaluations name no {what}; they stand in a row of their own.",
    zh="{contacts} 次联络和 {evaluations} 次质检未填写{what}，单列一行。",
)
TIME_MISSING = Words(
    "agents-time-missing",
    en="{time}: not known of {rows} of {all} handled contacts, and adds nothing there.",
    zh="{time}：{all} 次人工处理的联络中有 {rows} 次未知，不计入。",
)
HUNDREDTHS, TENTHS = (m.Format("number", places, padded=True) for places in (2, 1))
AHT, QA = "{handle} * 3600 / {timed}", "{scores} / {evaluations}"

Figures = dict[str, dict[str, Fraction]]
"""Each figure by the name of what it is kept apart by, which is empty where a row names none."""


def agents(lake: FactsWithQuarantine, contract: Contract, window: Period, by: str = "agent") -> m.Report:
    """The report on the contract's account. Averages are ratios of sums, also in the row of the sums.

    Args:
        lake: the facts.
        contract: whose account, time zone, language and parties these are.
        window: the days that count.
        by: one of ``BY``.

    Raises:
        BpoError: if there are no contacts on these days: missing is never zero.
    """
    pinned = Pinned(lake, lake.versions())
    found = _contacts(pinned, contract, window, by) | _evaluations(pinned, contract, window, by)
    names = [day.isoformat() for day in window.each_day()] if by == "day" else []
    names = names or sorted({name for parts in found.values() for name in parts}, key=lambda name: (not name, name))
    head = head_of("agents", HEADINGS["agents_work"], contract, window, by, BY)
    handled = tuple(found["contacts"].get(name, Fraction(0)) for name in names)
    shown = tuple(str(int(name[-2:])) if by == "day" else name or "–" for name in names)
    chart = m.Chart("handled", m.Bars(shown, handled), (HEADINGS["contacts_handled"],))
    notes = [
        *_notes(found, contract, by),
        *(m.filled(one.words, **one.values) for one in data_findings(lake, contract, window)),
    ]
    parts = (*((chart,) if len(names) > 1 else ()), _table(found, names, by), m.Note(tuple(notes), "notes"))
    return m.Report(head, (m.Section("work", "", parts),), contract.language, contract.currency)


def _contacts(lake: Pinned, contract: Contract, window: Period, by: str) -> Figures:
    def need(name: str, column: str = "", own: str = "") -> Need:
        of = Expr("column", "whole", value=column) if column else None
        where = read_filter(f"{HANDLED} AND {own}" if own else HANDLED, INTERACTIONS)
        return Need(name, INTERACTIONS.name, "sum" if column else "count", of, where, (by,))

    def needs() -> Iterator[Need]:
        yield need("contacts")
        yield need("timed", own=TIME_IS_KNOWN)
        for name in TIMES:
            yield need(
                name, f"{name}_seconds", f"{name}_seconds IS NOT NULL"
            )  # so that what no row knows is no part, not 0
            yield need(f"no_{name}", own=f"{name}_seconds IS NULL")

    counted = count_all(lake, contract, window, list(needs()))
    return {name: dict(one.parts) for name, one in counted.items()}


def _evaluations(lake: Pinned, contract: Contract, window: Period, by: str) -> Figures:
    """Evaluations and the sum of their scores, by what they name themselves; their queue is that of the contact that they name."""
    seen = SeenInLake(lake, contract.account_of_facts)
    if contract.account_of_facts not in seen.accounts(EVALUATIONS):
        return {"evaluations": {}, "scores": {}}
    key = by if by == "day" or EVALUATIONS.column(by) else "interaction_id"
    score = Expr("column", "decimal", value="score")
    needs = [
        Need("evaluations", EVALUATIONS.name, "count", by=(key,)),
        Need("scores", EVALUATIONS.name, "sum", score, by=(key,)),
    ]
    found: Figures = {name: dict(one.parts) for name, one in count_all(lake, contract, window, needs).items()}
    if key == by:
        return found
    named_by = seen.column_of(INTERACTIONS, by, found["evaluations"])
    joined: Figures = {name: {} for name in found}
    for name, parts in found.items():
        for contact, value in parts.items():
            of = named_by.get(contact) or ""
            joined[name][of] = joined[name].get(of, Fraction(0)) + value
    return joined


def _table(found: Figures, names: list[str], by: str) -> m.Table:
    h, rows = HEADINGS, [_row(found, name) for name in names]
    columns = (
        m.Column("name", BY[by], width=24),
        m.Column("contacts", h["contacts_handled"], m.COUNT),
        m.Column("timed", h["contacts_timed"], m.COUNT, media=m.BOOK),
        *(m.Column(name, title, HUNDREDTHS) for name, title in TIMES.items()),
        m.Column("handle", h["all_handle_time"], HUNDREDTHS),
        m.Column("aht", h["average_handle_time"], TENTHS, relation=AHT),
        m.Column("evaluations", h["evaluations_made"], m.COUNT),
        m.Column("scores", h["sum_of_scores"], HUNDREDTHS, media=m.BOOK),
        m.Column("qa", h["average_score"], HUNDREDTHS, relation=QA),
    )
    summed = dict.fromkeys(key for row in rows for key in row.cells if key != "name")
    sums = {key: m.Cell(relation=f"SUM({{work.{key}}})") for key in summed}
    total = m.Row({"name": SUM, **sums, "aht": m.Cell(relation=AHT), "qa": m.Cell(relation=QA)}, "total", "sum")
    return m.Table("work", columns, (*rows, total) if rows else (), sheet=BY[by], look="work", empty=h["none_handled"])


def _row(found: Figures, name: str) -> m.Row:
    """What is not known has no cell; the handle time is the sum of the times that are."""
    cells: dict[str, m.Value | m.Cell] = {"name": name or NAMES_NONE}
    cells |= {key: found[key].get(name, Fraction(0)) for key in ("contacts", "timed")}
    known = [key for key in TIMES if name in found[key]]
    cells |= {key: found[key][name] / 3600 for key in known}
    cells |= {"handle": m.Cell(relation=" + ".join(f"{{{key}}}" for key in known))} if known else {}
    if found["evaluations"]:
        cells["evaluations"] = found["evaluations"].get(name, Fraction(0))
    cells |= {"scores": found["scores"][name]} if name in found["scores"] else {}
    return m.Row(cells)


def _notes(found: Figures, contract: Contract, by: str) -> Iterator[m.Label]:
    yield m.filled(COUNTED, zone=contract.billing.timezone)
    yield SCORED if found["evaluations"] else NOT_SCORED
    contacts, evaluations = (found[key].get("", Fraction(0)) for key in ("contacts", "evaluations"))
    if contacts or evaluations:
        what = Text(zh=BY[by].zh, en=BY[by].en.lower())
        yield m.filled(OF_NONE, contacts=contacts, evaluations=evaluations, what=what)
    every = sum(found["contacts"].values())
    for name, title in TIMES.items():
        if rows := sum(found[f"no_{name}"].values()):
            yield m.filled(TIME_MISSING, time=title, rows=rows, all=every)
