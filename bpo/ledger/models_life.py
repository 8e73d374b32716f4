"""The tables of a statement's life: the journal with its head, the documents that were issued, and their files."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bpo.ledger.models import ID, NAME, SHA256, Base


class JournalRecord(Base):
    """Who did what to what, when and why; each row has the hash of the row before. Written once, never changed (triggers)."""

    __tablename__ = "journal"
    __table_args__ = (Index(None, "subject"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str]
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(ID)
    reason: Mapped[str]
    event: Mapped[str]
    previous: Mapped[str] = mapped_column(SHA256)
    hash: Mapped[str] = mapped_column(SHA256)


class JournalHead(Base):
    """One row: the last number and hash of the journal. Whoever appends locks it first, so that one appends at a time."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(SHA256)


class DocumentRecord(Base):
    """A number that was given to a document, in its series (supplier, kind, year); ``position`` counts there without a hole."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("supplier", "kind", "year", "position"), Index(None, "subject"))

    number: Mapped[str] = mapped_column(NAME, primary_key=True)
    supplier: Mapped[str] = mapped_column(NAME)
    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    position: Mapped[int]
    subject: Mapped[str] = mapped_column(ID)
    issued_on: Mapped[date]
    created_at: Mapped[datetime]


class FileRecord(Base):
    """A file of a document that was issued: the SHA-256 of its bytes, and as JSON the versions of what drew it."""

    __tablename__ = "document_files"

    number: Mapped[str] = mapped_column(NAME, ForeignKey("documents.number"), primary_key=True)
    name: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(SHA256)
    drawn_by: Mapped[str]
