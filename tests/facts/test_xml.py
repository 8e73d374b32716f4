"""Records of XML: each by itself, by paths; nothing that a file declares is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from tests.facts.made import source
from tests.facts.test_systems import counts, enter, reasons

XML = """\
source: calls
table: interactions
account: acme
timezone: UTC
format: {kind: xml, record: cdr, columns: {id: variables/uuid, began: variables/start, core: "@core-uuid"}}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  outcome: "'handled'"
  site: core
"""


def test_nothing_that_xml_declares_is_read(tmp_path: Path) -> None:
    """An entity of the file's own is unknown in a record, which is set aside; the one beside it enters."""
    began = "<start>2026-01-05 09:00:00</start>"
    file = tmp_path / "calls.xml"
    file.write_text(
        '<!DOCTYPE cdrs [<!ENTITY name "invented">]>\n<cdrs>\n'
        f'<cdr core-uuid="&name;"><variables><uuid>1</uuid>{began}</variables></cdr>\n'
        f'<cdr core-uuid="a&amp;b"><variables><uuid>2</uuid>{began}<uuid>3</uuid></variables></cdr>\n</cdrs>\n'
    )
    lake = Lake(tmp_path / "lake")
    report = ingest(file, source(XML), lake)
    assert counts(report) == (2, 1, 0, 0, 1, 0)
    assert reasons(report) == [(3, ("row.xml",))]
    rows = lake.scan(INTERACTIONS).select("interaction_id", "site", "line").collect().rows()
    assert rows == [("2", "a&b", 4)], "of several elements of one path the first"


XML_MISTAKES = [
    ('core: "@core-uuid"', "core: variables/", "xml-path", None),
    ('core: "@core-uuid"', "core: /variables", "xml-path", None),
    ('core: "@core-uuid"', 'core: "@core/uuid"', "xml-path", None),
    ("record: cdr", "record: a b", "xml-record-name", None),
    ("record: cdr, ", "", "field-required", None),
    ("record: cdr", "record: cdr, recrod: cdr", "field-unknown", "record"),
]


@pytest.mark.parametrize(("right", "wrong", "code", "nearest"), XML_MISTAKES)
def test_a_mistake_in_a_format_of_xml(right: str, wrong: str, code: str, nearest: str | None) -> None:
    assert right in XML
    with pytest.raises(BpoError) as raised:
        source(XML.replace(right, wrong))
    problem = next(one for one in raised.value.problems if one.code == code)
    assert problem.where is not None
    assert (problem.where.line, problem.values.get("nearest")) == (5, nearest)


def test_a_column_that_the_format_does_not_name(tmp_path: Path) -> None:
    file = tmp_path / "calls.xml"
    file.write_text("<cdr/>")
    with pytest.raises(BpoError) as raised:
        ingest(file, source(XML.replace("site: core", "site: cor")), Lake(tmp_path / "lake"))
    (problem,) = raised.value.problems
    assert problem.say("en").startswith("calls.yaml:11: calls.xml has no column 'cor'")


def test_a_file_without_a_record(tmp_path: Path) -> None:
    file = tmp_path / "calls.xml"
    file.write_text("<cdrs>\n<call/></cdrs>\n")
    with pytest.raises(BpoError) as raised:
        ingest(file, source(XML), Lake(tmp_path / "lake"))
    assert [one.say("en") for one in raised.value.problems] == [f"{file}: there is no element <cdr> in this file"]


def test_xml_in_another_encoding_and_damaged_bytes(tmp_path: Path) -> None:
    """Of three records one has bytes that the encoding does not know, and the last is cut by the end of the file."""
    record = "<cdr core-uuid='客服'><variables><uuid>{}</uuid><start>2026-01-05 09:00:00</start></variables></cdr>\n"
    file = tmp_path / "calls.xml"
    damaged = record.format(2).replace("客服", "?").encode().replace(b"?", b"\xff\xff")
    file.write_bytes(record.format(1).encode("gb18030") + damaged + record.format(3).encode("gb18030")[:60])
    lake = Lake(tmp_path / "lake")
    report = ingest(file, source(XML.replace("record: cdr", "record: cdr, encoding: gb18030")), lake)
    assert counts(report) == (3, 1, 0, 0, 2, 0)
    assert reasons(report) == [(2, ("row.encoding",)), (3, ("row.xml",))]
    assert report.bad_rows[0].reason.en == "a byte is not valid GB18030"
    assert lake.scan(INTERACTIONS).select("interaction_id", "site").collect().rows() == [("1", "客服")]


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_records_are_cut_alike_wherever_a_block_ends(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpo.facts.reading.xml_records.CHARACTERS_A_BLOCK", size)
    _, report = enter(tmp_path, "freeswitch-xml-cdr.xml")
    assert counts(report) == (7, 4, 0, 0, 2, 1)
    assert reasons(report) == [(31, ("row.xml",)), (34, ("row.xml",))]
