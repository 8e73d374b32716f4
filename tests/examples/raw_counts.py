"""What the sample's exports hold in a month, counted by plain Python from the files as they are: no lake, no Polars, no product."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

from tests.sample.raw import records

Row = dict[str, str]
SHANGHAI = timezone(timedelta(hours=8))
FIRST = {"2026-01": date(2026, 1, 1), "2026-02": date(2026, 2, 1)}
LAST = {"2026-01": date(2026, 1, 31), "2026-02": date(2026, 2, 28)}


class Exports:
    """The exports by source name; of rows that share a key the first usable one counts."""

    def __init__(self, files: dict[str, list[Path]]) -> None:
        self.files = files

    def rows(self, source: str, key: tuple[str, ...], usable: Callable[[Row], bool]) -> list[Row]:
        found: dict[tuple[str, ...], Row] = {}
        for path in self.files[source]:
            for record in records(path, source):
                row = {name: (text or "").strip() for name, text in record.items()}
                if usable(row):
                    found.setdefault(tuple(row[name] for name in key), row)
        return list(found.values())


def not_negative(row: Row, *names: str) -> bool:
    return not any(row[name].startswith("-") for name in names)


# -- 12345 -------------------------------------------------------------------------------------------------------------

CALL_SECONDS = ("等待秒数", "通话秒数", "保持秒数", "话后秒数", "IVR秒数")


def hotline_calls(exports: Exports, month: str) -> list[Row]:
    def usable(row: Row) -> bool:
        known = row["结果"] in ("人工接听", "排队放弃", "自助结束")
        return known and row["来电日期"] != "" != row["呼入时间"] and not_negative(row, *CALL_SECONDS)

    started = f"2026/{int(month[5:])}/"
    return [r for r in exports.rows("city-hotline-calls", ("话单编号",), usable) if r["来电日期"].startswith(started)]


def hotline_evaluations(exports: Exports, month: str) -> list[Row]:
    rows = exports.rows("city-hotline-evaluations", ("质检单号",), lambda row: row["得分"] != "")
    return [row for row in rows if row["质检时间"].startswith(month)]


def hotline_surveys(exports: Exports, month: str) -> list[Row]:
    answers = ("非常满意", "满意", "一般", "不满意", "非常不满意")
    rows = exports.rows("city-hotline-surveys", ("答卷编号",), lambda row: row["评价"] in answers)
    return [row for row in rows if row["评价时间"].startswith(month)]


def hotline_events(exports: Exports, month: str) -> list[Row]:
    rows = exports.rows("city-hotline-events", ("事件编号",), lambda row: row["事件类别"] != "")
    return [row for row in rows if row["发生时间"].startswith(f"2026年{month[5:]}月")]


# -- telesales ---------------------------------------------------------------------------------------------------------

REACHED = ("SALE", "NOTINT", "CALLBK", "WRONGP", "DNC")
RESULTS = (*REACHED, "NOANS", "BUSY", "INVALID", "MACHINE")


def telesales_dials(exports: Exports, month: str) -> list[Row]:
    def usable(row: Row) -> bool:
        seconds = ("talk_sec", "hold_sec", "wrap_sec")
        return row["disposition"] in RESULTS and row["start_epoch"] != "" and not_negative(row, *seconds)

    def began(row: Row) -> str:
        return datetime.fromtimestamp(int(row["start_epoch"]), SHANGHAI).strftime("%Y-%m")

    return [row for row in exports.rows("insurer-telesales-dials", ("call_uuid",), usable) if began(row) == month]


def telesales_sales(exports: Exports, month: str) -> list[Row]:
    rows = exports.rows("insurer-telesales-sales", ("policy_no",), lambda row: row["sold_at"] != "")
    return [row for row in rows if row["sold_at"].startswith(month.replace("-", ""))]


def telesales_hours(exports: Exports, month: str) -> dict[str, Fraction]:
    """Hours by activity, as the export names it."""

    def usable(row: Row) -> bool:
        known = row["activity"] in ("DIAL", "TRAINING", "MEETING", "BREAK", "LEAVE")
        return known and row["hours"] != "" and not_negative(row, "hours")

    hours: dict[str, Fraction] = {}
    for row in exports.rows("insurer-telesales-timesheets", ("agent_id", "work_date", "activity"), usable):
        if row["work_date"].startswith(month.replace("-", "")):
            hours[row["activity"]] = hours.get(row["activity"], Fraction(0)) + Fraction(row["hours"])
    return hours


def telesales_evaluations(exports: Exports, month: str) -> list[Row]:
    rows = exports.rows("insurer-telesales-evaluations", ("evaluation_no",), lambda row: row["score"] != "")
    return [row for row in rows if row["evaluated_on"].startswith(month.replace("-", ""))]


# -- tech support ------------------------------------------------------------------------------------------------------


def support_contacts(exports: Exports, month: str) -> list[Row]:
    def usable(row: Row) -> bool:
        known = row["status"] in ("completed", "abandoned")
        return known and row["started_at"] != "" and not_negative(row, "wait_s", "talk_s", "hold_s", "wrap_s")

    rows = exports.rows("tech-support-contacts", ("contact_id",), usable)
    return [row for row in rows if row["started_at"].startswith(month)]  # the export writes New York's own clock


def support_surveys(exports: Exports, month: str) -> list[Row]:
    rows = exports.rows("tech-support-surveys", ("survey_id",), lambda row: row["stars"] != "")
    return [row for row in rows if row["answered_at"].startswith(month)]


def support_heads(exports: Exports, month: str, grade: str) -> Iterator[tuple[Fraction, Fraction]]:
    """For each stint of the grade: the share of the month's days, and the monthly cost."""
    days_in_month = (LAST[month] - FIRST[month]).days + 1
    for row in exports.rows("tech-support-roster", ("agent_id", "start_date"), lambda row: row["start_date"] != ""):
        start, end = (american(row[name]) for name in ("start_date", "end_date"))
        first, last = max(start or date.min, FIRST[month]), min(end or date.max, LAST[month])
        if row["grade"] == grade and first <= last:
            share = Fraction((last - first).days + 1, days_in_month)
            yield share, Fraction(row["monthly_cost_usd"].replace(",", ""))


def american(text: str) -> date | None:
    return datetime.strptime(text, "%m/%d/%Y").date() if text else None
