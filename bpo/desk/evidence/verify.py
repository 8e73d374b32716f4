"""A pack verified from itself alone: every file by its hash, every figure counted again, the statement priced again."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bpo import __version__
from bpo.contracts.load import LoadedContract, read_contract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.codec import exact_number
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.tables import table
from bpo.core.words import Text, Words
from bpo.desk.evidence import manifest as m
from bpo.desk.evidence.archive import BROKEN, CHANGED, MISSING, NOT_LISTED, Archive, open_archive
from bpo.desk.evidence.figures import differences, figures_of
from bpo.facts.lake.lake import DAMAGED, reading_lake
from bpo.ledger.document import read
from bpo.metering import measure, needed_of
from bpo.metering.packed import PackedFacts, files_behind, what_differs
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price

UNSEALED = Words(
    "evidence-unsealed",
    en="'manifest.json' was changed: its SHA-256 is {found}, and the seal in the pack is {wanted}",
    zh="'manifest.json' 已被改动：其 SHA-256 为 {found}，而包内封签为 {wanted}",
)
OTHER_SEAL = Words(
    "evidence-other-seal",
    en="this is another pack than the one meant: its seal is {found}, not {wanted}",
    zh="该证据包不是所指的那一个：其封签为 {found}，而非 {wanted}",
)
COUNTED_OTHERWISE = Words(
    "evidence-counted-otherwise",
    en="counted again over the rows of '{member}', {figure} is {found}, and {told} in 'statement.json'",
    zh="按 '{member}' 的明细重新统计，{figure} 为 {found}，而 'statement.json' 中为 {told}",
)
MARKED_OTHERWISE = Words(
    "evidence-marked-otherwise",
    en="'{member}' says of its rows otherwise what they add to {figure} than counting them again does",
    zh="'{member}' 中各行对 {figure} 的计入情况与重新统计不一致",
)
TOLD_OTHERWISE = Words(
    "evidence-told-otherwise",
    en="{figure} is {told} in '{member}', and {found} in 'statement.json'",
    zh="{figure} 在 '{member}' 中为 {told}，而在 'statement.json' 中为 {found}",
)
OTHER_EXPORT = Words(
    "evidence-other-export",
    en="of export {export} 'manifest.json' counts {told} rows, and '{member}' has {found}",
    zh="'manifest.json' 载明导出文件 {export} 有 {told} 行，而 '{member}' 中为 {found} 行",
)
PRICED_OTHERWISE = Words(
    "evidence-priced-otherwise",
    en="priced again by 'contract.yaml', {figure} is {found}, and {told} in 'statement.json'",
    zh="按 'contract.yaml' 重新计价，{figure} 为 {found}，而 'statement.json' 中为 {told}",
)
NOT_PRICED = Words(
    "evidence-not-priced",
    en="the statement cannot be computed again from the pack: {reason}",
    zh="无法由证据包重新计算结算单：{reason}",
)
SHOWN_MAX = 20
NO_JSON = Text(zh="不是 JSON", en="it is no JSON")
NEWER = Text(zh="该证据包由更新的 bpo 生成", en="it was made by a newer bpo")


@dataclass(frozen=True)
class Verified:
    """What was found to hold: of which statement, how many files and rows, how many figures were counted again."""

    statement_id: str
    total: str
    currency: str
    seal: str
    engine: str
    members: int
    rows: int
    figures: int


def verify_pack(path: Path, seal: str | None = None) -> Verified:
    """Verify a pack; it needs no workspace.

    Args:
        seal: the number that the pack must have, if it was told by another way.

    Raises:
        BpoError: with everything that was changed, or differs when it is computed again; or if it is no pack.
    """
    with open_archive(path) as archive, tempfile.TemporaryDirectory(prefix="bpo-verify-") as folder:
        manifest, found = _sealed(archive, seal)
        _intact(archive, manifest)
        return _Again(archive, manifest, Path(folder), found).verify()


def _sealed(archive: Archive, seal: str | None) -> tuple[m.Manifest, str]:
    """The manifest, if it is what its seal says; and the seal."""
    where, text = Where(str(archive.path)), archive.whole(m.MANIFEST)
    found, told = m.seal_of(text), archive.whole(m.SEAL)
    if told != f"{found}\n".encode():
        raise fail(UNSEALED, where, found=found, wanted=told[:64].decode("ascii", "replace"))
    if seal is not None and seal.strip().lower() != found:
        raise fail(OTHER_SEAL, where, found=found, wanted=seal)
    try:
        return m.read_manifest(text), found
    except m.NewerFormat:
        raise fail(BROKEN, where, member=m.MANIFEST, reason=NEWER) from None
    except ValueError as error:
        raise fail(BROKEN, where, member=m.MANIFEST, reason=str(error)) from None


def _intact(archive: Archive, manifest: m.Manifest) -> None:
    """Raises BpoError for every member that is missing, was changed, or is not listed; none is read before that."""
    where, problems = Where(str(archive.path)), list[Problem]()
    for name, member in manifest.members.items():
        if name not in archive.members:
            problems.append(Problem(MISSING, where, {"member": name}))
            continue
        try:
            found = archive.sha256(name)
        except BpoError as error:
            problems += error.problems
            continue
        if found != member.sha256 or archive.members[name] != member.bytes:
            problems.append(Problem(CHANGED, where, {"member": name, "found": found, "wanted": member.sha256}))
    known = {*manifest.members, m.MANIFEST, m.SEAL}
    problems += [Problem(NOT_LISTED, where, {"member": name}) for name in archive.members if name not in known]
    needed = (m.CONTRACT, m.STATEMENT, *(m.rows_of_table(name) for name in manifest.tables))
    problems += [Problem(MISSING, where, {"member": name}) for name in needed if name not in manifest.members]
    if problems:
        raise BpoError(problems)


@dataclass(frozen=True)
class _Again:
    """A pack whose files are what its manifest says, while its statement is computed again."""

    archive: Archive
    manifest: m.Manifest
    folder: Path
    seal: str

    @property
    def where(self) -> Where:
        return Where(str(self.archive.path))

    def verify(self) -> Verified:
        statement, loaded = self._statement(m.STATEMENT), self._contract()
        problems = list(self._as_told(statement, loaded))
        try:
            contract = in_force(loaded.contract, statement.period)
            with reading_lake(self.archive.path):
                problems += self._counted(contract, statement)
            problems += self._priced(loaded.contract, statement)
        except BpoError as error:
            if any(one.is_a(DAMAGED) for one in error.problems):
                raise fail(BROKEN, self.where, member="rows", reason=error.problems[0].values["reason"]) from None
            reasons = [Text(zh=one.say("zh"), en=one.say("en")) for one in error.problems[:SHOWN_MAX]]
            problems += [Problem(NOT_PRICED, self.where, {"reason": one}) for one in reasons]
        if problems:
            raise BpoError(problems[:SHOWN_MAX])
        rows = sum(one.rows for one in self.manifest.tables.values())
        figures = len(self.manifest.counted)
        total = f"{statement.total:,}"
        return Verified(
            self.manifest.statement, total, statement.currency, self.seal, self.manifest.engine,
            len(self.archive.members), rows, figures,
        )  # fmt: skip

    def _statement(self, name: str) -> Statement:
        try:
            return read(self.archive.whole(name).decode())
        except (ValueError, ArithmeticError, AssertionError, KeyError, TypeError) as error:
            reason = str(error) or type(error).__name__
            raise fail(BROKEN, self.where, member=name, reason=reason) from None

    def _contract(self) -> LoadedContract:
        """The contract as it was billed, whose places are those of its own file."""
        try:
            text = self.archive.whole(m.CONTRACT).decode()
        except UnicodeDecodeError as error:
            raise fail(BROKEN, self.where, member=m.CONTRACT, reason=str(error)) from None
        return read_contract(parse_document(text, self.manifest.contract_path))

    def _as_told(self, statement: Statement, loaded: LoadedContract) -> Iterator[Problem]:
        """Whether manifest and measures file say of the statement what it says itself."""
        manifest, measures = self.manifest, statement.measures
        pairs = {
            (m.MANIFEST, "contract"): (manifest.contract, statement.contract),
            (m.MANIFEST, "period"): (manifest.period, statement.period.name),
            (m.MANIFEST, "contract_sha256"): (manifest.contract_sha256, loaded.sha256),
            (m.MANIFEST, "account"): (manifest.account, in_force(loaded.contract, statement.period).account_of_facts),
        }
        evidence = {name: one for name, one in measures.evidence.items() if one.version is not None}
        for name in {**manifest.counted, **evidence}:
            count, ours = manifest.counted.get(name), evidence.get(name)
            pairs[m.MANIFEST, f"counted.{name}"] = (
                str(count and (count.table, count.rows)),
                str(ours and (ours.table, ours.rows)),
            )
        for (member, figure), (told, found) in pairs.items():
            if told != found:
                yield Problem(
                    TOLD_OTHERWISE, self.where, {"member": member, "figure": figure, "told": told, "found": found}
                )
        yield from self._measures_file(measures)

    def _measures_file(self, measures: Measures) -> Iterator[Problem]:
        """The figures that the measures file tells people are those of the statement."""
        try:
            told = _mapping(json.loads(self.archive.whole(m.MEASURES)))
        except ValueError:  # neither JSON nor the UTF-8 that it is written in
            raise fail(BROKEN, self.where, member=m.MEASURES, reason=NO_JSON) from None
        again = json.loads(json.dumps(measures.as_json()))
        for section in ("quantities", "kpis"):
            for figure, place, found in _pairs_of(_mapping(told.get(section)), again.get(section, {})):
                yield Problem(
                    TOLD_OTHERWISE, self.where, {"member": m.MEASURES, "figure": figure, "told": place, "found": found}
                )

    def _counted(self, contract: Contract, statement: Statement) -> Iterator[Problem]:
        """Every figure that was counted over rows, counted again by the same compiler over those of the pack."""
        measures, files = statement.measures, {}
        for name in self.manifest.tables:
            if table(name) is None:
                raise fail(BROKEN, self.where, member=m.MANIFEST, reason=name)
            files[name] = self.folder / f"{name}.parquet"
            self.archive.extract(m.rows_of_table(name), files[name])
        facts = PackedFacts(files, {name: one.version for name, one in self.manifest.tables.items()})
        given = m.given_of(measures, contract.kpis)
        again = measure(facts, contract, statement.period, given)
        told, found = _counts(measures, measures, contract), _counts(again, measures, contract)
        for figure, wanted, ours in differences(told, found):
            one = measures.evidence.get(figure.partition(" ")[0])
            member = m.rows_of_table(one.table) if one is not None and one.table else "rows"
            values = {"member": member, "figure": figure, "told": wanted, "found": ours}
            yield Problem(COUNTED_OTHERWISE, self.where, values)
        window = contract.effective_part(statement.period)
        needs = list({need.id: need for need in needed_of(contract, given, statement.period)}.values())
        for name, file in files.items():
            yield from self._files_as_told(name, file)
            of_table = [need for need in needs if need.table == name]
            if window is not None and of_table:
                for figure in what_differs(file, facts, contract, window, of_table):
                    yield Problem(MARKED_OTHERWISE, self.where, {"member": m.rows_of_table(name), "figure": figure})

    def _files_as_told(self, table_name: str, rows: Path) -> Iterator[Problem]:
        """Whether the exports that the manifest lists, with their hashes, are those that the rows of a table name."""
        told = {
            f"{one.source} {one.file} {one.sha256}": one.rows
            for one in self.manifest.sources
            if one.table == table_name
        }
        found = {f"{source} {file} {batch}": many for source, file, batch, many in files_behind(rows)}
        for name in dict.fromkeys([*told, *found]):
            if told.get(name) != found.get(name):
                counts = {"told": str(told.get(name, "–")), "found": str(found.get(name, "–"))}
                values = {"member": m.rows_of_table(table_name), "export": name, **counts}
                yield Problem(OTHER_EXPORT, self.where, values)

    def _priced(self, contract: Contract, statement: Statement) -> Iterator[Problem]:
        history = [self._statement(m.history_of(name)) for name in self.manifest.history]
        again = price(contract, statement.measures, history)
        with_steps = self.manifest.engine == __version__
        told, found = (
            figures_of(replace(one, history=(), dated=None), with_steps=with_steps) for one in (statement, again)
        )
        for figure, wanted, ours in differences(told, found):
            yield Problem(PRICED_OTHERWISE, self.where, {"figure": figure, "told": wanted, "found": ours})


def _counts(measures: Measures, billed: Measures, contract: Contract) -> dict[str, str]:
    """The counted figures by name: totals, parts, sums of KPIs and rows; where both parties counted, as we did."""
    counted, kpis = m.counted_names(billed), m.counted_kpis(billed, contract.kpis)
    found: dict[str, str] = {}
    for name in sorted(counted | kpis):
        sides = measures.sides.get(name)
        ours = sides.ours if sides is not None else None
        quantity, kpi = measures.quantities.get(name), measures.kpis.get(name)
        if ours is not None:
            found[name] = exact_number(ours.value)
        elif name in counted and quantity is not None:
            found |= _of_quantity(name, quantity)
        elif name in kpis and kpi is not None:
            found |= _of_kpi(name, kpi)
        if (one := measures.evidence.get(name)) is not None and one.version is not None:
            found[f"{name} (rows)"] = str(one.rows)
    return found


def _of_quantity(name: str, one: Quantity) -> dict[str, str]:
    parts = {f"{name} ({key})": exact_number(value) for key, value in one.parts.items()}
    return {name: exact_number(one.total), **parts}


def _of_kpi(name: str, one: KpiResult) -> dict[str, str]:
    sums = {"value": one.value, "numerator": one.numerator, "denominator": one.denominator}
    of_parts = {f"{name} ({key})": value for key, value in one.parts.items()}
    told = {**{f"{name} ({side})": value for side, value in sums.items()}, **of_parts}
    return {place: exact_number(value) for place, value in told.items() if value is not None}


def _mapping(value: Any) -> Mapping[str, Any]:
    """What should be a mapping; an empty one, if it is something else: then it lacks everything."""
    return value if isinstance(value, Mapping) else {}


def _pairs_of(told: Mapping[str, Any], again: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """The figures that two measures files tell otherwise."""
    for figure in dict.fromkeys([*told, *again]):
        theirs, ours = _mapping(told.get(figure)), _mapping(again.get(figure))
        for side in ("total", "value", "numerator", "denominator"):
            if theirs.get(side) != ours.get(side):
                yield figure, str(theirs.get(side)), str(ours.get(side))
