"""A lake in an object store: what a folder's lake holds and says, it holds and says too; and one works on it at a time."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import obstore
import polars as pl
import pytest
from obstore.exceptions import GenericError
from obstore.store import from_url

from bpo.core.errors import BpoError
from bpo.core.tables import EVENTS, INTERACTIONS
from bpo.facts.ingest import ingest
from bpo.facts.lake import lease
from bpo.facts.lake.adding import remove_left_behind
from bpo.facts.lake.forget import erase_history, forget
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.lease import Lease
from bpo.facts.lake.place import place_of
from bpo.facts.lake.withdraw import withdraw
from bpo.facts.types import schema_of
from tests.facts.made import source
from tests.facts.test_personal import HEADER, KEY, NUMBER, WITH_CUSTOMER, row
from tests.s3_server import BUCKET, s3_server


@pytest.fixture(scope="module")
def served() -> Iterator[dict[str, str]]:
    with s3_server() as environment:
        yield dict(environment)


@pytest.fixture
def url(served: dict[str, str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A prefix of its own for each test."""
    for name, value in served.items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/{request.node.name}/lake"


def event(number: int) -> pl.LazyFrame:
    values = {"event_id": str(number), "occurred_at": datetime(2026, 1, number, tzinfo=UTC), "kind": "complaint"}
    row = {**dict.fromkeys(schema_of(EVENTS)), **values, "account": "desk"}
    return pl.LazyFrame([row], schema=schema_of(EVENTS), orient="row")


def test_every_version_is_read_again(url: str) -> None:
    lake = Lake(url)
    assert lake.versions() == {} and lake.scan(EVENTS).collect().height == 0
    for number in (1, 2, 3):
        lake.append(EVENTS, event(number), {"bpo.batch": str(number)})
    assert [lake.scan(EVENTS, at).select(pl.len()).collect().item() for at in (0, 1, 2, None)] == [1, 2, 3, 3]
    assert Lake(url).versions() == {"events": 2}
    assert [one["bpo.batch"] for one in lake.commits(EVENTS)] == ["3", "2", "1"]


def test_all_that_is_done_to_a_folder_is_done_to_a_bucket(url: str, tmp_path: Path) -> None:
    """Three rows enter and one is set aside; again nothing; a person is forgotten; the history goes; the file is withdrawn."""
    file = tmp_path / "calls.csv"
    file.write_text(
        HEADER + row(1, NUMBER) + row(2, NUMBER) + row(3, "13900139000") + row(4, NUMBER).replace(",A,", ",?,")
    )
    told = []
    for lake in (Lake(url), Lake(tmp_path / "lake")):
        found: list[object] = []
        for _ in range(2):
            report = ingest(file, source(WITH_CUSTOMER), lake, key=KEY)
            found.append((report.rows_read, report.entered, report.quarantined, report.known))
        found.append(lake.scan(INTERACTIONS).collect().sort("line").to_dicts())
        found.append(lake.quarantine().drop("raw").collect().to_dicts())
        found.append([(one.table, one.rows) for one in forget(lake, NUMBER, KEY).changed])
        found.append(lake.scan(INTERACTIONS).select(pl.col("customer").n_unique()).collect().item())
        found.append(erase_history(lake))
        found.append(lake.scan(INTERACTIONS).select("interaction_id", "started_at", "outcome").collect().to_dicts())
        withdrawn = withdraw(lake, "calls.csv", "another client's")
        found.append([(one.table, one.rows) for one in withdrawn])
        found.append((lake.scan(INTERACTIONS).collect().height, lake.quarantine().collect().height, lake.versions()))
        told.append(found)
    assert told[0] == told[1]
    assert told[0][0] == (4, 3, 1, 0) and told[0][5] == 2


def test_of_a_killed_ingest_nothing_is_left_and_what_it_committed_stays(url: str) -> None:
    lake = Lake(url)
    lake.append(EVENTS, event(1), {})
    with lake.staging() as folder:
        file = folder / "rows.parquet"
        event(2).collect().write_parquet(file)
        lake.place.announce(folder, ["events/moved.parquet"])
        lake.place.take(file, "events/moved.parquet")
        # it is killed here, so that the end of the block is never reached: another comes
        other = Lake(url)
        with other.locked():
            assert "moved.parquet" not in other.place.names("events")
            assert len(other.place.names("events")) == 1
    remove_left_behind(lake.place)
    assert lake.scan(EVENTS).collect().height == 1


def test_eight_ingests_at_once_all_enter(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LOOKED_AT_EVERY_SECONDS", 0.05)
    failed: list[Exception] = []

    def one(number: int) -> None:
        file = tmp_path / f"{number}.csv"
        file.write_text(HEADER + row(number, NUMBER) + row(100, NUMBER))
        try:
            ingest(file, source(WITH_CUSTOMER), Lake(url), key=KEY)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    rows = Lake(url).scan(INTERACTIONS).select("interaction_id").collect()["interaction_id"]
    assert sorted(rows, key=int) == [*"12345678", "100"]


class Clock:
    """Goes on by a step whenever somebody waits, and lets something happen then."""

    def __init__(self, step: float, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.step, self.waits = 0.0, step, 0
        self.then: Callable[[], None] = lambda: None
        monkeypatch.setattr(lease, "monotonic", lambda: self.now)
        monkeypatch.setattr(lease, "sleep", self.wait)

    def wait(self, seconds: float) -> None:
        self.now, self.waits = self.now + self.step, self.waits + 1
        self.then()


def test_a_lease_whose_owner_is_silent_is_taken_over_and_the_owner_lets_nothing_in(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Looked at every 20 seconds, it is another's after the minute: at the fourth look. Whatever its owner would commit then is refused."""
    clock, asleep = Clock(20, monkeypatch), Lake(url)
    asleep.append(EVENTS, event(1), {})
    rows = asleep.delivered(EVENTS).collect()
    commits: list[Callable[[], object]] = [
        lambda: asleep.append(EVENTS, event(2), {}),
        lambda: asleep.remove(EVENTS, "calls", "batch", {}),
        lambda: asleep.put_instead(EVENTS, "calls", "batch", rows.lazy(), {}),
        lambda: asleep.rewrite("events", ["batch"], rows, {}),
        lambda: erase_history(Kept(asleep)),
    ]
    with asleep.locked():  # it sleeps, and renews nothing
        with Lease(from_url(url)).held():
            assert clock.waits == 4
            for commit in commits:
                with pytest.raises(BpoError, match="nothing was let in"):
                    commit()
        assert Lake(url).versions() == {"events": 0}
    with Lease(from_url(url)).held():
        assert clock.waits == 4, "it was given back"


class Kept(Lake):
    """A lake that is locked already."""

    def __init__(self, lake: Lake) -> None:
        super().__init__(lake.place)

    @contextmanager
    def locked(self) -> Iterator[None]:
        yield


def test_a_lease_that_is_renewed_is_waited_for(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner renews it ten times in 200 seconds, and then gives it back."""
    clock, owner, done = Clock(20, monkeypatch), Lease(from_url(url)), ExitStack()
    done.enter_context(owner.held())
    clock.then = lambda: owner.require() if clock.waits <= 10 else done.close()
    with Lease(from_url(url)).held():
        assert clock.waits == 11


def test_a_store_that_goes_away_is_told_and_not_taken_for_a_fault(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(url)
    monkeypatch.setattr(obstore, "put", lambda *given, **more: (_ for _ in ()).throw(GenericError("gone")))
    with pytest.raises(BpoError, match="does not answer"):
        place.write_text("key-fingerprint", "x")


def test_what_a_killed_process_left_in_the_temporary_folder_is_removed(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lake = Lake(url)
    with lake.staging() as folder:
        dead = folder.parent / "dead"
        dead.mkdir()
        (dead / "rows.parquet").write_bytes(b"half")
        (folder.parent / "dead.lock").touch()
        with lake.locked():
            assert not dead.exists() and folder.exists()


def test_notes_go_on_in_their_order(url: str) -> None:
    place = place_of(url)
    assert place.notes("taken-in.jsonl") == ""
    for text in ("one\n", "two\n", "three\n"):
        place.note("taken-in.jsonl", text)
    assert place.notes("taken-in.jsonl") == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s3://no-such-bucket/lake", "see that the bucket is there"),
        ("gs://bucket/lake", "s3://BUCKET/PREFIX; 'gs://bucket/lake' is neither"),
    ],
)
def test_a_store_that_is_not_there_is_told(url: str, address: str, words: str) -> None:
    with pytest.raises(BpoError) as told:
        Lake(address)
    assert words in told.value.problems[0].say("en")


def test_a_store_that_does_not_answer_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(BpoError) as told:
        Lake(url)
    assert "对象存储无应答" in told.value.problems[0].say("zh") and "AWS_ENDPOINT_URL" in told.value.problems[0].say(
        "en"
    )


def test_a_missing_library_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "bpo.facts.lake.bucket")
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(BpoError, match=r"pip install 'bpo\[s3\]'"):
        Lake(url)
