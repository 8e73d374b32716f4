"""A contract that reads its calendar in years whose public holidays and moved working days are not announced yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.contracts.load import calendar_places
from bpo.core.words import Words

NAME = Check.CALENDAR_BEYOND_DATA
YEARS_AHEAD = 10
"""How far a contract without a last day is looked into."""
BEYOND = Words(
    "check-calendar-beyond-data",
    en="the contract runs beyond the days that the calendar {calendar} knows: {year} is not announced yet, and a month that asks for "
    "its holidays or working days will be refused until it is",
    zh="合同期超出日历 {calendar} 已知的日期：{year} 年的放假安排尚未公布，在此之前凡需判断其节假日或工作日的月份将无法出账",
)


def calendar_beyond_data(asked: Asked) -> Iterator[Advice]:
    contract = asked.contract
    calendar = contract.billing.calendar
    if calendar is None or not calendar_places(contract, asked.document):
        return
    start, end = contract.effective.start, contract.effective.end
    last = end.year if end is not None else start.year + YEARS_AHEAD
    year = next((year for year in range(start.year, last + 1) if not calendar.knows(date(year, 1, 1))), None)
    if year is not None:
        yield asked.advice(NAME, BEYOND, ("billing", "calendar"), calendar=calendar.country, year=str(year))
