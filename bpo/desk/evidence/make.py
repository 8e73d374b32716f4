"""A statement's pack: what it was counted from and priced by, so that it can be computed again without workspace, lake or ledger."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.digests import sha256_of
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.desk.evidence import manifest as m
from bpo.desk.evidence.archive import write_archive
from bpo.desk.evidence.readme import readme
from bpo.desk.months import contract_then
from bpo.desk.run import MeasuresFile, months_before, read_measures_file
from bpo.desk.workspace import Workspace
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.facts.lake.seen import Pinned
from bpo.ledger import Ledger, StoredStatement, open_ledger
from bpo.ledger.document import written
from bpo.metering import needed_of
from bpo.metering.behind import column_of
from bpo.metering.packed import Numbered, PackedTable, asks_who, pack_table, packed_rows
from bpo.metering.row_files import records
from bpo.pricing.in_force import in_force
from bpo.report.files import in_place
from bpo.report.rows_book import RowSheet, write_rows_book

ASKS_WHO = Words(
    "evidence-asks-who",
    en="'{given}' asks of customers who they are ({where}), so it cannot be counted again over rows in which people are numbered; "
    "write --persons as-in-lake if the receiver of the pack may read them",
    zh="'{given}' 的条件涉及客户身份（{where}），客户改为编号后无法据明细重新统计；如接收方有权查看，请写 --persons as-in-lake",
)
MONTH_ELSEWHERE = Words(
    "evidence-month-elsewhere",
    en="{statement} rests on {period}, which was billed elsewhere; name that month's measures file with --history",
    zh="{statement} 依据在别处出账的 {period}；请用 --history 指明该月的数据文件",
)


@dataclass(frozen=True)
class Packed:
    """A pack that was written: its ``seal`` stands for all of it."""

    path: Path
    statement_id: str
    seal: str
    manifest: m.Manifest


def make_pack(
    workspace: Workspace, statement_id: str, target: Path, history_files: Sequence[Path] = (), numbered: bool = True
) -> Packed:
    """Write the evidence of a statement that was billed; the same statement gives the same bytes.

    Args:
        history_files: measures files of earlier months that were billed elsewhere, if the statement rests on such.
        numbered: whether people are numbered, or stand as they are in the lake.

    Raises:
        BpoError: if there is no such statement, or it cannot be counted again without what may not be in the pack.
    """
    taken_over = [read_measures_file(file) for file in history_files]
    with open_ledger(workspace.database) as ledger:
        stored = ledger.stored(statement_id)
        loaded = contract_then(ledger, stored)
        history = _history(ledger, stored, loaded.contract, taken_over)

    def write(draft: Path) -> m.Manifest:
        with (
            tempfile.TemporaryDirectory(prefix="bpo-evidence-", dir=target.parent) as folder,
            reading_lake(workspace.lake),
        ):
            made = _Making(Path(folder), stored, loaded, loaded.document.text, Lake(workspace.lake), numbered)
            manifest = made.fill(history)
            write_archive(draft, made.members)
        return manifest

    manifest = in_place(target, write)
    return Packed(target, statement_id, m.seal_of(manifest.written()), manifest)


def _history(
    ledger: Ledger, stored: StoredStatement, contract: Contract, taken_over: Sequence[MeasuresFile]
) -> list[Statement]:
    """The earlier months that the statement names, as they were when it was billed."""
    names, given = stored.statement.history, {one.measures.period for one in taken_over}
    periods = [name for name in names if contract.cycle.numbered(name) is not None]
    if missing := [name for name in periods if name not in given]:
        values = {"statement": stored.id}
        raise BpoError([Problem(MONTH_ELSEWHERE, None, {**values, "period": name}) for name in missing])
    billed = {one.period.name: one for one in (ledger.statement(name) for name in names if name not in periods)}
    wanted = [one for one in taken_over if one.measures.period in periods]
    return months_before(contract, stored.statement.period, wanted, billed, {name: name for name in billed})


@dataclass(frozen=True)
class _Making:
    """A pack while its members are written into a folder."""

    folder: Path
    stored: StoredStatement
    loaded: LoadedContract
    text: str
    lake: Lake
    numbered: bool

    @property
    def members(self) -> dict[str, Path]:
        """Every file by its name in the pack, in the order of names, the manifest and its seal last."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        named = dict(sorted((path.relative_to(self.folder).as_posix(), path) for path in files))
        last = [name for name in (m.MANIFEST, m.SEAL) if name in named]
        return {name: named[name] for name in (*(one for one in named if one not in last), *last)}

    def fill(self, history: Sequence[Statement]) -> m.Manifest:
        statement = self.stored.statement
        self._write(m.CONTRACT, self.text)
        self._write(m.STATEMENT, written(statement))
        told = json.dumps(statement.measures.as_json(), ensure_ascii=False, indent=1)
        self._write(m.MEASURES, told + "\n")
        for earlier in history:
            self._write(m.history_of(earlier.period.name), written(earlier))
        contract = in_force(self.loaded.contract, statement.period)
        needs = self._needs(contract)
        tables = self._rows(contract, statement.period, needs)
        left_out = self._workbook(contract, tables, needs)
        manifest = self._manifest(contract, history, tables, left_out)
        self._write(m.README, readme(manifest, statement))
        members = {
            name: m.MemberIn(bytes=path.stat().st_size, sha256=sha256_of(path)) for name, path in self.members.items()
        }
        manifest = manifest.model_copy(update={"members": members})
        (self.folder / m.MANIFEST).write_bytes(manifest.written())
        self._write(m.SEAL, m.seal_of(manifest.written()) + "\n")
        return manifest

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())

    def _needs(self, contract: Contract) -> dict[str, list[Need]]:
        """What was counted over rows, by table.

        Raises:
            BpoError: with every need that asks who people are, where they are numbered.
        """
        measures = self.stored.statement.measures
        needs = needed_of(contract, m.given_of(measures, contract.kpis), self.stored.statement.period)
        if asking := [need for need in needs if self.numbered and asks_who(need)]:
            raise BpoError(
                Problem(ASKS_WHO, contract.place(need.id), {"given": need.id, "where": _asked(need)}) for need in asking
            )
        found: dict[str, list[Need]] = {}
        for need in {need.id: need for need in needs}.values():
            found.setdefault(need.table, []).append(need)
        return dict(sorted(found.items()))

    def _rows(self, contract: Contract, period: Period, needs: Mapping[str, Sequence[Need]]) -> list[PackedTable]:
        window = contract.effective_part(period)
        if window is None or not needs:
            return []
        (self.folder / "rows").mkdir()
        facts, people = Pinned(self.lake, self.stored.lake_versions), Numbered() if self.numbered else None
        return [
            pack_table(facts, contract, window, of_table, self.folder / m.rows_of_table(table), people)
            for table, of_table in needs.items()
        ]

    def _workbook(
        self, contract: Contract, tables: Sequence[PackedTable], needs: Mapping[str, Sequence[Need]]
    ) -> Mapping[str, int]:
        """What was counted, for auditors: a sheet for each table, a column for each need, as far as sheets go."""
        if not tables:
            return {}

        def sheet(one: PackedTable) -> RowSheet:
            names = [column_of(need) for need in needs[one.table]]
            columns = [*names, *(name for name in one.columns if name not in names)]
            rows = packed_rows(self.folder / m.rows_of_table(one.table), needs[one.table])
            zone = contract.billing.timezone
            return RowSheet(one.table, [(name, name) for name in columns], records(rows, zone), frozenset(names))

        day = self.stored.statement.period.end
        return write_rows_book(self.folder / m.WORKBOOK, (sheet(one) for one in tables), day)

    def _manifest(
        self, contract: Contract, history: Sequence[Statement], tables: Sequence[PackedTable], left_out: Mapping[str, int]
    ) -> m.Manifest:  # fmt: skip
        stored, evidence = self.stored, self.stored.statement.measures.evidence
        return m.Manifest(
            format=m.FORMAT,
            statement=stored.id,
            contract=stored.statement.contract,
            contract_path=stored.contract_path,
            contract_sha256=stored.contract_sha256,
            period=stored.statement.period.name,
            revision=stored.revision,
            billed_at=stored.created_at.isoformat(),
            engine=stored.engine,
            account=contract.account_of_facts,
            persons="numbered" if self.numbered else "as-in-lake",
            history=[one.period.name for one in history],
            tables={
                one.table: m.TableIn(
                    version=stored.lake_versions[one.table],
                    rows=one.rows,
                    columns=list(one.columns),
                    left_out=left_out.get(one.table, 0),
                )
                for one in tables
            },
            counted={
                name: m.CountIn(table=one.table, rows=one.rows)
                for name, one in evidence.items()
                if one.version is not None
            },
            sources=[
                m.SourceIn(table=one.table, source=source, file=file, sha256=batch, rows=rows)
                for one in tables
                for source, file, batch, rows in one.sources
            ],
            members={},
        )


def _asked(need: Need) -> str:
    follow = need.followed.where if need.followed is not None else None
    asked = (need.where, need.classes, follow, need.of)
    return "; ".join([one.sql() for one in asked if one is not None] + list(need.by))
