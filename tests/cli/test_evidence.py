"""Evidence: a statement's pack is verified from itself alone, and nothing in it can be changed unseen."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bpo.desk.billing
from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.desk.evidence import manifest as m
from bpo.desk.evidence.verify import Verified, verify_pack
from bpo.facts.lake.lake import Lake
from bpo.invoice import Bill, files_of
from tests.cli.desk import Desk, Said, copy_of
from tests.cli.evidence_desk import CONTRACT, PHONES, TOTALS, bill, support_desk

ID = "support-2026-02-r1"
KEPT = sorted((Path(__file__).parent / "packs").glob("*.zip"))


@pytest.fixture(scope="module")
def billed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """January and February of the desk, billed, with its pack."""
    desk = support_desk(tmp_path_factory.mktemp("evidence") / "desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bpo.desk.billing, "draw_bill", _plain)
        for month in TOTALS:
            bill(desk, month)
    said = desk.run("evidence", ID, "-o", "pack.zip")
    assert said.code == 0, said.err
    return desk


def _plain(one: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    return dict.fromkeys(files_of(one, folder), b"")


@pytest.fixture(scope="module")
def pack(billed: Desk) -> bytes:
    return (billed.root / "pack.zip").read_bytes()


def members_of(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verified(folder: Path, pack: bytes, seal: str | None = None) -> Verified:
    (folder / "it.zip").write_bytes(pack)
    return verify_pack(folder / "it.zip", seal)


def refused(folder: Path, pack: bytes, seal: str | None = None) -> str:
    with pytest.raises(BpoError) as told:
        verified(folder, pack, seal)
    for problem in told.value.problems:
        assert problem.say("zh") != problem.say("en")
    return "\n".join(problem.say("en") for problem in told.value.problems)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def forged(
    pack: bytes, change: Callable[[dict[str, bytes]], None], told: Callable[[Any], None] = lambda _: None
) -> bytes:
    """The pack with members changed, and manifest and seal made to fit: only computing again can tell."""
    members = members_of(pack)
    manifest = json.loads(members.pop(m.MANIFEST))
    members.pop(m.SEAL)
    change(members)
    told(manifest)
    from hashlib import sha256

    manifest["members"] = {
        name: {"bytes": len(one), "sha256": sha256(one).hexdigest()} for name, one in members.items()
    }
    text = m.Manifest.model_validate(manifest).written()
    return zipped({**members, m.MANIFEST: text, m.SEAL: f"{m.seal_of(text)}\n".encode()})


def replacing(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        text = members[name].decode()
        assert old in text, text[:3000]
        members[name] = text.replace(old, new).encode()

    return change


def rows_with(table: str, change: pl.Expr) -> Callable[[dict[str, bytes]], None]:
    def alter(members: dict[str, bytes]) -> None:
        frame, made = pl.read_parquet(BytesIO(members[f"rows/{table}.parquet"])).with_columns(change), BytesIO()
        frame.write_parquet(made)
        members[f"rows/{table}.parquet"] = made.getvalue()

    return alter


def test_a_pack_is_verified_where_there_is_no_workspace(pack: bytes, tmp_path: Path) -> None:
    """6 calls, that of January among them, and one shift of February."""
    done = verified(tmp_path, pack)
    assert (done.statement_id, done.total, done.currency, done.rows) == (ID, TOTALS["2026-02"], "CNY", 7)
    assert done.figures == 5, "calls, minutes, hours, and both sums of the service level"


def test_the_same_statement_gives_the_same_bytes(billed: Desk, pack: bytes, tmp_path: Path) -> None:
    copied = copy_of(billed, tmp_path / "elsewhere")
    assert copied.run("evidence", ID, "-o", "again.zip").code == 0
    assert (copied.root / "again.zip").read_bytes() == pack


def test_facts_that_come_later_change_no_pack(billed: Desk, pack: bytes, tmp_path: Path) -> None:
    desk = copy_of(billed, tmp_path / "later")
    desk.write(
        "exports/late.csv", "id,began,result,waited,talked,phone,queue\n9,2026-02-09 10:00:00,A,1,60,555-0109,cards\n"
    )
    assert desk.run("ingest", "exports/late.csv", "--source", "sources/calls.yaml").code == 0
    assert desk.run("evidence", ID, "-o", "late.zip").code == 0
    assert (desk.root / "late.zip").read_bytes() == pack


def test_what_is_in_the_pack(pack: bytes) -> None:
    members = members_of(pack)
    rows = ["rows/interactions.parquet", "rows/timesheets.parquet"]
    others = sorted([m.README, m.CONTRACT, "history/2026-01.json", m.MEASURES, *rows, m.WORKBOOK, m.STATEMENT])
    assert [*members] == [*others, m.MANIFEST, m.SEAL]
    calls = pl.read_parquet(BytesIO(members[rows[0]]))
    shown = ["interaction_id", "customer", "file", "line", "counted:calls", "counted:minutes", "counted:sl20.numerator"]
    assert calls.select(shown).rows() == [
        ("1", "person-1", "january.csv", 2, None, None, None),
        ("2", "person-1", "february.csv", 2, None, 120, 1),
        ("3", "person-2", "february.csv", 3, 1, 60, None),
        ("4", "person-2", "february.csv", 4, None, 0, 1),
        ("5", "person-2", "february.csv", 5, None, None, None),
        ("6", "person-3", "february.csv", 6, 1, 180, 1),
    ]
    assert "queue" not in calls.columns, "what nothing asks for is not in the pack"
    shifts = pl.read_parquet(BytesIO(members[rows[1]]))
    assert shifts["counted:hours"].to_list() == ["25/3"]
    readme = members[m.README].decode()
    assert "1,172.00 CNY" in readme and "证据包" in readme and "Evidence of statement" in readme
    files = {one["file"]: one["rows"] for one in json.loads(members[m.MANIFEST])["sources"]}
    assert files == {"february.csv": 5, "january.csv": 1, "worked.csv": 1}


def test_nobody_is_named_in_the_pack(pack: bytes) -> None:
    for name, content in members_of(pack).items():
        parts = members_of(content) if name == m.WORKBOOK else {name: content}
        assert not [phone for phone in PHONES for part in parts.values() if phone.encode() in part], name


def test_the_workbook_has_the_rows_that_count(pack: bytes) -> None:
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(members_of(pack)[m.WORKBOOK]), read_only=True)
    calls = list(book["interactions"].iter_rows(values_only=True))
    heading = [str(one) for one in calls[0]]
    assert heading[:2] == ["counted:calls", "counted:minutes"]
    by_id = {row[heading.index("interaction_id")]: row for row in calls[1:]}
    assert sorted(map(str, by_id)) == ["2", "3", "4", "5", "6"]
    assert sum(int(row[0] or 0) for row in calls[1:]) == 2
    assert [row[0] for row in book["timesheets"].iter_rows(values_only=True)][1] == pytest.approx(25 / 3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_of_any_member_is_told_by_its_name(data: st.DataObject, pack: bytes, tmp_path: Path) -> None:
    """Every byte of a member matters: of a contract, of rows, of the workbook, of the manifest, of its seal."""
    with zipfile.ZipFile(BytesIO(pack)) as archive:
        info = data.draw(st.sampled_from(archive.infolist()))
    start = info.header_offset + 30 + int.from_bytes(pack[info.header_offset + 26 : info.header_offset + 28], "little")
    start += int.from_bytes(pack[info.header_offset + 28 : info.header_offset + 30], "little")
    at = start + data.draw(st.integers(0, info.file_size - 1))
    changed = bytearray(pack)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    assert f"'{info.filename}'" in refused(tmp_path, bytes(changed))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_byte_of_the_file_is_refused_unless_all_members_are_what_they_were(
    data: st.DataObject, pack: bytes, tmp_path: Path
) -> None:
    """Of the archive itself names and sizes matter; its dates, attributes and versions do not, for nothing is read from them."""
    at = data.draw(st.integers(0, len(pack) - 1))
    changed = bytearray(pack)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        verified(tmp_path, bytes(changed))
    except BpoError:
        return
    assert members_of(bytes(changed)) == members_of(pack), at


CHANGES: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a call that talked longer": (
        rows_with("interactions", pl.when(pl.col("interaction_id") == "3").then(61).otherwise(pl.col("talk_seconds")).alias("talk_seconds")),
        "rows/interactions.parquet': minutes|counted again over the rows of 'rows/interactions.parquet', minutes is 7, and 6",
    ),
    "a call of another month": (
        rows_with("interactions", pl.col("started_at") - pl.duration(days=pl.when(pl.col("interaction_id") == "6").then(40).otherwise(0))),
        "counted again over the rows of 'rows/interactions.parquet', calls is 1, and 2",
    ),
    "customers exchanged": (
        rows_with("interactions", pl.when(pl.col("interaction_id") == "4").then(pl.lit("person-9")).otherwise(pl.col("customer")).alias("customer")),
        "calls is 3, and 2",
    ),
    "what a row adds": (
        rows_with("interactions", pl.col("counted:calls").fill_null(1)),
        "'rows/interactions.parquet' says of its rows otherwise what they add to calls",
    ),
    "hours": (
        rows_with("timesheets", pl.col("ended_at") + pl.duration(minutes=40)),
        "counted again over the rows of 'rows/timesheets.parquet', hours is 8.3333, and 25/3",
    ),
    "a price": (replacing(m.CONTRACT, "rate: 10", "rate: 20"), "contract_sha256"),
    "an earlier month": (
        replacing("history/2026-01.json", '"amount":"-900.00"', '"amount":"-800.00"'),
        "history/2026-01.json",
    ),
    "a figure of the measures file": (replacing(m.MEASURES, '"total": "6"', '"total": "7"'), "minutes is 7 in 'measures.json', and 6"),
    "a line": (replacing(m.STATEMENT, '"rate":"10"', '"rate":"11"'), "rate is 10, and 11 in 'statement.json'"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_pack_whose_hashes_were_made_to_fit_is_told_by_computing_again(
    name: str, pack: bytes, tmp_path: Path
) -> None:
    change, told = CHANGES[name]
    said = refused(tmp_path, forged(pack, change))
    assert told.rpartition("|")[2] in said, said


def test_what_the_manifest_tells_of_the_statement_is_held_against_it(pack: bytes, tmp_path: Path) -> None:
    def more_rows(manifest: Any) -> None:
        manifest["counted"]["calls"]["rows"] = 3

    assert "counted.calls" in refused(tmp_path, forged(pack, lambda _: None, more_rows))


def test_the_exports_that_the_manifest_lists_are_those_of_the_rows(pack: bytes, tmp_path: Path) -> None:
    """Another hash of an export is another export; so is a row that says that it came from elsewhere."""

    def another(manifest: Any) -> None:
        one = next(one for one in manifest["sources"] if one["file"] == "february.csv")
        one["sha256"] = "0" * 64

    said = refused(tmp_path, forged(pack, lambda _: None, another))
    assert f"february.csv {'0' * 64} 'manifest.json' counts 5 rows, and 'rows/interactions.parquet' has –" in said
    moved = pl.when(pl.col("interaction_id") == "6").then(pl.lit("march.csv")).otherwise(pl.col("file")).alias("file")
    said = refused(tmp_path, forged(pack, rows_with("interactions", moved)))
    assert "march.csv" in said and "counts 5 rows, and 'rows/interactions.parquet' has 4" in said


def test_another_pack_than_the_one_meant_has_another_seal(pack: bytes, tmp_path: Path) -> None:
    seal = verified(tmp_path, pack).seal
    assert verified(tmp_path, pack, seal.upper()).seal == seal
    other = forged(pack, replacing(m.README, "1,172.00", "1,172.01"))
    assert verified(tmp_path, other).seal != seal, "what is only read by people is held by the seal alone"
    assert "another pack" in refused(tmp_path, other, seal)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda members: members.pop("rows/timesheets.parquet"), "'rows/timesheets.parquet' is missing"),
        (lambda members: members.update({"more.txt": b"x"}), "'more.txt' is in the pack, but the manifest does not list it"),
        (lambda members: members.pop(m.SEAL), "'SEAL' is missing"),
        (lambda members: members.update({"../out.txt": b"x"}), "a name that no pack uses"),
        (lambda members: members.update({"/tmp/out.txt": b"x"}), "a name that no pack uses"),
        (lambda members: members.update({"rows/../../out.txt": b"x"}), "a name that no pack uses"),
        (lambda members: members.update({f"n{n}.txt": b"" for n in range(1000)}), "too many members"),
    ],
    ids=["missing", "more", "unsealed", "above", "absolute", "inside out", "many"],
)  # fmt: skip
def test_what_no_pack_is_is_refused(
    change: Callable[[dict[str, bytes]], Any], told: str, pack: bytes, tmp_path: Path
) -> None:
    members = members_of(pack)
    change(members)
    assert told in refused(tmp_path, zipped(members))
    assert not (tmp_path.parent / "out.txt").exists()


def test_an_archive_that_unfolds_is_refused(pack: bytes, tmp_path: Path) -> None:
    assert "compressed" in refused(tmp_path, zipped(members_of(pack), zipfile.ZIP_DEFLATED))
    assert "no zip file" in refused(tmp_path, b"period: 2026-02\n")


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_a_pack_of_an_earlier_version_is_verified_for_ever(kept: Path) -> None:
    assert verify_pack(kept).total == TOTALS["2026-02"]


def test_there_is_a_pack_of_an_earlier_version() -> None:
    assert KEPT


def test_conditions_that_ask_who_somebody_is_cannot_be_packed_with_people_numbered(
    tmp_path: Path, plain_files: None
) -> None:
    desk = support_desk(
        tmp_path / "desk",
        CONTRACT.replace(
            "where: \"outcome = 'handled'\", repeats",
            "where: \"outcome = 'handled' AND customer <> '555-0199'\", repeats",
        ),
    )
    bill(desk, "2026-01")
    said = desk.run("evidence", "support-2026-01-r1", "-o", "pack.zip")
    assert said.code == 1 and "'calls' asks of customers who they are" in said.err
    assert not (desk.root / "pack.zip").exists()
    assert desk.run("evidence", "support-2026-01-r1", "-o", "pack.zip", "--persons", "as-in-lake").code == 0
    assert desk.run("verify", "pack.zip").code == 0
    calls = pl.read_parquet(BytesIO(members_of((desk.root / "pack.zip").read_bytes())["rows/interactions.parquet"]))
    kept = Lake(desk.root / "lake").scan(INTERACTIONS).collect()["customer"].to_list()
    assert calls["customer"].to_list() == kept[:1] and kept[0].startswith("#")


def test_a_month_billed_elsewhere_is_named_and_then_part_of_the_pack(tmp_path: Path, plain_files: None) -> None:
    desk = support_desk(tmp_path / "desk")
    desk.write(
        "january.yaml",
        "period: 2026-01\nquantities: {calls: 1, minutes: 1, hours: {total: 1, parts: [{key: ready, value: 1}]}, misses: 9}\nkpis: {sl20: 100%}\n",
    )
    bill(desk, "2026-02", "--history", "january.yaml")
    said = desk.run("evidence", ID, "-o", "pack.zip")
    assert said.code == 1 and "2026-01, which was billed elsewhere" in said.err
    assert desk.run("evidence", ID, "-o", "pack.zip", "--history", "january.yaml").code == 0
    assert "1,172.00" in desk.run("verify", "pack.zip").out


def test_verbs_print_json_and_both_languages(billed: Desk, tmp_path: Path) -> None:
    desk = copy_of(billed, tmp_path / "desk")
    made, done = desk.json("evidence", ID), desk.json("verify", f"{ID}.zip")
    assert made["tables"] == {"interactions": 6, "timesheets": 1}
    assert (done["seal"], done["statement"], done["figures"]) == (made["seal"], ID, 5)
    said: Said = desk.run("verify", f"{ID}.zip", "--lang", "zh")
    assert said.code == 0 and "核验无误" in said.out
    assert desk.run("evidence", "support-2026-02-r9").code == 1
    shutil.copy(desk.root / f"{ID}.zip", desk.root / "cut.zip")
    (desk.root / "cut.zip").write_bytes((desk.root / f"{ID}.zip").read_bytes()[:-30])
    cut = desk.run("verify", "cut.zip")
    assert cut.code == 1 and "no evidence pack" in cut.err


def test_a_pack_of_a_later_format_is_called_so(pack: bytes, tmp_path: Path) -> None:
    """Before a field that is not known yet is called a mistake."""
    members = members_of(pack)
    manifest = json.loads(members[m.MANIFEST]) | {"format": m.FORMAT + 1, "weather": "fair"}
    members[m.MANIFEST] = json.dumps(manifest).encode()
    members[m.SEAL] = f"{m.seal_of(members[m.MANIFEST])}\n".encode()
    said = refused(tmp_path, zipped(members))
    assert "it was made by a newer bpo" in said and "weather" not in said


@pytest.mark.parametrize("text", [b"{", b"\xff\xfe", b"[]", b'{"quantities": [1]}', b'{"quantities": {"minutes": 6}}'])
def test_a_measures_file_that_is_none_is_told(text: bytes, pack: bytes, tmp_path: Path) -> None:
    said = refused(tmp_path, forged(pack, lambda members: members.update({m.MEASURES: text})))
    assert "'measures.json'" in said
