"""The contract's condition on the rows that a KPI counts, where a KPI counts in two tables."""

from bpo.core.expr import Expr
from bpo.core.fields import Mistake
from bpo.core.quantity import filter_at
from bpo.core.tables import Table
from bpo.core.words import Text, Words

ALL = "all"
OTHER_WHERE_NEEDED = Words(
    "kpi-other-where",
    en="'where' cannot be applied to {table} ({reason}); write '{field}' for the rows of {table} that count, or '{field}: all'",
    zh="'where' 不能用于 {table}（{reason}）；请用 '{field}' 写明 {table} 中计入的行，或写 '{field}: all'",
)


def read_other_where(text: str | None, field: str, where: str | None, facts: Table) -> Expr | None:
    """The condition on a second table: its own ``field``, or else ``where``, if that can be said of its rows.

    To pass over a ``where`` that the second table cannot answer would divide the sales of every queue by the contacts
    of one; so the field has to be written then. ``all`` is every row.

    Raises:
        Mistake: if neither can be applied.
    """
    if text is not None:
        return None if text.strip() == ALL else filter_at(text, facts, (field,))
    try:
        return filter_at(where, facts)
    except Mistake as mistake:
        zh, en = (mistake.words.say(lang, mistake.values) for lang in ("zh", "en"))
        reason = Text(zh=zh, en=en)
        raise Mistake(OTHER_WHERE_NEEDED, ("where",), table=facts.name, field=field, reason=reason) from None
