"""The streams and people of a scenario, as a user writes them, without the rest of it."""

from __future__ import annotations

from textwrap import dedent

from bpo.core.documents import parse_document
from bpo.core.fields import FileModel
from bpo.core.validation import read_model
from bpo.economics.staffing.people import People
from bpo.economics.staffing.streams import Stream, Streams


class Work(FileModel):
    """The two parts of a scenario that staffing reads."""

    streams: Streams
    people: People


OFFICE = """
streams:
  - id: calls
    label: {zh: 呼入, en: Calls}
    volume: 22000
    handle_seconds: 180
    pattern:
      days: {mon: 20%, tue: 20%, wed: 20%, thu: 20%, fri: 20%}
      half_hours: {"09:00-14:00": 100%}
    goal: {answered: 80%, within_seconds: 20}
people: {hours_a_month: 160, shrinkage: 30%}
"""
"""22,000 calls in a month of 22 working days of 10 half hours: 100 calls of 180 s in each."""

HOTLINE = """
streams:
  - id: calls
    volume: {a_month: 52000, growth_a_year: 3%, season: {02: 80%}}
    handle_seconds: 245
    pattern:
      days: {mon: 17%, tue: 16%, wed: 15.5%, thu: 15%, fri: 15%, sat: 12.5%, sun: 9%}
      half_hours:
        {"00:00-06:00": 5%, "06:00-08:00": 5%, "08:00": 3%, "08:30": 4%, "09:00": 5.5%, "09:30": 6.5%, "10:00-12:00": 25%,
         "12:00-14:00": 12%, "14:00-18:00": 26%, "18:00-24:00": 8%}
      holidays: sun
    goal: {answered: 80%, within_seconds: 20}
    patience_seconds: 120
    occupancy_at_most: 85%
  - {id: letters, volume: 1200, handle_seconds: 900, workload: {productive: 90%}}
people:
  hours_a_month: 176
  shrinkage: {leave: 10.3%, breaks: 14%}
  attrition_a_month: 3%
  ramp: [50%, 80%]
"""


def work(text: str) -> Work:
    return read_model(parse_document(dedent(text), "work.yaml"), Work)


def office(**changes: object) -> tuple[tuple[Stream, ...], People]:
    """The office with some fields of its people changed."""
    read = work(OFFICE)
    return read.streams, People.model_validate({**read.people.model_dump(), **changes})
