"""Every kind of row that cannot be a fact: it is set aside with its line and the reason, and the rows around it enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.facts.reading import delimited
from tests.facts.made import CALLS, GOOD, HEADER, divide, source, with_map

NO_SECONDS = "in 'wait_seconds' is no whole number of seconds; if it is written otherwise, say so by 'duration', such as hh:mm:ss"
LAST = "3,2026-01-05 09:10:00,H,5\n"
BAD_ROWS = [
    ("2,2026-01-05 09:05:00,A\n", "row.fields", "the row has 3 fields instead of 4"),
    ("2,2026-01-05 09:05:00,A,7,\n", "row.fields", "the row has 5 fields instead of 4"),
    ('2,"2026-01-05 09:05:00,A,7\n', "row.quote", "a quote is not closed, or text follows it"),
    ('2,"2026-01-05 09:05:00"x,A,7\n', "row.quote", "a quote is not closed, or text follows it"),
    ("2,2026-01-05 09:05:00,A,7s\n", "wait_seconds.readable", f"'7s' {NO_SECONDS}"),
    ("2,2026-01-05 09:05:00,A,7.5\n", "wait_seconds.readable", f"'7.5' {NO_SECONDS}"),
    ("2,2026-01-05 09:05:00,A,-1\n", "wait_seconds.at_least", "'wait_seconds' is -1, below 0"),
    ("2,yesterday,A,7\n", "started_at.readable", "'yesterday' in 'started_at' is no date and time"),
    ("2,2026-02-30 09:00:00,A,7\n", "started_at.readable", "'2026-02-30 09:00:00' in 'started_at' is no date and time"),
    ("2,2026-03-29 02:30:00,A,7\n", "started_at.exists",
     "'2026-03-29 02:30:00' in 'started_at' was skipped by the clock (summer time began)"),
    ("2,,A,7\n", "started_at.required", "'started_at' is empty"),
    (" ,2026-01-05 09:05:00,A,7\n", "interaction_id.required", "'interaction_id' is empty"),
    ("2,2026-01-05 09:05:00,X,7\n", "outcome.code", "the code 'X' of 'outcome' is not in the source file"),
    ("2,2026-01-05 09:05:00,,7\n", "outcome.required", "'outcome' is empty"),
    (b"2,2026-01-05 09:05:00,A\xff,7\n", "row.encoding", "a byte is not valid UTF-8"),
    ("2,,X,-1\n", "outcome.code,started_at.required,wait_seconds.at_least",
     "the code 'X' of 'outcome' is not in the source file; 'started_at' is empty; 'wait_seconds' is -1, below 0"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "rules", "reason"), BAD_ROWS)
def test_a_bad_row_is_set_aside_alone(tmp_path: Path, row: str | bytes, rules: str, reason: str) -> None:
    middle = row.encode() if isinstance(row, str) else row
    usable, bad, checker = divide(tmp_path, HEADER.encode() + GOOD.encode() + middle + LAST.encode())
    assert usable["interaction_id"].to_list() == ["1", "3"]
    assert bad.select("file", "line", "rules", "reason_en").rows() == [("calls.csv", 3, rules, reason)]
    assert bad["raw"][0] == middle.decode(errors="replace").rstrip("\n")
    assert checker.read == 3
    assert {rule for rule, count in checker.counts.items() if count} == set(rules.split(","))


def test_reasons_are_chinese_too(tmp_path: Path) -> None:
    _, bad, _ = divide(tmp_path, HEADER + "2,2026-01-05 09:05:00,X,7s\n")
    assert (
        bad["reason_zh"][0]
        == "源文件没有列出“outcome”的代码 'X'；“wait_seconds”中的 '7s' 不是整秒数；若为其他写法，请用 duration 说明，例如 hh:mm:ss"
    )


def test_blank_lines_and_windows_line_ends_are_no_rows(tmp_path: Path) -> None:
    usable, bad, checker = divide(tmp_path, (HEADER + "\n" + GOOD + "  \n" + LAST + "\n").replace("\n", "\r\n"))
    assert usable["line"].to_list() == [3, 5]
    assert (bad.height, checker.read) == (0, 2)


def test_the_last_line_needs_no_line_end(tmp_path: Path) -> None:
    usable, _, _ = divide(tmp_path, HEADER + GOOD + LAST.rstrip("\n"))
    assert usable.height == 2


def test_a_byte_order_mark_is_not_part_of_a_name(tmp_path: Path) -> None:
    usable, _, _ = divide(tmp_path, b"\xef\xbb\xbf" + (HEADER + GOOD).encode())
    assert usable.height == 1


def test_a_quoted_field_runs_over_lines_and_the_line_numbers_stay_right(tmp_path: Path) -> None:
    given = with_map("category: note")
    text = 'id,began,result,wait,note\n1,2026-01-05 09:00:00,A,7,"two\nlines, one ""quoted"""\n'
    usable, bad, _ = divide(tmp_path, text + '2,2026-01-05 09:00:00,A,7,5" pipe\n3,2026-01-05 09:00:00,A,7\n', given)
    assert usable.select("line", "category").rows() == [(2, 'two\nlines, one "quoted"'), (4, '5" pipe')]
    assert bad["line"].to_list() == [5]


def test_a_quote_that_nobody_closed_spoils_its_own_line_only(tmp_path: Path) -> None:
    rows = "".join(f"{n},2026-01-05 09:00:00,A,7\n" for n in range(10, 40))
    text = HEADER + '1,"2026-01-05 09:00:00,A,7\n' + rows + '2,2026-01-05 09:00:00,A,"7\n' + rows.replace(",7", ",8")
    usable, bad, checker = divide(tmp_path, text)
    assert bad.select("line", "rules").rows() == [(2, "row.quote"), (33, "row.quote")]
    assert (usable.height, checker.read) == (60, 62)


@pytest.mark.parametrize("size", [1, 7, 40, 64, 1000])
def test_where_a_block_ends_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    text = HEADER + GOOD + '2,2026-01-05 09:05:00,"A\n",7\n4,2026-01-05 09:05:00,"A\nB",7\n\n' + "broken\n" + LAST
    whole = divide(tmp_path, text)
    monkeypatch.setattr(delimited, "CHARACTERS_A_BATCH", size)
    cut = divide(tmp_path, text)
    assert cut[0].rows() == whole[0].rows()
    assert cut[1].sort("line").rows() == whole[1].sort("line").rows()
    assert cut[2].counts == whole[2].counts
    assert whole[1].sort("line").select("line", "rules").rows() == [(5, "outcome.code"), (8, "row.fields")]


def test_what_the_source_rejects(tmp_path: Path) -> None:
    given = source(CALLS + "reject:\n  - {when: wait = '99', reason: {en: a test call, zh: 测试呼叫}}\n")
    usable, bad, _ = divide(tmp_path, HEADER + GOOD + "2,2026-01-05 09:00:00,A,99\n3,2026-01-05 09:00:00,A,\n", given)
    assert usable["interaction_id"].to_list() == ["1", "3"]
    assert bad.select("line", "rules", "reason_en", "reason_zh").rows() == [(3, "reject.1", "a test call", "测试呼叫")]


def test_a_row_whose_account_is_unknown(tmp_path: Path) -> None:
    given = source(CALLS.replace("account: acme", "account: {from: lower(client)}"))
    text = "client,id,began,result,wait\nACME,1,2026-01-05 09:00:00,A,7\n,2,2026-01-05 09:00:00,A,7\n"
    usable, bad, _ = divide(tmp_path, text, given)
    assert usable["account"].to_list() == ["acme"]
    assert bad["rules"].to_list() == ["account.required"]


def test_an_end_before_the_beginning(tmp_path: Path) -> None:
    given = with_map("ended_at: ended")
    text = "id,began,result,wait,ended\n1,2026-01-05 09:00:00,A,7,2026-01-05 08:59:59\n2,2026-01-05 09:00:00,A,7,2026-01-05 09:00:00\n"
    usable, bad, _ = divide(tmp_path, text, given)
    assert usable["interaction_id"].to_list() == ["2"]
    assert bad["reason_en"].to_list() == ["'ended_at' is earlier than 'started_at': 2026-01-05 08:59:59"]
