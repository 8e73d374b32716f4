"""Which key a lake was hashed with, and that one account's customers are kept in one way: else one person would count as two."""

from collections.abc import Collection

import polars as pl

from bpo.core.errors import Where, fail
from bpo.core.tables import Table
from bpo.core.words import Text, Words
from bpo.facts.lake.lake import Lake
from bpo.facts.personal import CUSTOMER, Key, Kind, is_kind

FINGERPRINT = "key-fingerprint"
KINDS: dict[Kind, Text] = {
    "hashed": Text(en="hashed", zh="散列值"),
    "masked": Text(en="masked to their last characters", zh="仅保留末位"),
    "clear": Text(en="in the clear", zh="明文"),
}
OTHER_KEY = Words(
    "lake-other-key",
    en="customers in this lake are hashed with another key ({known}; this one is {given}): the same customer would count as two. Put "
    "the key back that made it",
    zh="该事实库的客户以另一密钥散列（{known}，当前为 {given}）：同一客户会计为两个。请恢复原密钥",
)
TWO_KINDS = Words(
    "lake-two-kinds",
    en="customers of account '{account}' in {table} would be {given} here, and are {known} in the lake: the same customer would count as "
    "two. Hash those in the lake with: bpo rehash; or say 'personal' alike in all its sources",
    zh="账户 '{account}' 的 {table} 中，客户在此将为{given}，而事实库中为{known}：同一客户会计为两个。可用 bpo rehash 将库中客户散列，"
    "或在各数据源中写同样的 personal",
)


def fingerprint_of(lake: Lake) -> str | None:
    """Of the key that its customers are hashed with, if any are."""
    found = lake.place.text(FINGERPRINT)
    return None if found is None else found.strip()


def claim(lake: Lake, key: Key, where: Where | None) -> None:
    """Remember the key by its fingerprint; the lake is locked.

    Raises:
        BpoError: if the lake was hashed with another.
    """
    known = fingerprint_of(lake)
    if known is None:
        lake.place.write_text(FINGERPRINT, key.fingerprint + "\n")
    elif known != key.fingerprint:
        raise fail(OTHER_KEY, where, known=known, given=key.fingerprint)


def require_one_kind(lake: Lake, table: Table, accounts: Collection[str], kind: Kind, where: Where | None) -> None:
    """Raises: BpoError: if one of these accounts has customers in the lake that are kept in another way."""
    of_accounts = lake.delivered(table).filter(pl.col("account").is_in(list(accounts)))
    for other, said in KINDS.items():
        found = (
            of_accounts.filter(is_kind(pl.col(CUSTOMER), other)).select("account").head(1) if other != kind else None
        )
        if found is not None and (rows := found.collect(engine="streaming")).height:
            given, name = KINDS[kind], rows["account"][0]
            raise fail(TWO_KINDS, where, account=name, table=table.name, given=given, known=said)
