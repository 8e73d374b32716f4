"""``bpo send``: into the outbox, and to a real mail server that takes, refuses or is lost; each statement once."""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Iterator, Mapping
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import NoReturn

import pytest

import bpo.desk.billing
import bpo.desk.life.issuing
import bpo.desk.life.sending
from bpo.invoice import Bill, files_of
from bpo.ledger import open_ledger
from bpo.life.life import Life
from tests.cli.desk import Desk, copy_of
from tests.mail_server import HOST, LOST, PASSWORD, Post, mail_server

ID, NUMBER = "desk-2026-01-r1", "S-2026-0001"
FEBRUARY = "desk-2026-02-r1"
CLIENT = "ap@kettle.example"


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(scope="module")
def once(ingested: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """January and February issued, for a client with an address; the documents are of one line each."""
    desk = copy_of(ingested, tmp_path_factory.mktemp("issued") / "desk")
    desk.change("contracts/desk.yaml", "{name: Kettle Works}", f"{{name: Kettle Works, email: {CLIENT}}}")
    desk.write("bpo.yaml", "database: ledger.db\nmail: {from: Little Voices <billing@voices.example>}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bpo.desk.billing, "draw_bill", _lines)
        patch.setattr(bpo.desk.life.issuing, "draw_issued", _lines)
        for month, name in (("2026-01", ID), ("2026-02", FEBRUARY)):
            for verb in (
                ("bill", "contracts/desk.yaml", "--period", month),
                ("approve", name, "--as", "wang"),
                ("issue", name, "--date", "2026-03-02"),
            ):
                said = desk.run(*verb)
                assert said.code == 0, said.err
    return desk


def _lines(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    pdf, review, book = files_of(bill, folder)
    named = (pdf, book) if bill.number else (pdf, review, book)
    return {file: f"{bill.statement_id} {file.suffix}".encode() for file in named}


@pytest.fixture
def issued(once: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(bpo.desk.life.issuing, "draw_issued", _lines)
    monkeypatch.setenv("BPO_MAIL_PASSWORD", PASSWORD)
    return copy_of(once, tmp_path / "desk")


@pytest.fixture
def post(issued: Desk) -> Iterator[Post]:
    """A server that the desk sends to."""
    with mail_server(issued.root) as post:
        server(issued, post)
        yield post


def server(desk: Desk, post: Post, security: str = "starttls", more: str = "user: billing, ca: ca.pem") -> None:
    given = f"from: Little Voices <billing@voices.example>, host: {HOST}, port: {post.port}, security: {security}"
    desk.write("bpo.yaml", f"database: ledger.db\nmail: {{{given}, {more}}}\n")


def life(desk: Desk, statement: str = ID) -> Life:
    with open_ledger(desk.root / "ledger.db") as ledger:
        assert ledger.verify().findings == ()
        return ledger.life(statement)


def told(desk: Desk, statement: str = ID) -> list[str]:
    """What the journal tells of its messages."""
    with open_ledger(desk.root / "ledger.db") as ledger:
        return [entry.verb for entry in ledger.entries(statement) if entry.verb in ("sending", "sent", "unsent")]


# -- the outbox ----------------------------------------------------------------------------------------------------


def test_a_message_in_the_outbox(issued: Desk) -> None:
    said = issued.run("send", ID)
    assert (said.code, said.err) == (0, "")
    (file,) = (issued.root / "outbox").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert file.name == f"{NUMBER}-1.eml"
    assert (message["From"], message["To"]) == ("Little Voices <billing@voices.example>", CLIENT)
    assert message["Subject"] == f"Statement {NUMBER} – Small desk, 2026-01"
    pdf = f"{NUMBER} .pdf".encode()
    stands_for = hashlib.sha256(f"Little Voices Ltd\n{ID}\n{NUMBER}\n2026-03-02".encode()).hexdigest()[:16]
    assert message["Message-ID"] == f"<{NUMBER}.1.{stands_for}@voices.example>"
    body = message.get_body()  # type: ignore[attr-defined]  # what the policy makes
    assert "CNY 161.12" in body.get_content() and "Little Voices Ltd" in body.get_content()
    attached = {one.get_filename(): one.get_content() for one in message.iter_attachments()}  # type: ignore[attr-defined]
    assert attached == {f"desk-2026-01-{NUMBER}.pdf": pdf, f"desk-2026-01-{NUMBER}.xlsx": f"{NUMBER} .xlsx".encode()}
    found = life(issued)
    assert (found.state, found.mails, found.mail, told(issued)) == ("sent", 1, None, ["sending", "sent"])


def test_what_was_sent_is_not_sent_again(issued: Desk) -> None:
    issued.run("send", ID)
    before = {file: file.read_bytes() for file in (issued.root / "outbox").iterdir()}
    said = issued.run("send", "--all", "--period", "2026-01")
    assert said.code == 0 and "--again" in said.out
    assert {file: file.read_bytes() for file in (issued.root / "outbox").iterdir()} == before
    assert told(issued) == ["sending", "sent"]
    said = issued.run("send", ID, "--again", "--to", "Boss <boss@kettle.example>; cfo@kettle.example")
    assert said.code == 0, said.err
    assert told(issued) == ["sending", "sent"] * 2
    second = message_from_bytes((issued.root / "outbox" / f"{NUMBER}-2.eml").read_bytes(), policy=default)
    assert second["To"] == "Boss <boss@kettle.example>, cfo@kettle.example"
    assert f"{NUMBER}.2." in second["Message-ID"]


@pytest.mark.parametrize("dies_in", ["written", "write_all", "_sent"])
def test_a_run_that_ends_in_the_middle_is_gone_on_with(
    issued: Desk, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    """Before the message is told, before its file is there, and after: the same message comes of it, once."""

    def die(*given: object) -> NoReturn:
        raise Killed

    with monkeypatch.context() as patch:
        place = "bpo.report.files.write_all" if dies_in == "write_all" else f"bpo.desk.life.sending.{dies_in}"
        patch.setattr(place, die)
        with pytest.raises(Killed):
            issued.run("send", ID)
    left = {file.name: file.read_bytes() for file in (issued.root / "outbox").glob("*")}
    assert (life(issued).state, bool(left)) == ("issued", dies_in == "_sent")
    said = issued.run("send", ID)
    assert said.code == 0, said.err
    now = {file.name: file.read_bytes() for file in (issued.root / "outbox").iterdir()}
    assert list(now) == [f"{NUMBER}-1.eml"] and {**now, **left} == now
    assert (life(issued).mails, told(issued)) == (1, ["sending", "sent"])


def test_what_was_not_issued_is_not_sent(issued: Desk) -> None:
    issued.write("measures/march.yaml", "period: 2026-03\nquantities: {calls: 100}\nkpis: {sl20: 90%, survey: 95%}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bpo.desk.billing, "draw_bill", _lines)
        issued.run("bill", "contracts/desk.yaml", "--period", "2026-03", "--measures", "measures/march.yaml")
    said = issued.run("send", "desk-2026-03-r1", FEBRUARY)
    assert said.code == 1 and "'desk-2026-03-r1' is draft" in said.err
    assert life(issued, FEBRUARY).state == "sent"


def test_what_is_dated_later_does_not_leave(issued: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bpo.desk.life.sending, "day_of", lambda at: date(2026, 3, 1))  # issued on March 2
    said = issued.run("send", ID)
    assert said.code == 1 and said.err and told(issued) == [] and not (issued.root / "outbox").exists()


def test_of_a_period_all_that_are_issued(issued: Desk) -> None:
    (mailed,) = issued.json("send", "--all", "--period", "2026-02")
    assert (mailed["statement"], mailed["to"], mailed["before"]) == (FEBRUARY, [CLIENT], False)
    assert issued.run("send", "--all", "--period", "2026-07").out == "No statement of 2026-07 is issued.\n"
    for wrong in ((), ("--all",), (ID, "--all", "--period", "2026-01"), (ID, "--period", "2026-01")):
        assert issued.run("send", *wrong).code == 2


def test_files_that_are_gone_are_drawn_again_and_others_are_not_sent(issued: Desk) -> None:
    pdf = issued.root / f"statements/2026-01/desk-2026-01-{NUMBER}.pdf"
    pdf.write_bytes(b"changed")
    said = issued.run("send", ID)
    assert said.code == 0, said.err
    message = message_from_bytes((issued.root / "outbox" / f"{NUMBER}-1.eml").read_bytes(), policy=default)
    assert f"{NUMBER} .pdf".encode() in [one.get_content() for one in message.iter_attachments()]  # type: ignore[attr-defined]
    (issued.root / "statements/2026-02/desk-2026-02-S-2026-0002.pdf").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bpo.desk.life.issuing, "draw_issued", lambda *given: dict.fromkeys(_lines(*given), b"other"))
        said = issued.run("send", FEBRUARY)
    assert said.code == 1 and "would be drawn otherwise than it was issued" in said.err
    assert told(issued, FEBRUARY) == []


def test_an_e_invoice_of_its_number_goes_with_it(issued: Desk) -> None:
    issued.write(f"statements/2026-01/{NUMBER}.xml", "<Invoice/>")
    issued.write("timesheets.csv", "name,hours\n")
    issued.run("send", ID, "--attach", "timesheets.csv")
    message = message_from_bytes((issued.root / "outbox" / f"{NUMBER}-1.eml").read_bytes(), policy=default)
    kinds = {one.get_filename(): one.get_content_type() for one in message.iter_attachments()}  # type: ignore[attr-defined]
    assert (kinds[f"{NUMBER}.xml"], kinds["timesheets.csv"], len(kinds)) == ("application/xml", "text/csv", 4)


def test_templates_and_languages(issued: Desk) -> None:
    issued.write("own/mail.en.txt.j2", "{{ number }} <for> {{ client }}\n\nPay {{ payable }}.\n")
    issued.write("bpo.yaml", "database: ledger.db\ntemplates: own\nmail: {from: billing@voices.example}\n")
    issued.run("send", ID)
    message = message_from_bytes((issued.root / "outbox" / f"{NUMBER}-1.eml").read_bytes(), policy=default)
    assert message["Subject"] == f"{NUMBER} <for> Kettle Works"
    assert message.get_body().get_content().split() == ["Pay", "CNY", "161.12."]  # type: ignore[attr-defined]
    issued.write("own/mail.en.txt.j2", "{{ nothing }}")
    said = issued.run("send", FEBRUARY)
    assert said.code == 1 and "own/mail.en.txt.j2:1: the template cannot be used" in said.err
    assert told(issued, FEBRUARY) == []


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("ap(at)kettle.example", "is no mail address"),
        ("ap@kettle", "is no mail address"),
        ("应付@kettle.example", "is no mail address"),
        ("a@b.example\nBcc: all@b.example", "is no mail address"),
    ],
)
def test_an_address_that_is_none(issued: Desk, to: str, message: str) -> None:
    said = issued.run("send", ID, "--to", to)
    assert said.code == 1 and message in said.err and told(issued) == []


# -- a mail server -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_takes_it(issued: Desk, security: str) -> None:
    with mail_server(issued.root, security) as post:
        server(issued, post, security, "user: billing, ca: ca.pem, cc: [archive@voices.example]")
        (mailed,) = issued.json("send", ID)
        assert issued.run("send", ID).code == 0
    assert post.to == [(CLIENT, "archive@voices.example")]
    (message,) = post.messages
    assert (message["Cc"], message["Message-ID"]) == ("archive@voices.example", mailed["message"])
    found = life(issued)
    assert (found.state, found.mails, told(issued)) == ("sent", 1, ["sending", "sent"])
    assert not (issued.root / "outbox").exists()


@pytest.mark.parametrize(
    ("answer", "message"),
    [("550 5.1.1 no such user", "550 5.1.1 no such user"), ("451 4.3.0 busy", "send it again later")],
)
def test_an_address_that_is_refused(issued: Desk, post: Post, answer: str, message: str) -> None:
    """Nobody gets it if one does not; nothing is told, and once that is mended it goes."""
    post.address_answers[CLIENT] = answer
    said = issued.run("send", ID, FEBRUARY, "--to", f"boss@kettle.example, {CLIENT}")
    assert said.code == 1 and said.err.count(message) == 2 and post.taken == [] and told(issued) == []
    post.address_answers.clear()
    assert issued.run("send", ID).code == 0 and len(post.taken) == 1


@pytest.mark.parametrize("answer", ["554 5.7.1 too much like spam", "452 4.3.1 full"])
def test_a_message_that_is_refused(issued: Desk, post: Post, answer: str) -> None:
    post.message_answers.append(answer)
    said = issued.run("send", ID)
    assert said.code == 1 and answer in said.err
    assert (life(issued).state, life(issued).mail, told(issued)) == ("issued", None, ["sending", "unsent"])
    assert issued.run("send", ID).code == 0
    (message,) = post.messages
    assert f"{NUMBER}.1." in message["Message-ID"]
    assert told(issued) == ["sending", "unsent", "sending", "sent"]


def test_a_connection_that_is_lost_after_the_message(issued: Desk, post: Post) -> None:
    """Whether it arrived is not known: it is not sent twice unless somebody says so, and then as the same message."""
    post.message_answers.append(LOST)
    said = issued.run("send", ID)
    assert said.code == 1 and "is not known" in said.err and told(issued) == ["sending"]
    said = issued.run("send", "--all", "--period", "2026-01")
    assert said.code == 1 and "is not known" in said.err and len(post.taken) == 1
    said = issued.run("void", ID, "--reason", "typo")
    assert said.code == 1 and "cannot be voided" in said.err
    assert issued.run("send", ID, "--again").code == 0
    first, second = post.messages
    assert first["Message-ID"] == second["Message-ID"] and post.taken[0] == post.taken[1]
    assert (life(issued).mails, told(issued)) == (1, ["sending", "sending", "sent"])


def test_one_that_did_arrive_is_told(issued: Desk, post: Post) -> None:
    post.message_answers.append(LOST)
    issued.run("send", ID)
    assert issued.run("sent", ID, "--on", "2026-03-03").code == 0
    assert (life(issued).state, life(issued).mail, len(post.taken)) == ("sent", None, 1)
    assert "was sent on 2026-03-03" in issued.run("send", ID).out


def test_a_process_that_ends_after_the_server_took_it(
    issued: Desk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*given: object) -> NoReturn:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(bpo.desk.life.sending, "_sent", die)
        with pytest.raises(Killed):
            issued.run("send", ID)
    said = issued.run("send", ID)
    assert said.code == 1 and "is not known" in said.err and len(post.taken) == 1


def test_two_processes_send_one_message(issued: Desk, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one tells its message while this one talks to the server."""
    ours = bpo.desk.life.sending.offer

    def overtaken(connection: smtplib.SMTP, *given: object) -> None:
        monkeypatch.setattr(bpo.desk.life.sending, "offer", ours)
        assert issued.run("send", ID).code == 0
        ours(connection, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(bpo.desk.life.sending, "offer", overtaken)
    said = issued.run("send", ID)
    assert said.code == 1 and "is being sent by another process" in said.err and len(post.taken) == 1


@pytest.mark.parametrize(
    ("security", "here", "more", "password", "message"),
    [
        ("starttls", "starttls", "user: billing, ca: ca.pem", "wrong", "does not let 'billing' in (535 5.7.8"),
        ("starttls", "starttls", "user: billing, ca: ca.pem", "", "'billing' has no password"),
        ("starttls", "starttls", "user: billing", PASSWORD, "is not trusted (unable to get local issuer certificate)"),
        ("none", "starttls", "user: billing, ca: ca.pem", PASSWORD, "offers no TLS"),
        ("tls", "starttls", "ca: ca.pem", PASSWORD, "does not answer as one"),
        ("starttls", "tls", "ca: ca.pem", PASSWORD, "does not answer as one"),
        ("starttls", "starttls", "ca: bpo.yaml", PASSWORD, "the file of certificates 'bpo.yaml' cannot be read"),
        ("starttls", "starttls", "ca: none.pem", PASSWORD, "the file of certificates 'none.pem' cannot be read"),
    ],
)
def test_a_server_that_is_not_come_to_terms_with(
    issued: Desk, monkeypatch: pytest.MonkeyPatch, security: str, here: str, more: str, password: str, message: str
) -> None:
    monkeypatch.setenv("BPO_MAIL_PASSWORD", password)
    monkeypatch.setattr("bpo.mail.server.WAITS_SECONDS", 2)
    with mail_server(issued.root, security) as post:
        server(issued, post, here, more)
        said = issued.run("send", ID)
    assert said.code == 1 and message in said.err, said.err
    assert post.taken == [] and told(issued) == []


def test_a_server_that_is_not_there(issued: Desk) -> None:
    server(issued, Post(port=9), more="cc: []")
    said = issued.run("send", ID)
    assert said.code == 1 and f"{HOST}:9 does not answer as one (Connection refused)" in said.err
