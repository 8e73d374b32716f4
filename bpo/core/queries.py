"""Queries that users write for a database of theirs: a single SELECT and nothing that changes anything.

The database is asked in a read-only transaction besides, where it knows one; this tells a mistake by file and line before anything is asked.
"""

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bpo.core.fields import Mistake
from bpo.core.words import Words

LENGTH_MAX = 20_000
NOT_A_QUERY = Words("query-not-understood", en="the query is not understood: {reason}", zh="无法解析该查询：{reason}")
NOT_ONE_SELECT = Words(
    "query-not-one-select",
    en="a query is a single SELECT that changes and locks nothing; here is {given}",
    zh="查询须为一条不修改、不加锁的 SELECT；此处是 {given}",
)
DIALECTS = {
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "mssql": "tsql",
    "oracle": "oracle",
}
"""By the name that a database has in its URL; any other is read as standard SQL."""


def check_query(text: str, database: str) -> None:
    """Whether a text is one query.

    Raises:
        Mistake: if it is not understood, or is anything else.
    """
    if len(text) > LENGTH_MAX:
        raise Mistake(NOT_ONE_SELECT, given=f"{len(text):,} > {LENGTH_MAX:,}")
    try:
        statements = [one for one in sqlglot.parse(text, read=DIALECTS.get(database)) if one is not None]
    except (SqlglotError, RecursionError) as error:
        raise Mistake(NOT_A_QUERY, reason=" ".join(str(error).split())[:160]) from None
    if len(statements) != 1:
        raise Mistake(NOT_ONE_SELECT, given="; ".join(one.key.upper() for one in statements) or "''")
    (query,) = statements
    change = next(query.find_all(exp.DML, exp.DDL, exp.Into, exp.Lock, exp.Command), None)
    if change is not None or not isinstance(query, exp.Query):
        raise Mistake(NOT_ONE_SELECT, given=(change or query).key.upper())
