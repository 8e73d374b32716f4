"""Claims on records: January without some of its calls, priced again; every amount by hand.

January: 40 calls at 4.00, 30 of 45 in time (66.7%), so × 0.95: 160.00 − 8.00, with 6% tax 169.60 − 8.48 = 161.12.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from bpo.desk.life.claims import fitted
from tests.cli.desk import Desk, copy_of, new_desk

JAN = "2026-01"
ID = "desk-2026-01-r1"
LATER = "id,began,result,waited,talked\n" + "".join(f"later-{n},2026-01-05 15:00:0{n},A,5,60\n" for n in range(5))


@pytest.fixture(scope="module")
def at_the_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose January is at the client, and of which five calls came in since."""
    desk = new_desk(tmp_path_factory.mktemp("claims"))
    for line in (
        "ingest exports/2026-01.csv --source sources/desk-calls.yaml",
        "bill contracts/desk.yaml --period 2026-01",
        f"approve {ID} --as wang",
        f"issue {ID} --date 2026-02-01",
        f"sent {ID} --on 2026-02-02",
    ):
        said = desk.run(*line.split())
        assert said.code in (0, 1), said.err
    desk.write("exports/later.csv", LATER)
    assert desk.run("ingest", "exports/later.csv", "--source", "sources/desk-calls.yaml").code == 0
    return desk.root


@pytest.fixture
def desk(at_the_client: Path, tmp_path: Path) -> Desk:
    return copy_of(Desk(at_the_client), tmp_path / "desk")


def ids(*numbers: int) -> str:
    return "interaction_id,why\n" + "".join(f"{JAN}-{n},a test call\n" for n in numbers)


# records, and of each line so much:
#   a quick call and a late one: 38 × 4.00 = 152.00, 29/43 = 67.4%: −7.60, with tax 161.12 − 8.06
#   all late and lost ones: 30 × 4.00 = 120.00, 30/30: no cut, with tax 127.20
#   the lost ones and three late: 37 × 4.00 = 148.00, 30/37 = 81.1%: no cut, with tax 156.88; the credit of 8.48 goes with them
CLAIMS = [
    ((0, 30), {"calls": "8.48", "coefficient": "-0.42"}, "8.06"),
    (tuple(range(30, 45)), {"calls": "42.40", "coefficient": "-8.48"}, "33.92"),
    ((40, 41, 42, 43, 44, 37, 38, 39), {"calls": "12.72", "coefficient": "-8.48"}, "4.24"),
]


@pytest.mark.parametrize(("records", "lines", "amount"), CLAIMS)
def test_a_claim_is_what_the_statement_would_be_less(
    desk: Desk, records: tuple[int, ...], lines: Mapping[str, str], amount: str
) -> None:
    desk.write("claim.csv", ids(*records))
    (one,) = desk.json("dispute", ID, "--records", "claim.csv", "--reason", "test calls")
    (found,) = one["life"]["disputes"]
    assert found["lines"] == lines
    assert (found["amount"], found["table"], len(found["records"])) == (amount, "interactions", len(records))


def test_some_records_of_a_claim_are_accepted(desk: Desk) -> None:
    """Without the late call alone 39 × 4.00 = 156.00, 30/44 = 68.2%: −7.80, with tax 165.36 − 8.27 = 157.09: 4.03 less."""
    with xlsxwriter.Workbook(desk.root / "claim.xlsx") as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["why", "interaction_id"], ["test", f"{JAN}-0"], ["test", f"{JAN}-30"]]):
            sheet.write_row(row, 0, cells)
    said = desk.run("dispute", ID, "--records", "claim.xlsx", "--reason", "test calls", "--on", "2026-02-05")
    assert said.out.splitlines() == [
        "2 records of interactions come to 8.06 CNY: calls 8.48, coefficient -0.42",
        f"{ID}: disputed, number S-2026-0001",
    ]
    desk.write("theirs.csv", ids(30, 31))
    said = desk.run("settle", ID, "d1", "--accepted", "theirs.csv", "--reason", "agreed")
    assert (said.code, said.err) == (1, f"theirs.csv:3: record '{JAN}-31' is not in dispute 'd1'\n")
    desk.write("theirs.csv", ids(30).replace(",", ";"))
    said = desk.run("settle", ID, "d1", "--accepted", "theirs.csv", "--reason", "agreed")
    assert said.out.splitlines()[0] == "1 of 2 records are accepted: 4.03 CNY", said.err
    one = desk.json("credit", ID, "--dispute", "d1", "--reason", "agreed")
    assert (one["life"]["owed"], one["life"]["disputes"][0]["accepted"]) == ("157.09", [f"{JAN}-30"])
    assert desk.json("ledger", "verify")["findings"] == []


def test_records_named_one_by_one(desk: Desk) -> None:
    (one,) = desk.json("dispute", ID, "--record", f"{JAN}-0", "--record", f"{JAN}-30", "--reason", "test calls")
    assert one["life"]["disputed"] == "8.06"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ids(0, 99), f"claim.csv:3: record '{JAN}-99' is not among the interactions of {ID}"),
        (ids(0) + "later-1,\n", "claim.csv:3: record 'later-1' is not among the interactions"),
        (ids(0, 1, 0), f"claim.csv:4: record '{JAN}-0' stands in line 2 already"),
        (ids(0) + ",a call\n", "claim.csv:3: this row names no record"),
        (ids(), "claim.csv: the file names no record"),
        ("call,why\n1,test\n", "claim.csv:1: the file has no column that names records; its header has one of interaction_id"),
        (ids(40), f"without these 1 records {ID} would come to 161.12 CNY, no less than 161.12"),
        (ids(*range(45)), "these are all interactions of the month"),
        ("case_id\n1\n", f"nothing of {ID} was counted over cases"),
    ],
)  # fmt: skip
def test_what_cannot_be_claimed(desk: Desk, text: str, told: str) -> None:
    desk.write("claim.csv", text)
    said = desk.run("dispute", ID, "--records", "claim.csv", "--reason", "x")
    assert (said.code, said.out) == (1, "") and said.err.startswith(told), said.err
    assert desk.json("ledger", "verify")["findings"] == []


@pytest.mark.parametrize(
    "line", ["dispute ID --reason x", "dispute ID --reason x --records a.csv --line calls", "settle ID d1 --reason x",
             "settle ID d1 --reason x --accepted a.csv --conceded 1"],
)  # fmt: skip
def test_options_that_do_not_go_together(desk: Desk, line: str) -> None:
    assert desk.run(*line.replace("ID", ID).split()).code == 2


@pytest.mark.parametrize(
    ("less", "most", "disputed"),
    [
        ({"a": "3", "b": "1"}, {"a": "10", "b": "5"}, {"a": "3", "b": "1"}),
        ({"a": "3", "b": "-1"}, {"a": "10", "b": "5"}, {"a": "2"}),  # b would be more: taken from a
        ({"a": "3", "b": "1"}, {"a": "10", "b": "0"}, {"a": "4"}),  # a bonus that stood at nothing would be a malus
        ({"a": "3", "b": "-1"}, {"a": "10", "b": "-8"}, {"a": "3", "b": "-1"}),  # a credit would go with it
        ({"a": "3", "b": "2"}, {"a": "10", "b": "-8"}, {"a": "5"}),
        ({"a": "30"}, {"a": "10", "b": "5"}, {"a": "10", "b": "5"}),  # no more than there is
        ({"gone": "2"}, {"a": "10"}, {"a": "2"}),
    ],
)
def test_amounts_lie_within_their_lines(less: dict[str, str], most: dict[str, str], disputed: dict[str, str]) -> None:
    def money(amounts: Mapping[str, str]) -> dict[str, Decimal]:
        return {line: Decimal(amount) for line, amount in amounts.items()}

    assert fitted(money(less), money(most)) == money(disputed)
