"""Files in bulk: what is named is found, unpacked and read, each by its own source, and a bad one stops no other."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from bpo.cli.progress import files_done
from bpo.facts.reading import packed
from tests.cli.desk import Desk, Said
from tests.facts.made import CALLS, HEADER

OTHER = CALLS.replace("source: calls", "source: chats").replace("wait_seconds: wait", "wait_seconds: waited")


def rows(*ids: int) -> str:
    return HEADER + "".join(f"{id_},2026-01-05 09:00:00,A,7\n" for id_ in ids)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "desk")
    for folder in ("sources", "exports", "inbox"):
        (made.root / folder).mkdir(parents=True)
    (made.root / "bpo.yaml").write_text("lake: lake\n", encoding="utf-8")
    (made.root / "sources" / "calls.yaml").write_text(CALLS, encoding="utf-8")
    (made.root / "sources" / "chats.yaml").write_text(OTHER, encoding="utf-8")
    return made


def put(desk: Desk, name: str, content: str | bytes) -> Path:
    path = desk.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(**members: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def refuse(desk: Desk, *given: str) -> Said:
    done = desk.run(*given)
    assert done.code == 1, done
    return done


def read(desk: Desk, *given: str) -> dict[str, tuple[str, int, int]]:
    """By file: its source, the rows that entered and those that were known."""
    out = desk.run("ingest", *given, "--format", "json").out
    return {one["file"]: (one["source"], one["entered"], one["known"]) for one in json.loads(out)}


def test_folders_patterns_and_files_are_each_read_once(desk: Desk) -> None:
    put(desk, "exports/a.csv", rows(1))
    put(desk, "exports/below/b.csv", rows(2, 3))
    put(desk, "exports/.hidden.csv", rows(4))
    put(desk, "exports/~$a.csv", "x")
    found = read(desk, "exports", "exports/*.csv", "exports/a.csv")
    assert found == {"exports/a.csv": ("calls", 1, 0), "exports/below/b.csv": ("calls", 2, 0)}
    assert read(desk, "exports/**/b.csv") == {"exports/below/b.csv": ("calls", 0, 2)}


def test_each_file_is_read_by_the_source_whose_header_fits(desk: Desk) -> None:
    put(desk, "exports/a.csv", rows(1))
    put(desk, "exports/b.csv", rows(2).replace("wait", "waited"))
    assert {source for source, _, _ in read(desk, "exports").values()} == {"calls", "chats"}


def test_between_two_sources_is_never_guessed(desk: Desk) -> None:
    put(desk, "exports/a.csv", rows(1))
    put(desk, "sources/more.yaml", CALLS.replace("source: calls", "source: more"))
    refused = refuse(desk, "ingest", "exports/a.csv")
    assert refused.err.startswith(
        "exports/a.csv: sources/calls.yaml, sources/more.yaml all read such a file, by header; name one with --source, or tell them apart"
    )
    put(desk, "sources/more.yaml", CALLS.replace("source: calls", "source: more\nfiles: [b*.csv, a.csv]"))
    assert read(desk, "exports/a.csv") == {"exports/a.csv": ("more", 1, 0)}


def test_a_name_that_two_sources_claim_is_told_apart_by_the_header(desk: Desk) -> None:
    put(desk, "sources/calls.yaml", CALLS + "files: '*.csv'\n")
    put(desk, "sources/chats.yaml", OTHER + "files: '*.csv'\n")
    put(desk, "exports/a.csv", rows(1))
    assert read(desk, "exports/a.csv")["exports/a.csv"][0] == "calls"
    put(desk, "exports/b.csv", "x,y\n1,2\n")
    assert "all read such a file, by name" in refuse(desk, "ingest", "exports/b.csv").err


def test_no_source_fits(desk: Desk) -> None:
    put(desk, "exports/a.csv", "x,y\n1,2\n")
    assert refuse(desk, "ingest", "exports/a.csv").err.startswith("exports/a.csv: no source in sources reads a file")
    assert refuse(desk, "ingest", "exports/a.csv", "--lang", "zh").err.startswith("exports/a.csv: sources 中没有数据源")


def test_a_bad_file_stops_no_other(desk: Desk) -> None:
    put(desk, "exports/a.csv", rows(1))
    put(desk, "exports/b.csv", "")
    put(desk, "exports/c.csv", "x,y\n1,2\n")
    put(desk, "exports/d.zip", b"PK\x03\x04 no zip file")
    put(desk, "exports/e.csv", rows(5))
    done = refuse(desk, "ingest", "exports", "nowhere.csv", "none*.csv")
    assert [line.split()[0] for line in done.out.splitlines() if line.endswith("2026-01-05")] == ["a.csv", "e.csv"]
    assert "total" in done.out
    told = [line.split(": ")[0] for line in done.err.splitlines() if line and not line.startswith(" ")]
    assert told == ["nowhere.csv", "none*.csv", "exports/d.zip", "exports/b.csv", "exports/c.csv"]


def test_members_of_a_zip_file_are_files_of_their_own(desk: Desk) -> None:
    inside = zipped(**{"b.csv": rows(1), "deep__c.csv": rows(2) + "bad\n", "__MACOSX__d.csv": "x"})
    put(desk, "exports/a.zip", inside)
    done = desk.run("ingest", "exports/a.zip")
    assert "a.zip/b.csv" in done.out and "exports/a.zip/deep/c.csv:3: the row has 1 fields instead of 4" in done.out
    assert read(desk, "exports/a.zip") == {
        "exports/a.zip/b.csv": ("calls", 0, 1),
        "exports/a.zip/deep/c.csv": ("calls", 0, 1),
    }
    withdrawn = desk.run("withdraw", "a.zip/b.csv", "--reason", "wrong month")
    assert "a.zip/b.csv" in withdrawn.out, "the lake knows it by that name"


def test_a_packed_file_is_what_is_in_it(desk: Desk) -> None:
    put(desk, "sources/calls.yaml", CALLS + "files: calls_*.csv\n")
    put(desk, "exports/calls_1.csv.gz", gzip.compress(rows(1).encode()))
    assert read(desk, "exports") == {"exports/calls_1.csv.gz": ("calls", 1, 0)}
    put(desk, "exports/calls_2.csv", rows(1))
    assert read(desk, "exports/calls_2.csv")["exports/calls_2.csv"] == ("calls", 0, 1)
    put(desk, "exports/calls_3.csv.gz", gzip.compress(rows(3).encode())[:-9])
    assert "exports/calls_3.csv.gz: the packed file is damaged" in refuse(desk, "ingest", "exports").err


def test_a_member_cannot_leave_its_folder(desk: Desk, tmp_path: Path) -> None:
    put(desk, "exports/a.zip", zipped(**{"..__..__b.csv": rows(1)}))
    assert list(read(desk, "exports/a.zip")) == ["exports/a.zip/b.csv"]


def test_names_of_chinese_windows_are_read(desk: Desk) -> None:
    made, name = zipped(**{"huadan.csv": rows(1)}), "话单".encode("gb18030")
    put(desk, "exports/a.zip", made.replace(b"huadan", name + b"-1"))
    assert list(read(desk, "exports/a.zip")) == ["exports/a.zip/话单-1.csv"]


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_what_unpacks_to_too_much_is_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(packed, "UNPACKED_FREE", 1000)
    monkeypatch.setattr(packed, "TIMES_PACKED_MAX", 3)
    text = HEADER + "1,2026-01-05 09:00:00,A,7\n" * 1000
    put(desk, f"exports/{name}", zipped(**{"b.csv": text}) if name == "a.zip" else gzip.compress(text.encode()))
    put(desk, "exports/z.csv", rows(9))
    done = refuse(desk, "ingest", "exports")
    assert f"exports/{name}: this unpacks to more than 3 times its size" in done.err
    assert "z.csv" in done.out


def test_a_zip_file_with_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(packed, "MEMBERS_MAX", 2)
    file = tmp_path / "a.zip"
    file.write_bytes(zipped(a="1", b="2"))
    assert [one.member for one in packed.delivered(file)] == ["a", "b"]
    file.write_bytes(zipped(a="1", b="2", c="3"))
    with pytest.raises(Exception, match="3 members; 2 are read at most"):
        packed.delivered(file)


def test_the_standard_input_is_a_file(desk: Desk) -> None:
    done = desk.run("ingest", "-", "--format", "json", piped=rows(1))
    assert done.code == 0, done.err
    assert [(one["file"], one["entered"]) for one in json.loads(done.out)] == [("-", 1)]


def test_the_inbox_is_taken_in_once(desk: Desk) -> None:
    put(desk, "inbox/a.csv", rows(1))
    put(desk, "inbox/b.zip", zipped(**{"c.csv": rows(2)}))
    assert read(desk) == {"inbox/a.csv": ("calls", 1, 0), "inbox/b.zip/c.csv": ("calls", 1, 0)}
    again = desk.run("ingest")
    assert "2 in inbox were taken in before" in again.err and "nothing new in inbox" in again.err and not again.out
    put(desk, "inbox/d.csv", rows(3))
    assert read(desk) == {"inbox/d.csv": ("calls", 1, 0)}


def test_a_file_whose_source_was_mended_is_new_again(desk: Desk) -> None:
    put(desk, "inbox/a.csv", rows(1) + "2,2026-01-05 09:00:00,X,7\n")
    assert read(desk) == {"inbox/a.csv": ("calls", 1, 0)}
    put(desk, "sources/calls.yaml", CALLS.replace("H: abandoned", "H: abandoned, X: void"))
    assert read(desk) == {"inbox/a.csv": ("calls", 1, 1)}


def test_a_file_that_could_not_be_read_stays_new(desk: Desk) -> None:
    put(desk, "inbox/a.csv", "x,y\n1,2\n")
    refuse(desk, "ingest")
    assert "inbox/a.csv: no source" in refuse(desk, "ingest").err


def test_without_an_inbox_files_are_named(desk: Desk) -> None:
    (desk.root / "inbox").rmdir()
    assert refuse(desk, "ingest").err.startswith("inbox: no file is named and there is no inbox")


def test_commits_are_in_the_order_of_the_files(desk: Desk) -> None:
    for index in range(12):
        put(desk, f"exports/{index:02}.csv", rows(1).replace(",7", f",{index}"))
    done = refuse(desk, "ingest", "exports", "--format", "json")
    found = [(one["file"][-6:], one["entered"], one["quarantined"]) for one in json.loads(done.out)]
    assert found == [("00.csv", 1, 0), *((f"{index:02}.csv", 0, 1) for index in range(1, 12))], "the first stands"


def test_a_source_with_mistakes_stops_no_other(desk: Desk) -> None:
    put(desk, "sources/bad.yaml", "source: bad\n")
    put(desk, "exports/a.csv", rows(1))
    done = refuse(desk, "ingest", "exports")
    assert "sources/bad.yaml" in done.err and "a.csv" in done.out


def test_progress_is_shown_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [packed.Delivered(Path(name), "plain", 10) for name in ("a.csv", "b.csv")]
    for terminal in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda shown=terminal: shown)
        with files_done(files) as done:
            for file in files:
                done(file)
        said = capsys.readouterr()
        assert said.out == ""
        assert ("2/2" in said.err) == terminal
