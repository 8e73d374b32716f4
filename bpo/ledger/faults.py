"""What a database can refuse, as problems that say what to do."""

import sqlite3

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from bpo.core.errors import BpoError, Where, fail
from bpo.core.words import Words

PAGE = "docs/ledger.md"

BAD_URL = Words(
    "ledger-url",
    en="this database cannot be used: {reason}. Give the path of a SQLite file, or a SQLAlchemy URL whose driver is installed",
    zh="无法使用该数据库：{reason}。请提供 SQLite 文件路径，或已安装驱动的 SQLAlchemy URL",
)
CANNOT_OPEN = Words(
    "ledger-cannot-open",
    en="the ledger cannot be opened ({reason}). Check that its folder exists and that you may read and write there",
    zh="无法打开台账（{reason}）。请确认所在文件夹存在，且您有读写权限",
)
NOT_A_DATABASE = Words(
    "ledger-broken",
    en="this file is not a database, or it is damaged ({reason}). Restore it from a backup, or name another file in bpo.yaml",
    zh="该文件不是数据库，或已损坏（{reason}）。请从备份恢复，或在 bpo.yaml 中指定其他文件",
)
READ_ONLY = Words(
    "ledger-read-only",
    en="the ledger cannot be written ({reason}). Make the file and its folder writable; nothing was stored",
    zh="台账不可写（{reason}）。请开放该文件及其文件夹的写权限；本次未保存任何内容",
)
BUSY = Words(
    "ledger-busy",
    en="another process is writing to the ledger and did not finish in time. Nothing was stored; run it again",
    zh="另一进程正在写入台账，未能及时完成。本次未保存任何内容，请重新运行",
)
CROWDED = Words(
    "ledger-conflict",
    en="'{contract}' {period} is being billed by several processes at once. Nothing was stored; run it again",
    zh="'{contract}' {period} 正被多个进程同时结算。本次未保存任何内容，请重新运行",
)
REFUSED = Words(
    "ledger-refused",
    en="the ledger's database refused: {reason}. Nothing was stored by this step",
    zh="台账数据库拒绝了操作：{reason}。本步骤未保存任何内容",
)
NEWER = Words(
    "ledger-newer",
    en="the ledger was written by a newer bpo (its tables have version {found}, this bpo knows {known_version}). Upgrade bpo",
    zh="台账由更新版本的 bpo 写入（表结构版本为 {found}，当前 bpo 只支持到 {known_version}）。请升级 bpo",
)
FOREIGN = Words(
    "ledger-foreign",
    en="this database holds other tables ({tables}) and no ledger. Give the ledger a database of its own",
    zh="该数据库中已有其他表（{tables}），且不是台账。请为台账使用单独的数据库",
)
NOT_STORED = Words(
    "statement-not-stored",
    en="no statement '{given}' is stored; bpo show without a name lists those that are",
    zh="没有已保存的结算单 '{given}'；不写编号的 bpo show 列出全部",
)
DAMAGED = Words(
    "statement-damaged",
    en="what is stored of '{given}' does not hold together ({reason}): rows were changed by hand. Restore the ledger from a backup",
    zh="'{given}' 的已存数据不一致（{reason}）：记录可能被手工改动。请从备份恢复台账",
)

NUMBER_TAKEN = Words(
    "number-taken",
    en="the number {number} was given to a document of another series; let 'numbers: format' in bpo.yaml tell suppliers and kinds apart",
    zh="编号 {number} 已用于另一序列的单据；请在 bpo.yaml 的 numbers: format 中区分供应商与单据类型",
)
OTHER_REVISION = Words(
    "other-revision-issued",
    en="'{id}' cannot be issued: '{other}' of the same month was; void that one if it was not sent, or correct it",
    zh="无法出具 '{id}'：同一账期的 '{other}' 已出具；未发送的请先作废，已发送的请更正",
)

# The primary result codes of SQLite; an error carries an extended one, whose low byte is this.
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: CANNOT_OPEN,
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: NOT_A_DATABASE,
}


def refused(error: DBAPIError, url: URL) -> BpoError:
    """The problem behind a database's error."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    words = REFUSED if code is None else _BY_SQLITE_CODE.get(code & 0xFF, REFUSED)
    reason = " ".join(str(error.orig).split())
    return fail(words, place(url), reason=reason, page=PAGE)


def place(url: URL) -> Where:
    """The file of a SQLite database; elsewhere the URL without its password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return Where(url.database)
    return Where(url.render_as_string(hide_password=True))
