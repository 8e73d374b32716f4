"""A checked expression in words: what a client reads of a condition, in its own language and without SQL."""

import re
from datetime import datetime, time

from bpo.core import condition_words as w
from bpo.core.expr import Expr
from bpo.core.filters import read_filter, read_quantity
from bpo.core.tables import Table
from bpo.core.words import Lang, Text, Words, show

DETAILS = re.compile(r"[：；，（].*")


def condition_said(expr: Expr, table: Table, lang: Lang) -> str:
    """An expression over the columns of a table, as a sentence without its full stop.

    A column is called in Chinese by what it means, in English by its name: ``wait_seconds <= 20`` is *wait seconds at most 20*.
    """
    return _Teller(table, lang).said(expr)


def column_said(name: str, table: Table, lang: Lang) -> str:
    """A column in Chinese by what it means, up to its details; in English by its name."""
    column = table.column(name)
    return name.replace("_", " ") if column is None or lang == "en" else DETAILS.sub("", column.zh)


def filter_said(text: str | None, table: Table) -> Text:
    """A condition as it is written, in words of both languages."""
    if text is None:
        return Text.of("")
    expr = read_filter(text, table)
    return Text(zh=condition_said(expr, table, "zh"), en=condition_said(expr, table, "en"))


def value_said(text: str, table: Table) -> Text:
    """A column as it is written, or a value computed of several, in words of both languages."""
    if table.column(text) is not None:
        return Text(zh=column_said(text, table, "zh"), en=column_said(text, table, "en"))
    expr = read_quantity(text, table)
    return Text(zh=condition_said(expr, table, "zh"), en=condition_said(expr, table, "en"))


class _Teller:
    def __init__(self, table: Table, lang: Lang) -> None:
        self.table, self.lang = table, lang

    def said(self, expr: Expr) -> str:
        match expr.op:
            case "column":
                return self._holds(w.HOLDS, expr) if expr.type == "yes_no" else self._name(expr)
            case "literal":
                return self._value(expr, ())
            case "and" | "or":
                return self._joined(expr)
            case "not":
                return self._negated(expr.args[0])
            case "is_null":
                return self._say(w.EMPTY, self._plain(expr.args[0]))
            case "in":
                return self._say(w.ONE_OF, self._plain(expr.args[0]), self._listed(expr))
            case "like":
                return self._like(expr)
            case "case":
                return self._case(expr)
            case "cast":
                return self.said(expr.args[0])
            case "coalesce":
                first, *more = [self._plain(one) for one in expr.args]
                for one in more:
                    first = self._say(w.IF_EMPTY, first, one)
                return first
        return self._pair(expr) if expr.op in w.PAIRS else self._call(expr)

    def _pair(self, expr: Expr) -> str:
        left, right = expr.args
        for this, other in ((left, right), (right, left)):  # resolved = TRUE
            if expr.op in ("eq", "ne") and this.op == "column" and isinstance(other.value, bool):
                return self._holds(w.HOLDS if other.value == (expr.op == "eq") else w.HOLDS_NOT, this)
        known = self._known(left) + self._known(right)
        texts = [self._inside(one, expr.op == "mul", known) for one in expr.args]
        return self._say(w.PAIRS[expr.op], *texts)

    def _call(self, expr: Expr) -> str:
        name = "substr3" if expr.op == "substr" and len(expr.args) == 3 else expr.op
        return self._say(w.FUNCTIONS[name], *(self._plain(one) for one in expr.args))

    def _negated(self, expr: Expr) -> str:
        if expr.op == "column":
            return self._holds(w.HOLDS_NOT, expr)
        if expr.op == "in":
            return self._say(w.NEGATED["in"], self._plain(expr.args[0]), self._listed(expr))
        if expr.op in w.NEGATED:
            return self._say(w.NEGATED[expr.op], self._plain(expr.args[0]))
        return self._say(w.NEGATED[""], self.said(expr) if expr.op not in ("and", "or") else self._bracketed(expr))

    def _joined(self, expr: Expr) -> str:
        """Joined otherwise than what it stands in, it stands in brackets."""
        other = "or" if expr.op == "and" else "and"
        texts = [self._bracketed(one) if one.op == other else self.said(one) for one in expr.args]
        chinese = "，且" if expr.op == "and" else "，或"
        return (chinese if self.lang == "zh" else f" {expr.op} ").join(texts)

    def _bracketed(self, expr: Expr) -> str:
        return f"（{self.said(expr)}）" if self.lang == "zh" else f"({self.said(expr)})"

    def _case(self, expr: Expr) -> str:
        *pairs, last = expr.args
        each = [self._say(w.CASE, self.said(c), self._plain(v)) for c, v in zip(pairs[::2], pairs[1::2], strict=True)]
        return self._say(w.ELSE, ("；" if self.lang == "zh" else "; ").join(each), self._plain(last))

    def _like(self, expr: Expr) -> str:
        left, right = expr.args
        pattern = str(right.value) if right.op == "literal" else ""
        core, kind = pattern.strip("%"), "pattern"
        if core and not set(core) & {"%", "_", "\\"}:
            open_at = pattern.startswith("%"), pattern.endswith("%")
            kind = {(True, True): "contains", (True, False): "ends", (False, True): "begins"}.get(open_at, "pattern")
        text = self._quoted(core) if kind != "pattern" else self._plain(right)
        return self._say(w.LIKE[kind], self._plain(left), text)

    def _plain(self, expr: Expr) -> str:
        return self._name(expr) if expr.op == "column" else self.said(expr)

    def _inside(self, expr: Expr, of_product: bool, known: tuple[str, ...]) -> str:
        if expr.op == "literal":
            return self._value(expr, known)
        sums = of_product and expr.op in ("add", "sub")
        return self._bracketed(expr) if sums else self._plain(expr)

    def _listed(self, expr: Expr) -> str:
        known = self._known(expr.args[0])
        return ("、" if self.lang == "zh" else ", ").join(self._inside(one, False, known) for one in expr.args[1:])

    def _known(self, expr: Expr) -> tuple[str, ...]:
        column = self.table.column(str(expr.value)) if expr.op == "column" else None
        return column.known if column else ()

    def _value(self, expr: Expr, known: tuple[str, ...]) -> str:
        value = expr.value
        if isinstance(value, str):
            return w.VALUES[value].say(self.lang) if value in known and value in w.VALUES else self._quoted(value)
        if isinstance(value, datetime) and value.time() == time():
            value = value.date()
        return "–" if value is None else show(value, self.lang)

    def _quoted(self, text: str) -> str:
        return f"“{text}”"

    def _name(self, expr: Expr) -> str:
        return column_said(str(expr.value), self.table, self.lang)

    def _holds(self, words: Words, column: Expr) -> str:
        return self._say(words, self._name(column))

    def _say(self, words: Words, *texts: str) -> str:
        return words.say(self.lang, dict(zip("abc", texts, strict=False)))
