"""Several rows that are one: legs of a contact, copies of a row, and rows alike under two keys; in one file, and in later ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from bpo.cli.facts import reports_text
from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.withdraw import withdraw
from tests.facts.made import source

MAPPED = """\
source: switch
table: interactions
account: acme
timezone: UTC
format: {kind: delimited}
map:
  interaction_id: id
  direction: way
  started_at: began
  ended_at: fin
  agent: agent
  customer: cust
  outcome: result
  wait_seconds: wait
  talk_seconds: talk
  wrap_up_seconds: wrap
  resolved: solved
"""
LEGS = MAPPED + "same_key: legs\n"
HEADER = "id,way,began,fin,agent,cust,result,wait,talk,wrap,solved\n"
IVR = "c,inbound,2026-03-31 23:58:00,2026-03-31 23:58:30,,ada,ivr,0,,,\n"
LOST = "c,inbound,2026-03-31 23:58:30,2026-03-31 23:59:10,,ada,abandoned,40,,,\n"
BACK = "c,outbound,2026-04-01 00:10:00,2026-04-01 00:13:00,bob,ada,handled,5,175,30,no\n"
PASSED = "c,internal,2026-04-01 00:13:00,2026-04-01 00:15:00,cat,ada,handled,7,110,,yes\n"
OTHER = "d,inbound,2026-03-31 12:00:00,2026-03-31 12:01:00,bob,ben,handled,3,57,,\n"
COPIES = MAPPED + "same_key: {newest: updated}\n"


class Desk:
    """A lake, and files that are delivered one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lake, self.files = folder, Lake(folder / "lake"), 0

    def deliver(self, text: str, yaml: str, name: str = "") -> IngestReport:
        self.files += 1
        file = self.folder / (name or f"{self.files}.csv")
        file.write_text(text)
        return ingest(file, source(yaml, "switch.yaml"), self.lake)

    def rows(self, *columns: str, version: int | None = None) -> list[tuple[object, ...]]:
        rows = self.lake.scan(INTERACTIONS, version).sort("account", "interaction_id").collect()
        return rows.with_columns(pl.col("started_at", "ended_at").dt.strftime("%d %H:%M:%S")).select(columns).rows()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def shape(one: IngestReport) -> tuple[int, ...]:
    return one.rows_read, one.entered, one.merged, one.newer, one.older, one.quarantined, one.known


def with_updated(rows: Sequence[tuple[str, str]]) -> str:
    return HEADER.replace("\n", ",updated\n") + "".join(f"{row.strip()},{updated}\n" for row, updated in rows)


ONE = ("interaction_id", "direction", "started_at", "ended_at", "agent", "outcome", "wait_seconds", "talk_seconds")
MORE = ("wrap_up_seconds", "resolved")
# Begun by the first leg, ended with the last; handled, by the first who did; 0 + 40 + 5 s until then, the 7 s of the transfer are not
# its waiting; 175 + 110 s of talk, 30 s of wrap-up, of which the second leg tells none; resolved by the second.
AS_ONE = ("c", "inbound", "31 23:58:00", "01 00:15:00", "bob", "handled", 45, 285, 30, True)


@pytest.mark.parametrize("order", list(permutations((IVR, LOST, BACK, PASSED)))[::5])
def test_legs_of_one_call_are_one_contact_in_any_order(desk: Desk, order: Sequence[str]) -> None:
    report = desk.deliver(HEADER + "".join(order) + OTHER, LEGS)
    assert shape(report) == (5, 2, 3, 0, 0, 0, 0)
    assert desk.rows(*ONE, *MORE)[0] == AS_ONE
    assert desk.rows("interaction_id", "talk_seconds", "resolved")[1] == ("d", 57, None)


def test_a_leg_of_a_later_file_joins_and_what_was_before_can_be_read_again(desk: Desk) -> None:
    assert shape(desk.deliver(HEADER + IVR + LOST + OTHER, LEGS)) == (3, 2, 1, 0, 0, 0, 0)
    assert desk.rows("outcome", "wait_seconds", "talk_seconds")[0] == ("abandoned", 40, None)
    assert shape(desk.deliver(HEADER + LOST + PASSED + BACK, LEGS)) == (3, 0, 2, 0, 0, 0, 1)
    assert desk.rows(*ONE, *MORE)[0] == AS_ONE
    assert desk.rows("outcome", "wait_seconds", "talk_seconds", version=0)[0] == ("abandoned", 40, None)
    assert shape(desk.deliver(HEADER + LOST + PASSED + BACK, LEGS)) == (3, 0, 0, 0, 0, 0, 3)
    assert desk.lake.versions() == {"interactions": 1}, "the same file again changes nothing"


def test_a_file_of_legs_that_is_withdrawn_leaves_the_others(desk: Desk) -> None:
    desk.deliver(HEADER + IVR + LOST + OTHER, LEGS)
    desk.deliver(HEADER + BACK, LEGS)
    (gone,) = withdraw(desk.lake, "2.csv", "another account")
    assert (gone.rows, str(gone.first), str(gone.last)) == (1, "2026-03-31 23:58:00+00:00", "2026-04-01 00:10:00+00:00")
    assert desk.rows("outcome", "wait_seconds", "talk_seconds") == [("abandoned", 40, None), ("handled", 3, 57)]


def test_what_is_taken_of_the_legs_may_be_said(desk: Desk) -> None:
    said = (
        MAPPED
        + "same_key: {legs: {agent: last, outcome: last, wait_seconds: most, talk_seconds: least, resolved: all}}\n"
    )
    desk.deliver(HEADER + PASSED + BACK + LOST, said)
    taken = ("agent", "outcome", "wait_seconds", "talk_seconds", "resolved")
    assert desk.rows(*taken) == [("cat", "handled", 40, 110, False)]
    desk.deliver(HEADER + "c,inbound,2026-04-01 00:15:00,2026-04-01 00:16:00,,ada,voicemail,0,,,\n", said)
    assert desk.rows(*taken) == [("cat", "voicemail", 40, 110, False)]


def test_the_newest_copy_counts_and_an_older_one_that_comes_late_does_not(desk: Desk) -> None:
    first, more = OTHER, OTHER.replace("57,,", "57,25,")
    report = desk.deliver(with_updated([(first, "2026-03-31 12:02:00"), (more, "2026-03-31 12:05:00")]), COPIES)
    assert shape(report) == (2, 1, 0, 1, 0, 0, 0)
    assert desk.rows("talk_seconds", "wrap_up_seconds") == [(57, 25)]
    late = OTHER.replace("57,,", "50,,")
    assert shape(desk.deliver(with_updated([(late, "2026-03-31 12:01:59")]), COPIES)) == (1, 0, 0, 0, 1, 0, 0)
    assert desk.rows("talk_seconds", "wrap_up_seconds") == [(57, 25)]
    newer = OTHER.replace("57,,", "58,26,")
    assert shape(desk.deliver(with_updated([(newer, "2026-03-31 12:05:01")]), COPIES)) == (1, 0, 0, 1, 0, 0, 0)
    assert desk.rows("talk_seconds", "wrap_up_seconds") == [(58, 26)]
    assert desk.rows("talk_seconds", "wrap_up_seconds", version=0) == [(57, 25)]
    assert shape(desk.deliver(with_updated([(more, "2026-03-31 12:05:00")]), COPIES)) == (1, 0, 0, 0, 0, 0, 1)
    withdraw(desk.lake, "3.csv", "a test")
    assert desk.rows("talk_seconds", "wrap_up_seconds") == [(57, 25)], "the copy before it stands again"


def test_of_two_copies_that_are_equally_new_the_first_stands_and_the_other_is_set_aside(desk: Desk) -> None:
    other = OTHER.replace("57,,", "57,25,")
    report = desk.deliver(with_updated([(OTHER, "2026-03-31 12:02"), (other, "2026-03-31 12:02")]), COPIES)
    assert shape(report) == (2, 1, 0, 0, 0, 1, 0)
    assert report.bad_rows[0].reason.en == "same key as 1.csv:2, other content in: wrap_up_seconds"
    assert shape(desk.deliver(with_updated([(other, "")]), COPIES)) == (1, 0, 0, 0, 1, 0, 0), "no time is the oldest"
    assert desk.rows("wrap_up_seconds") == [(None,)]


def test_copies_by_a_number_are_not_compared_as_text(desk: Desk) -> None:
    numbered = MAPPED + "same_key: {newest: cast(updated AS INT)}\n"
    rows = [(OTHER.replace("57,,", f"{n},,"), str(n)) for n in (9, 10, 8)]
    assert shape(desk.deliver(with_updated(rows), numbered)) == (3, 1, 0, 1, 1, 0, 0)
    assert desk.rows("talk_seconds") == [(10,)]


def test_a_moment_that_cannot_be_read_makes_the_copy_unusable(desk: Desk) -> None:
    report = desk.deliver(with_updated([(OTHER, "10")]), COPIES)
    assert [row.rules for row in report.bad_rows] == [("newest.readable",)]


def test_what_was_set_aside_enters_once_the_source_says_which_copy_is_newer(desk: Desk) -> None:
    """The file is read anew by the mended source: its first row is the newer copy, and the second an older one."""
    file = with_updated([(OTHER.replace("57,,", "57,25,"), "2026-03-31 12:05"), (OTHER, "2026-03-31 12:02")])
    assert shape(desk.deliver(file, MAPPED, "a.csv")) == (2, 1, 0, 0, 0, 1, 0)
    assert shape(desk.deliver(file, COPIES, "a.csv")) == (2, 1, 0, 0, 1, 0, 0)
    assert desk.rows("talk_seconds", "wrap_up_seconds") == [(57, 25)]
    assert desk.lake.quarantine().collect().height == 0
    assert shape(desk.deliver(file, COPIES, "a.csv")) == (2, 0, 0, 0, 0, 0, 2)


ALIKE = MAPPED + "one_if_alike: [agent, customer, started_at, ended_at]\n"
A_LEG = "a,inbound,2026-03-02 10:00:00,2026-03-02 10:03:00,ann,c1,handled,5,175,,\n"


def test_rows_alike_under_two_keys_are_one(desk: Desk) -> None:
    b_leg, second_later = "b" + A_LEG[1:], "e" + A_LEG[1:].replace("10:03:00", "10:03:01")
    nobody = ["x" + A_LEG[1:].replace(",c1,", ",,"), "y" + A_LEG[1:].replace(",c1,", ",,")]
    report = desk.deliver(HEADER + b_leg + A_LEG + second_later + "".join(nobody), ALIKE)
    assert shape(report) == (5, 4, 1, 0, 0, 0, 0)
    assert [name for (name,) in desk.rows("interaction_id")] == ["a", "e", "x", "y"], "nobody knows who x and y were"
    assert shape(desk.deliver(HEADER + "A" + A_LEG[1:] + b_leg, ALIKE)) == (2, 0, 1, 0, 0, 0, 1)
    assert [name for (name,) in desk.rows("interaction_id")] == ["A", "e", "x", "y"]
    withdraw(desk.lake, "2.csv", "a test")
    assert [name for (name,) in desk.rows("interaction_id")] == ["a", "e", "x", "y"]


def test_other_accounts_and_other_sources_are_left_alone(desk: Desk) -> None:
    desk.deliver(HEADER + LOST + BACK, LEGS)
    desk.deliver(HEADER + LOST, LEGS.replace("account: acme", "account: other"))
    desk.deliver(HEADER + A_LEG + "b" + A_LEG[1:], MAPPED.replace("source: switch", "source: desk"))
    contacts = {
        (account, call): outcome for account, call, outcome in desk.rows("account", "interaction_id", "outcome")
    }
    assert contacts == {
        ("acme", "a"): "handled",
        ("acme", "b"): "handled",
        ("acme", "c"): "handled",
        ("other", "c"): "abandoned",
    }


MISTAKES = [
    ("same_key: leg", "same-key-one-way"),
    ("same_key: {legs: {}, newest: updated}", "same-key-one-way"),
    ("same_key: {newest: updated +}", "sql-not-understood"),
    ("same_key: {newest: {from: updated, format: '%H:%M'}}", "format-not-understood"),
    ("same_key: {newest: {form: updated}}", "field-unknown"),
    ("same_key: {legs: {queue: last}}", "same-column-not-mapped"),
    ("same_key: {legs: {started_at: last}}", "same-key-take-fixed"),
    ("same_key: {legs: {talk_seconds: any}}", "same-key-take"),
    ("same_key: {legs: {talk_seconds: mean}}", "choice-unknown"),
    ("one_if_alike: [agent, caller]", "same-column-not-mapped"),
    ("one_if_alike: [agent, interaction_id]", "alike-key"),
]


@pytest.mark.parametrize(("wrong", "code"), MISTAKES)
def test_a_mistake_is_told_at_its_line(wrong: str, code: str) -> None:
    with pytest.raises(BpoError) as raised:
        source(f"{MAPPED}{wrong}\n", "switch.yaml")
    (problem,) = [one for one in raised.value.problems if one.code == code]
    assert problem.where is not None and problem.where.line == MAPPED.count("\n") + 1
    assert problem.say("zh") != problem.say("en")


def test_only_contacts_have_legs() -> None:
    sales = "source: s\ntable: sales\naccount: a\ntimezone: UTC\nformat: {kind: delimited}\n"
    sales += "map: {sale_id: id, sold_at: at}\nsame_key: legs\n"
    with pytest.raises(BpoError) as raised:
        source(sales)
    assert [(one.code, one.where and one.where.line) for one in raised.value.problems] == [
        ("same-key-legs-of-contacts", 7)
    ]


@pytest.mark.parametrize(
    ("newest", "code"),
    [("updatd", "export-column-missing"), ("began > fin", "same-key-not-ordered"), ("'NULL'", "same-key-not-ordered")],
)
def test_what_does_not_say_which_copy_is_newer_is_told_before_a_row_is_read(desk: Desk, newest: str, code: str) -> None:
    with pytest.raises(BpoError) as raised:
        desk.deliver(with_updated([(OTHER, "x")]), f"{MAPPED}same_key: {{newest: {newest}}}\n")
    (problem,) = raised.value.problems
    assert (problem.code, problem.where and problem.where.line) == (code, MAPPED.count("\n") + 1)


def test_a_lake_whose_folder_has_a_space(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    desk = Desk(tmp_path / "a b")
    desk.deliver(HEADER + OTHER, MAPPED)
    desk.deliver(HEADER + BACK + PASSED, LEGS)
    assert desk.rows("interaction_id", "talk_seconds") == [("c", 285), ("d", 57)]
    assert desk.rows("interaction_id", "talk_seconds", version=0) == [("d", 57)]


def test_the_counts_are_shown_where_there_are_any(desk: Desk) -> None:
    plain = reports_text([desk.deliver(HEADER + OTHER, MAPPED)], ["UTC"], "en").splitlines()
    assert plain[0].split() == ["file", "table", "read", "entered", "quarantined", "known", "from", "to"]
    said = reports_text([desk.deliver(HEADER + BACK + PASSED, LEGS)], ["UTC"], "en").splitlines()
    assert said[0].split()[2:7] == ["read", "entered", "merged", "quarantined", "known"]
    assert said[-1].split()[2:7] == ["2", "1", "1", "0", "0"]
