"""SQL expressions that users write, parsed with an allow-list into a small checked tree.

``queue = 'cards' AND wait_seconds <= 20`` is a syntax that analysts know. Text is parsed by sqlglot and never run: only the
operators below are understood, columns and types are checked, length and depth are bounded. ``facts/expressions.py`` turns the
tree into Polars.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bpo.core.errors import choices
from bpo.core.expr import FUNCTIONS, OTHER_FUNCTIONS, TYPE_NAMES, WITHOUT_CALENDAR, Expr
from bpo.core.fields import Mistake
from bpo.core.tables import ColumnType
from bpo.core.words import Text, Words

LENGTH_MAX = 4_000
DEPTH_MAX = 40
NODES_MAX = 600

NOT_SQL = Words("sql-not-understood", en="the expression is not understood: {reason}", zh="无法解析该表达式：{reason}")
WORD_OF_SQL = Words(
    "sql-word",
    en="'{given}' is a word of SQL here; if a column is called so, its name stands in double quotes, and in a YAML file in single quotes "
    """around them: '"{given}"'""",
    zh="""'{given}' 在此是 SQL 的关键字；如果它是列名，请加双引号，并在 YAML 文件中再用单引号括起：'"{given}"'""",
)
TOO_LONG = Words(
    "sql-too-long",
    en="the expression is too long or too deep (at most {most})",
    zh="表达式过长或嵌套过深（上限 {most}）",
)
NOT_ALLOWED = Words(
    "sql-not-allowed",
    en="'{given}' cannot be used here; allowed are comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, + - *, CASE and: {functions}",
    zh="此处不能使用 '{given}'；可用：比较、AND、OR、NOT、IN、BETWEEN、LIKE、IS NULL、+ - *、CASE，以及函数 {functions}",
)
UNKNOWN_COLUMN = Words("column-unknown", en="unknown column '{given}'", zh="未知的列 '{given}'")
WRONG_TYPE = Words(
    "sql-wrong-type", en="{given} is {got}, but {expected} is needed here", zh="{given} 是{got}，此处需要{expected}"
)
NOT_ALIKE = Words(
    "sql-types-differ",
    en="{left} is {left_type}, {right} is {right_type}: they cannot be compared",
    zh="{left} 是{left_type}，{right} 是{right_type}，无法比较",
)

CASTS = {"INT": "whole", "BIGINT": "whole", "WHOLE": "whole", "DECIMAL": "decimal", "TEXT": "text", "VARCHAR": "text"}
"""The types that ``cast`` takes, each with ours."""
INCOMPLETE = Text(zh="表达式不完整", en="something is missing in it")


def read_expression(
    text: str, columns: Mapping[str, ColumnType], functions: Collection[str] = WITHOUT_CALENDAR
) -> Expr:
    """Any expression over the given columns, with these of the :data:`FUNCTIONS`.

    Raises:
        Mistake: with the place inside the text.
    """
    import sqlglot
    from sqlglot.errors import SqlglotError

    if _is_a_name(text) and text.strip() in columns:  # also of a column called by a word of SQL, such as end or order
        return Expr("column", columns[text.strip()], value=text.strip())
    if len(text) > LENGTH_MAX or _nesting(text) > DEPTH_MAX or text.upper().count("NOT") > DEPTH_MAX:
        raise Mistake(TOO_LONG, most=LENGTH_MAX)
    if taken := _taken_for_another(text):
        raise taken
    inside = "(" if _begins_a_statement(text) else ""
    try:
        tree = sqlglot.parse_one(f"({text})" if inside else text, dialect="duckdb")
    except SqlglotError as error:
        raise _not_understood(text, error, len(inside)) from None
    except (RecursionError, ValueError, AttributeError):
        raise Mistake(NOT_SQL, reason=text[:60]) from None
    return _Checker(columns, text, functions, len(inside)).check(tree)


CONSTANTS = {"null", "true", "false"}


def _is_a_name(text: str) -> bool:
    return re.fullmatch(r"\s*[^\W\d]\w*\s*", text) is not None and text.strip().lower() not in CONSTANTS


OWN_WORDS = {
    "and",
    "or",
    "not",
    "in",
    "between",
    "like",
    "is",
    "null",
    "case",
    "when",
    "then",
    "else",
    "end",
    "true",
    "false",
    "cast",
    "as",
}
"""The words of SQL that expressions are written with."""


def _begins_a_statement(text: str) -> bool:
    """Whether sqlglot would take the first word for a command: ``Call LIKE 'x%'`` calls nothing. In brackets it is a column."""
    import sqlglot
    from sqlglot import Parser, Tokenizer, TokenType
    from sqlglot.errors import SqlglotError

    try:
        first = next(iter(sqlglot.tokenize(text, dialect="duckdb")), None)
    except SqlglotError:
        return False
    commands = {*Tokenizer.COMMANDS, *Parser.STATEMENT_PARSERS} - {TokenType.STRING}
    return first is not None and first.text.isalpha() and first.token_type in commands


def _taken_for_another(text: str) -> Mistake | None:
    """A column called by a word of which sqlglot makes something else without a complaint: ``coalesce(all, id)`` is id alone."""
    if not re.search(r"(?i)\b(?:all|any|distinct|from|set)\b", text) or re.search(r"(?i)\bselect\b", text):
        return None
    for start, word in _words_of_sql(text):
        if word.lower() in ("all", "any", "distinct", "from", "set"):
            return Mistake(WORD_OF_SQL, offset=start, width=len(word), given=word)
    return None


def _not_understood(text: str, error: Exception, before: int) -> Mistake:
    """A word of SQL in the place of a name, if there is one: it is what most people stumble over, since exports have such columns."""
    for start, word in _words_of_sql(text):
        return Mistake(WORD_OF_SQL, offset=start, width=len(word), given=word)
    details: list[dict[str, Any]] = getattr(error, "errors", None) or [{}]
    described = str(details[0].get("description") or str(error).splitlines()[0])
    # sqlglot names its own classes where an operand is missing; nobody who writes a condition knows them.
    reason: Text | str = INCOMPLETE if "<class" in described else described.partition(" but got <Token")[0]
    if (unexpected := details[0].get("highlight")) and described.startswith("Invalid expression"):
        reason = Text(zh=f"此处不应出现 '{unexpected}'", en=f"'{unexpected}' is not expected there")
    return Mistake(NOT_SQL, offset=max(0, int(details[0].get("col") or 1) - 1 - before), reason=reason)


def _words_of_sql(text: str) -> Iterator[tuple[int, str]]:
    """Where words of SQL stand that no expression has; then those of a CASE that is none."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        tokens = sqlglot.tokenize(text, dialect="duckdb")
    except SqlglotError:
        return
    names = {"VAR", "IDENTIFIER", "STRING", "NUMBER"}
    words = [(one.start, one.text) for one in tokens if one.text.isalpha() and one.token_type.name not in names]
    yield from (found for found in words if found[1].lower() not in OWN_WORDS)
    parts = [found for found in words if found[1].lower() in ("case", "when", "then", "else", "end")]
    said = [word.lower() for _, word in parts]
    if said and ("when" not in said or said[0] != "case"):
        yield from parts


def _nesting(text: str) -> int:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    return deepest


class _Checker:
    def __init__(
        self, columns: Mapping[str, ColumnType], text: str, functions: Collection[str], before: int = 0
    ) -> None:
        """``before`` letters were put before the text when it was parsed."""
        from sqlglot import expressions as exp

        self.functions, self.before = functions, before
        self.exp, self.columns, self.text, self.count = exp, columns, text, 0
        self.infix = {exp.EQ: "eq", exp.NEQ: "ne", exp.LT: "lt", exp.LTE: "le", exp.GT: "gt", exp.GTE: "ge"}
        self.sums = {exp.Add: "add", exp.Sub: "sub", exp.Mul: "mul"}

    def check(self, node: Any) -> Expr:
        exp = self.exp
        self.count += 1
        if self.count > NODES_MAX:
            raise Mistake(TOO_LONG, most=NODES_MAX)
        self._only_known_flags(node)
        if isinstance(node, exp.Paren):
            return self.check(node.this)  # the tree itself keeps the order
        if isinstance(node, exp.Column) and not node.args.get("table"):
            return self._column(node)
        if isinstance(node, exp.Literal):
            return _literal(node.this, bool(node.is_string))
        if isinstance(node, exp.Boolean):
            return Expr("literal", "yes_no", value=bool(node.this))
        if isinstance(node, exp.Null):
            return Expr("literal", "null")
        if isinstance(node, (exp.And, exp.Or)):
            return self._junction(node)
        if isinstance(node, exp.Not):
            return Expr("not", "yes_no", (self._of_type(node.this, "yes_no"),))
        if isinstance(node, exp.Neg):
            number = self._number(node.this)
            return Expr("sub", number.type, (Expr("literal", "whole", value=0), number))
        if type(node) in self.infix:
            return self._comparison(self.infix[type(node)], self.check(node.this), self.check(node.expression))
        if type(node) in self.sums:
            return self._arithmetic(self.sums[type(node)], node)
        if isinstance(node, exp.Between):
            value = self.check(node.this)
            low, high = self.check(node.args["low"]), self.check(node.args["high"])
            return Expr("and", "yes_no", (self._comparison("ge", value, low), self._comparison("le", value, high)))
        if isinstance(node, exp.In) and node.expressions and not node.args.get("query"):
            value = self.check(node.this)
            members = [self._comparable(value, self.check(item)) for item in node.expressions]
            return Expr("in", "yes_no", (value, *members))
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            return Expr("is_null", "yes_no", (self.check(node.this),))
        if isinstance(node, exp.Like):
            like = Expr("like", "yes_no", (self._of_type(node.this, "text"), self._of_type(node.expression, "text")))
            return Expr("not", "yes_no", (like,)) if node.args.get("negate") else like
        if isinstance(node, exp.DPipe):
            return Expr("concat", "text", (self._of_type(node.this, "text"), self._of_type(node.expression, "text")))
        return self._function(node)

    def _only_known_flags(self, node: Any) -> None:
        """A flag of sqlglot's that nothing here reads (NOT in a NOT LIKE, SYMMETRIC) would silently turn the meaning round."""
        known = {"this", "is_string", "safe", "is_nvl"} | ({"negate"} if isinstance(node, self.exp.Like) else set())
        args = getattr(node, "args", {})
        if any(value and isinstance(value, (bool, str)) and name not in known for name, value in args.items()):
            raise Mistake(NOT_ALLOWED, given=node.sql(dialect="duckdb")[:60], functions=self._function_names())

    def _junction(self, node: Any) -> Expr:
        """a AND b AND c parses as ((a AND b) AND c); walk the left side in a loop so that long lists stay shallow."""
        kind, args = type(node), []
        while isinstance(node, kind):
            args.append(self._of_type(node.expression, "yes_no"))
            node = node.this
        args.append(self._of_type(node, "yes_no"))
        return Expr("and" if kind is self.exp.And else "or", "yes_no", tuple(reversed(args)))

    def _column(self, node: Any) -> Expr:
        name = node.name
        if name not in self.columns:
            meta = getattr(node.this, "meta", {}) or {}
            offset = max(0, int(meta.get("start", 0)) - self.before)
            raise Mistake(UNKNOWN_COLUMN, offset=offset, width=len(name), **choices(name, self.columns))
        return Expr("column", self.columns[name], value=name)

    def _of_type(self, node: Any, wanted: str) -> Expr:
        return self._of_types(node, (*wanted.split("|"), "null"))

    def _number(self, node: Any) -> Expr:
        return self._of_types(node, ("whole", "decimal"))

    def _of_types(self, node: Any, wanted: tuple[str, ...]) -> Expr:
        expr = self.check(node)
        if expr.type not in wanted:
            given = node.sql(dialect="duckdb")
            raise Mistake(WRONG_TYPE, given=given, got=TYPE_NAMES[expr.type], expected=TYPE_NAMES[wanted[0]])
        return expr

    def _arithmetic(self, op: str, node: Any) -> Expr:
        left, right = self._number(node.this), self._number(node.expression)
        decimal = "decimal" in (left.type, right.type)
        if op == "mul" and decimal:
            # A product of decimals is rounded to a scale that nobody chose; only whole numbers are multiplied here.
            raise Mistake(NOT_ALLOWED, given=node.sql(dialect="duckdb"), functions=self._function_names())
        return Expr(op, "decimal" if decimal else "whole", (left, right))

    def _comparison(self, op: str, left: Expr, right: Expr) -> Expr:
        if left.op == "literal" and right.op != "literal":
            flipped = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
            return self._comparison(flipped.get(op, op), right, left)
        return Expr(op, "yes_no", (left, self._comparable(left, right)))

    def _comparable(self, left: Expr, right: Expr) -> Expr:
        """The right side of a comparison, once it can be compared with the left."""
        right = _as_type_of(left, right)
        numbers = {"whole", "decimal"}
        if left.type != right.type and not {left.type, right.type} <= numbers:
            raise _not_alike(left.sql(), left.type, right.sql(), right.type)
        return right

    def _function(self, node: Any) -> Expr:
        exp = self.exp
        if isinstance(node, exp.Case) and node.this is None:
            return self._case(node)
        if isinstance(node, (exp.Cast, exp.TryCast)):
            return self._cast(node)
        if isinstance(node, exp.Coalesce):
            args = tuple(self.check(item) for item in (node.this, *node.expressions))
            kinds = {arg.type for arg in args} - {"null"}
            if len(kinds) == 1:
                return Expr("coalesce", kinds.pop(), args)
        elif isinstance(node, exp.Nullif):
            left = self.check(node.this)
            return Expr("nullif", left.type, (left, self._comparable(left, self.check(node.expression))))
        elif isinstance(node, exp.Func):
            name, given = _function_name(node)
            if name in self.functions:
                wanted, result = FUNCTIONS[name]
                least = len([kind for kind in wanted if not kind.endswith("?")])
                if least <= len(given) <= len(wanted):
                    pairs = zip(given, wanted, strict=False)
                    return Expr(name, result, tuple(self._of_type(arg, kind.rstrip("?")) for arg, kind in pairs))
        given_text = node.sql(dialect="duckdb") if hasattr(node, "sql") else self.text
        raise Mistake(NOT_ALLOWED, given=given_text[:60], functions=self._function_names())

    def _case(self, node: Any) -> Expr:
        args: list[Expr] = []
        for branch in node.args["ifs"]:
            args += [self._of_type(branch.this, "yes_no"), self.check(branch.args["true"])]
        default = node.args.get("default")
        args.append(self.check(default) if default is not None else Expr("literal", "null"))
        kinds = {arg.type for arg in (*args[1:-1:2], args[-1])} - {"null"}
        if len(kinds) > 1:
            first, second = sorted(kinds)[:2]
            raise _not_alike("CASE", first, "CASE", second)
        return Expr("case", kinds.pop() if kinds else "null", tuple(args))

    def _cast(self, node: Any) -> Expr:
        name = node.to.sql(dialect="duckdb").upper().split("(")[0]
        if name not in CASTS:
            raise Mistake(NOT_ALLOWED, given=node.sql(dialect="duckdb")[:60], functions=self._function_names())
        return Expr("cast", CASTS[name], (self.check(node.this),))

    def _function_names(self) -> list[str]:
        return sorted((*self.functions, *OTHER_FUNCTIONS))


def _not_alike(left: str, left_type: str, right: str, right_type: str) -> Mistake:
    one, other = TYPE_NAMES[left_type], TYPE_NAMES[right_type]
    return Mistake(NOT_ALIKE, left=left, left_type=one, right=right, right_type=other)


def _function_name(node: Any) -> tuple[str, list[Any]]:
    """The name as users write it: sqlglot has classes of its own for well-known functions."""
    from sqlglot import expressions as exp

    if isinstance(node, exp.Anonymous):
        return str(node.this).lower(), list(node.expressions)
    names = {"substring": "substr", "dayofmonth": "day_of_month", "day_of_week": "day_of_week"}
    name = node.sql_names()[0].lower()
    given = [value for value in node.args.values() if isinstance(value, exp.Expression)]
    return names.get(name, name), given


def _literal(text: str, is_string: bool) -> Expr:
    if is_string:
        return Expr("literal", "text", value=text)
    if re.fullmatch(r"\d{1,18}", text):
        return Expr("literal", "whole", value=int(text))
    if re.fullmatch(r"\d{0,14}\.\d{1,4}", text):
        return Expr("literal", "decimal", value=Decimal(text))
    raise Mistake(NOT_SQL, reason=text[:40])


def _as_type_of(left: Expr, right: Expr) -> Expr:
    """A text literal compared with a moment or a day is read as one."""
    if right.op == "literal" and right.type == "text" and left.type in ("instant", "day"):
        try:
            moment = datetime.fromisoformat(str(right.value))
        except ValueError:
            return right
        if left.type == "day":
            return Expr("literal", "day", value=moment.date())
        return Expr("literal", "instant", value=moment)
    return right
