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

ENTRIES_GONE = Words(
    "journal-gone", en="rows {first} to {last} of the journal are gone", zh="日志第 {first} 至 {last} 行缺失"
)
ENTRY_UNCHAINED = Words(
    "journal-unchained",
    en="row {number} of the journal does not follow on row {before}: its previous hash is another",
    zh="日志第 {number} 行与第 {before} 行不衔接：所载前一散列值不符",
)
ENTRY_CHANGED = Words(
    "journal-changed",
    en="row {number} of the journal was changed ({verb}, {subject}): its hash is that of other content",
    zh="日志第 {number} 行被改动（{verb}，{subject}）：散列值与内容不符",
)
HEAD_CHANGED = Words(
    "journal-head",
    en="the journal ends with row {number}, and its head says {head}: rows were cut off its end, or the head was changed",
    zh="日志止于第 {number} 行，而表头为 {head}：末尾的行被删除，或表头被改动",
)
ENTRY_IMPOSSIBLE = Words(
    "journal-impossible",
    en="row {number} of the journal ({verb}, {subject}) cannot have happened: {reason}",
    zh="日志第 {number} 行（{verb}，{subject}）不可能发生：{reason}",
)
STATEMENT_UNTOLD = Words(
    "verify-untold", en="'{id}' is stored, and the journal tells nothing of it", zh="'{id}' 已存入，而日志中没有记载"
)
STATEMENT_CHANGED = Words(
    "verify-statement-changed",
    en="'{id}' was changed since it was recorded: its rows, its lines, or the contract that it was made from",
    zh="'{id}' 登记后被改动：结算单、其各行或所依据的合同文本",
)
STATE_CHANGED = Words(
    "verify-state",
    en="'{id}' is stored as '{state}', by the journal it is '{told}'",
    zh="'{id}' 存为 '{state}'，按日志应为 '{told}'",
)
STATEMENT_GONE = Words(
    "verify-statement-gone", en="'{id}' was recorded and is not there any more", zh="'{id}' 曾登记，现已不存在"
)
MONTH_CHANGED = Words(
    "verify-month-changed",
    en="{table}: a row of '{contract}' {period} was changed, or added past the ledger: the journal tells of no such row",
    zh="{table}：'{contract}' {period} 的一行被改动，或绕过台账加入：日志中没有该行",
)
MONTH_GONE = Words(
    "verify-month-gone",
    en="{table}: the journal tells of a row of '{contract}' {period} that is not there as it was",
    zh="{table}：日志记载的 '{contract}' {period} 的一行已不存在或与当时不同",
)
NUMBERS_GONE = Words(
    "verify-numbers",
    en="number {number} has position {position} in its series, after which {wanted} was due",
    zh="编号 {number} 在其序列中为第 {position} 号，而应为第 {wanted} 号",
)
DOCUMENT_CHANGED = Words(
    "verify-document",
    en="the document {number} is stored otherwise than the journal tells it",
    zh="单据 {number} 的存储内容与日志记载不符",
)
DOCUMENT_GONE = Words(
    "verify-document-gone",
    en="the document {number} of '{id}' is told by the journal, and is not there",
    zh="日志载有 '{id}' 的单据 {number}，但单据不存在",
)
FILES_CHANGED = Words(
    "verify-files",
    en="the files of document {number} are stored otherwise than they were issued",
    zh="单据 {number} 的文件记录与出具时不符",
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
