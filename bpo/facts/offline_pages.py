"""Pages that Great Expectations wrote, without what a browser would fetch: they are read where no network is, and tell nobody.

As written they load style sheets, scripts and pictures from public networks, and their lists are filled by those scripts. Here
the lists become plain tables, a style sheet of bpo's own stands in the page, and a rule in its head forbids the browser to load
anything at all.
"""

import ast
import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

NOTHING_IS_LOADED = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """\
body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 62em; padding: 0 1em; color: #222; background: #fff }
table { border-collapse: collapse; width: 100% } th { text-align: left }
th, td { border-bottom: 1px solid #ddd; padding: .3em .6em; vertical-align: top; overflow-wrap: anywhere }
ul, ol { list-style: none; padding: 0 } nav li { display: inline-block; margin-right: 1em } a { color: #1a5fb4 }
.alert { background: #f2f2f2; padding: .4em .8em; margin-top: 1em } h5 { font-size: 1em; margin: 0 }
[data-toggle=collapse] { display: none } [style] { height: auto !important } .text-success { color: #26734d } .text-danger { color: #a51d2d }
.fa-check-circle::before { content: "\\2713" } .fa-times::before, .fa-exclamation-triangle::before { content: "\\2717" }
"""
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_FETCHED = re.compile(
    r"<style\b.*?</style\s*>|<footer\b.*?</footer\s*>|<button\b.*?</button\s*>|<label\b.*?</label\s*>"
    r"|<(?:link|img|iframe|object|embed|base)\b[^>]*>|<noscript\b.*?</noscript\s*>",
    re.DOTALL | re.IGNORECASE,
)
_HANDLER = re.compile(r"""\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_LIST = re.compile(r"\$\('#([^']+)'\)\.bootstrapTable\(.*?columns: (\[.*?\]),\s*data: (\[.*\]),\s*toolbar:", re.DOTALL)
_ACTIONS = re.compile(
    r'<div class="card mb-3">\s*<div[^>]*>\s*<strong>Actions</strong>.*?(?=<div class="card )', re.DOTALL
)


def make_offline(folder: Path) -> None:
    """Rewrite every page below a folder; one that was rewritten before stays as it is."""
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if NOTHING_IS_LOADED not in text:
            page.write_text(offline(text), encoding="utf-8")


def offline(text: str) -> str:
    """One page: its lists as tables, its style inside, and nothing to load."""
    for script in _SCRIPT.findall(text):
        for table, columns, rows in _LIST.findall(script):
            text = _filled(text, table, ast.literal_eval(columns), ast.literal_eval(rows))
    bare = _HANDLER.sub("", _FETCHED.sub("", _ACTIONS.sub("", _SCRIPT.sub("", text))))
    rule = f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_IS_LOADED}">'
    head = f'\n<meta charset="utf-8">\n{rule}\n<style>\n{STYLE}</style>'
    return re.sub(r"<head[^>]*>", lambda found: found[0] + head, bare, count=1)


def _filled(text: str, table: str, columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> str:
    """The list with its rows in it; the first cell that is text leads to the page of the row."""
    heads = "".join(f"<th>{html.escape(column['title'])}</th>" for column in columns)
    made = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(_row(columns, row) for row in rows)}</tbody>"
    return re.sub(
        rf'(<table\s+id="{re.escape(table)}"[^>]*>)\s*(</table>)', lambda found: found[1] + made + found[2], text
    )


def _row(columns: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> str:
    """Cells are pieces of a page already, as the list's own script would put them in; each leads to the page of the row."""
    link = quote(str(row.get("_table_row_link_path", "")), safe="/%#")
    cells = (str(row.get(column["field"], "")).strip() for column in columns)
    return "<tr>" + "".join(f'<td><a href="{link}">{cell}</a></td>' for cell in cells) + "</tr>"
