"""The pages of docs/tables, written from the list of canonical tables: ``python -m tests.facts.table_pages`` writes them."""

from __future__ import annotations

from pathlib import Path

from bpo.core.tables import TABLES, Column, Table
from bpo.desk.pages import CHINESE
from bpo.facts.gate.rules import CLOCKS_DIFFER_SECONDS, LONGEST, ORDER, PARTS

PAGES = Path(__file__).resolve().parents[2] / "docs" / "tables"
TYPES = {
    "text": "text",
    "whole": "whole number",
    "decimal": "decimal, 4 places",
    "yes_no": "yes or no",
    "instant": "moment",
    "day": "day",
}


def page(table: Table) -> str:
    """A page: what a row is, its key and time, every column, and the rules that a row must keep."""
    lines = [
        f"# {table.name}",
        "",
        f"{table.en.capitalize()}.{CHINESE} {table.zh}。",
        "",
        f"- **Key**: {_names(table.key)}, within an account. A row with a known key and the same content is the same row;"
        " with other content it goes to the quarantine, unless its source says what it is (`same_key`).",
        f"- **Time**: `{table.time}` says in which period a row counts."
        + (
            f" A row stands for the days from `{table.time}` to `{table.until}`, both included; an empty `{table.until}` is open"
            + (f", until `{table.ends_on}` if that is given." if table.ends_on else ".")
            if table.until
            else ""
        ),
        "",
        f"| column | type | meaning | {CHINESE}含义 | rules |",
        "|---|---|---|---|---|",
        *(_row(column) for column in table.columns),
        "",
    ]
    pairs = ORDER.get(table.name, ())
    if pairs:
        said = ", ".join(f"`{second}` is never earlier than `{first}`" for first, second in pairs)
        lines += [f"Besides: {said}.", ""]
    if longest := LONGEST.get(table.name, ()):
        said = f"{_names(longest)} are each no longer than from `started_at` to `ended_at`, {CLOCKS_DIFFER_SECONDS} seconds more allowed"
        lines += [f"{said}: a row that breaks it is unusable.", ""]
    if parts := PARTS.get(table.name, ()):
        said = ", ".join(f"`{part}` is never above `{whole}`" for part, whole in parts)
        lines += [f"{said}, unless it was made of a mean or share: a row that breaks it is unusable.", ""]
        lines += ["How the totals of a client's report become these rows: [totals of days](../daily-totals.md).", ""]
    lines += [
        "Every row also has `account` (whose facts these are), `source`, `file`, `line` and `batch` (the hash of the file):"
        " where it was read. How an export becomes this table: [source files](../sources.md).",
        "",
    ]
    return "\n".join(lines)


def index() -> str:
    rows = [f"| [{table.name}]({table.name}.md) | {table.en} | {table.zh} |" for table in TABLES]
    return "\n".join(
        [
            "# The canonical tables",
            "",
            "What happened, in the form in which contracts count it. [Source files](../sources.md) turn exports into them.",
            "",
            f"| table | a row | {CHINESE}含义 |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def pages() -> dict[str, str]:
    return {"README.md": index(), **{f"{table.name}.md": page(table) for table in TABLES}}


def _row(column: Column) -> str:
    unit = f", {column.unit}s" if column.unit in ("second", "hour") else f", {column.unit}" if column.unit else ""
    rules = ["required"] if column.required else []
    rules += [f"one of {_names(column.known)}"] if column.known else []
    rules += [f"at least {column.at_least}"] if column.at_least is not None else []
    cells = (f"`{column.name}`", TYPES[column.type] + unit, column.en, column.zh, "; ".join(rules))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
