"""``bpo source guess``: where the draft goes, and what is told of it."""

from __future__ import annotations

import pytest

from bpo.facts.sources.load import load_source
from tests.cli.desk import Desk

CALLS = "call id,start time,direction,status\n1,2026-01-05 09:00:00,in,answered\n"


@pytest.fixture
def with_calls(desk: Desk) -> Desk:
    (desk.root / "calls.csv").write_text(CALLS, encoding="utf-8")
    return desk


def test_a_draft_is_printed_or_written(with_calls: Desk) -> None:
    printed = with_calls.run("source", "guess", "calls.csv")
    assert printed.code == 0
    assert "account: FILL_IN" in printed.out
    written = with_calls.run("source", "guess", "calls.csv", "-o", "sources/new/calls.yaml", "--account", "desk")
    assert written.code == 0
    assert written.out == "sources/new/calls.yaml: a source of 'interactions'\nto fill in: timezone\n"
    assert load_source(with_calls.root / "sources/new/calls.yaml").account == "desk"


def test_nothing_is_overwritten_unless_it_is_asked_for(with_calls: Desk) -> None:
    output = with_calls.root / "mine.yaml"
    output.write_text("mine\n", encoding="utf-8")
    refused = with_calls.run("source", "guess", "calls.csv", "-o", "mine.yaml")
    assert refused.code == 1
    assert "it stays as it is" in refused.err
    assert output.read_text(encoding="utf-8") == "mine\n"
    assert with_calls.run("source", "guess", "calls.csv", "-o", "mine.yaml", "--force").code == 0
    assert load_source(output).table_name == "interactions"


def test_a_draft_with_all_that_was_told_is_ingested(with_calls: Desk) -> None:
    told = ("--account", "desk", "--timezone", "Asia/Shanghai", "-o", "sources/calls.yaml")
    assert with_calls.run("source", "guess", "calls.csv", *told).code == 0
    assert with_calls.run("ingest", "calls.csv", "--source", "sources/calls.yaml").code == 0


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "fill in whose facts these are"), ("zh", "请填写这些数据属于哪个账户")]
)
def test_an_ingest_through_a_draft_says_what_to_fill_in(lang: str, said: str, with_calls: Desk) -> None:
    assert with_calls.run("source", "guess", "calls.csv", "-o", "draft.yaml").code == 0
    refused = with_calls.run("--lang", lang, "ingest", "calls.csv", "--source", "draft.yaml")
    assert refused.code == 1
    assert f"draft.yaml:6: {said}" in refused.err.replace("draft.yaml:6：", "draft.yaml:6: ")


@pytest.mark.parametrize(("zone", "said"), [("Berlin", "unknown time zone 'Berlin'"), ("Europe/Berlin", "")])
def test_a_zone_that_is_none_is_refused(zone: str, said: str, with_calls: Desk) -> None:
    assert said in with_calls.run("source", "guess", "calls.csv", "--timezone", zone).err
