"""Batches of an export divided into usable rows and unusable ones, counting the breaches of every rule in the same pass."""

from collections.abc import Collection, Sequence
from pathlib import Path

import polars as pl

from bpo.core.words import LANGS
from bpo.facts.gate.hiding import PRIVATE, Hiding
from bpo.facts.gate.holding import row_rules
from bpo.facts.gate.mapping import ACCOUNT, Part, Plan
from bpo.facts.gate.repeated_hours import UNDECIDED
from bpo.facts.gate.rules import OUT, Rule, json_rules, key_rule, structural_rules
from bpo.facts.gate.skipping import left_out
from bpo.facts.reading.batch import LINE, NUMBER, RAW, Batch
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.same_key import NEWEST, WITHDRAWN
from bpo.facts.sources.source import Delimited, Source
from bpo.facts.types import JOINING, QUARANTINE_SCHEMA, schema_of

BROKEN = "\x1f!"


class Checker:
    """Checks the batches of one file. ``counts`` adds up the breaches by rule, ``read`` the rows, ``skipped`` those left out."""

    def __init__(
        self, source: Source, plan: Plan, file: Path, batch: str, fields: int | str, hiding: Hiding | None = None
    ) -> None:
        self.source, self.plan, self.file, self.sha = source, plan, file, batch
        self.hiding, self.name = hiding or Hiding(source), file.name
        kind = source.format
        encoding = str(getattr(kind, "encoding", "") or "utf-8").removesuffix("-sig").upper()
        optional = sum(name.endswith("?") for name in kind.columns) if isinstance(kind, Delimited) else 0
        expected = f"{int(fields) - optional}–{fields}" if optional else str(fields)
        if isinstance(kind, Json):
            cutting = json_rules((kind.encoding or "Unicode").removesuffix("-sig").upper())
        else:
            cutting = structural_rules(expected, encoding)
        self.structural = {rule.id: rule for rule in cutting}
        self.rules: tuple[Rule, ...] = (*self.structural.values(), *plan.rules, *row_rules(source), key_rule())
        self.counts = dict.fromkeys((rule.id for rule in self.rules), 0)
        self.skipped = dict.fromkeys((skip.place for skip in plan.skips), 0)
        self.read = self.without_values = self.undecided = 0
        self._reasons = [_reasons(part.rules) for part in plan.parts]

    def divide(self, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Usable rows as facts, unusable ones as :data:`~bpo.facts.types.QUARANTINE_SCHEMA`.

        A row that becomes several is read as often; one that is left out on purpose once.
        """
        kept, counts = left_out(batch, self.plan.skips)
        for place, count in zip(self.skipped, counts, strict=True):
            self.skipped[place] += count
        self.read += sum(counts) + kept.faults.height + kept.rows.height * len(self.plan.parts)
        made = [self._made(part, number, kept) for number, part in enumerate(self.plan.parts)]
        unusable = [self._faults(self.hiding.uncut(kept.faults)), *(bad for _, bad in made)]
        return pl.concat([usable for usable, _ in made]), pl.concat(unusable)

    def _made(self, part: Part, number: int, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What one part of the plan makes of rows: those that it can use, and those that it cannot.

        All rows are asked whether any rule is broken, and only the others which.
        """
        broken = {rule.id: rule.broken.fill_null(False) for rule in part.rules if rule.broken is not None}
        order = (pl.col(LINE) * len(self.plan.parts) + number).alias(NUMBER)
        asked = part.apply(batch.rows).with_columns(order, pl.any_horizontal(broken.values()).alias(BROKEN))
        checked = asked.collect(engine="in-memory")  # a batch fits, and to set a pipeline up for each takes longer
        self.without_values += batch.rows.height - checked.height
        bad = checked[checked[BROKEN].arg_true()].with_columns(rule.alias(BROKEN + id_) for id_, rule in broken.items())
        for id_ in broken:
            self.counts[id_] += int(bad[BROKEN + id_].sum())
        made = [*self._facts(part), *self._joining(), pl.col(NUMBER)]
        needed = {name for column in made for name in column.meta.root_names()} | {UNDECIDED} & {*checked.columns}
        usable = checked.select(*sorted(needed), BROKEN).filter(~pl.col(BROKEN))
        self.undecided += int(usable[UNDECIDED].sum()) if UNDECIDED in needed else 0
        facts = self.hiding.facts(usable).select(made)
        return facts, self._quarantined(number, batch.with_raw(self._with_private(bad, part.private)))

    def _with_private(self, rows: pl.DataFrame, private: Collection[str]) -> pl.DataFrame:
        """Rows of an export with their personal values, while they may still have to be shown."""
        return rows.with_columns(self.hiding.values(rows, private)) if self.hiding.any else rows

    def as_read(self, batch: Batch, lines: pl.Series) -> pl.DataFrame:
        """The text of rows in these lines, and their personal values: line, :data:`RAW`, :data:`PRIVATE`."""
        private = {name for part in self.plan.parts for name in part.private}
        mine = self._with_private(batch.with_raw(batch.rows.filter(pl.col(LINE).is_in(lines.implode()))), private)
        kept = [PRIVATE] if self.hiding.any else []
        return mine.select(pl.col(LINE).alias("line"), RAW, *kept).unique("line")

    @property
    def left_out(self) -> int:
        """Rows that are no facts, as the source says, or that have no value for any column of their own."""
        return sum(self.skipped.values()) + self.without_values

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of facts, as the lake keeps them."""
        return {**schema_of(self.source.table), **{name: JOINING[name] for name in self.source.joining}}

    def no_facts(self) -> pl.DataFrame:
        """No row, of the shape of usable ones."""
        return pl.DataFrame(schema={**self.schema, NUMBER: pl.Int64()})

    def _joining(self) -> list[pl.Expr]:
        """What the source says of several rows that are one, for the lake to keep."""
        same, alike = self.source.same_key, self.source.one_if_alike
        kept = {
            "same_key": pl.lit(same.kept() if same is not None else None),
            "newness": pl.col(OUT + NEWEST).to_physical() if NEWEST in self.source.entries else pl.lit(None),
            "alike": pl.lit(",".join(alike)),
            "withdrawn": pl.col(OUT + WITHDRAWN) if "withdrawn" in self.source.joining else pl.lit(None),
        }
        return [kept[name].cast(JOINING[name]).alias(name) for name in self.source.joining]

    def _facts(self, part: Part) -> list[pl.Expr]:
        """The canonical columns; one that the source does not map is null."""
        made = {**{name: pl.col(OUT + name) for name in part.source.filled}, **self._provenance()}
        return [
            (made[name].cast(dtype) if name in made else pl.lit(None, dtype=dtype)).alias(name)
            for name, dtype in schema_of(self.source.table).items()
        ]

    def _provenance(self) -> dict[str, pl.Expr]:
        return {
            "account": pl.col(ACCOUNT),
            "source": pl.lit(self.source.source),
            "file": pl.lit(self.name),
            "line": pl.col(LINE),
            "batch": pl.lit(self.sha),
        }

    def _quarantined(self, number: int, bad: pl.DataFrame) -> pl.DataFrame:
        """Why each row is unusable: the ids of all rules it broke, and their sentences in both languages."""
        told = bad.with_columns(self._reasons[number])
        return self._set_aside(self.hiding.unsaid(told), {**self._provenance(), "raw": pl.col(RAW)})

    def _set_aside(self, rows: pl.DataFrame, columns: dict[str, pl.Expr]) -> pl.DataFrame:
        """Rows as the quarantine keeps them; what is not among ``columns`` has its name already."""
        made = {"table": pl.lit(self.source.table_name), **columns}
        return rows.select(
            made.get(name, pl.col(name)).cast(dtype).alias(name) for name, dtype in QUARANTINE_SCHEMA.items()
        )

    def conflicts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows whose key is known with other content, each with its reasons, as unusable ones; they are counted."""
        self.counts["key.unique"] = rows.height
        return self._set_aside(self.hiding.unsaid(rows), {"rules": pl.lit("key.unique"), "raw": pl.col(RAW)})

    def held(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Usable rows that a check of the source sets aside, each with its reasons, as unusable ones."""
        return self._set_aside(self.hiding.unsaid(rows), {"raw": pl.col(RAW)})

    def _faults(self, faults: pl.DataFrame) -> pl.DataFrame:
        parts = [pl.DataFrame(schema=QUARANTINE_SCHEMA)]
        account = self.source.account if isinstance(self.source.account, str) else None
        for id_, rule in self.structural.items() if faults.height else ():
            rows = faults.filter(pl.col("rule") == id_)
            self.counts[id_] += rows.height
            columns = {
                **self._provenance(),
                "account": pl.lit(account, dtype=pl.String),
                "line": pl.col("line"),
                "rules": pl.lit(id_),
                **{f"reason_{lang}": rule.reason(lang, pl.col("given")) for lang in LANGS},
            }
            parts.append(self._set_aside(rows, columns))
        return pl.concat(parts)


def _reasons(rules: Sequence[Rule]) -> list[pl.Expr]:
    """The ids of the rules that a row broke, and their sentences."""
    ids = [pl.when(pl.col(BROKEN + rule.id)).then(pl.lit(rule.id)) for rule in rules]
    told = [pl.concat_str(ids, separator=",", ignore_nulls=True).alias("rules")]
    for lang in LANGS:
        said = [pl.when(pl.col(BROKEN + rule.id)).then(rule.reason(lang)) for rule in rules]
        between = "；" if lang == "zh" else "; "
        told.append(pl.concat_str(said, separator=between, ignore_nulls=True).alias(f"reason_{lang}"))
    return told
