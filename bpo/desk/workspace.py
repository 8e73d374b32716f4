"""A workspace: the folder of a billing desk, with its bpo.yaml, contracts, sources, lake, ledger and documents."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.accounts.chart import Accounts
from bpo.core.documents import read_document
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.fields import FileModel, YesNo
from bpo.core.shipped import examples_folder
from bpo.core.validation import read_model
from bpo.core.words import Text, Words
from bpo.desk.receivables.settings import Receivables
from bpo.life.numbers import Numbers
from bpo.life.people import House, Person
from bpo.mail.settings import MailSettings

FILE = "bpo.yaml"

NOT_A_WORKSPACE = Words(
    "workspace-none",
    en="neither this folder nor one above it has a bpo.yaml; make a workspace with: bpo init my-desk",
    zh="当前文件夹及其上级均无 bpo.yaml；请先建立工作区：bpo init my-desk",
)
SEVERAL_WORKSPACES = Words(
    "workspace-several",
    en="these contracts lie in several workspaces, {folders}; bill each by itself",
    zh="这些合同分属多个工作区：{folders}；请分别出账",
)
ALREADY_THERE = Words("workspace-exists", en="there is a workspace in '{folder}' already", zh="'{folder}' 已是工作区")

TEXT = """\
# A bpo workspace. Paths are relative to this file. 工作区设置，路径相对于本文件。
contracts: contracts          # one YAML file a contract 合同
sources: sources              # how each export becomes facts 数据源
measures: measures            # agreed figures, by contract 双方确认的数据
lake: lake                    # facts, as Delta tables: a folder, or s3://BUCKET/PREFIX 事实数据
statements: statements        # PDFs and workbooks 结算单
database: ledger.db           # the ledger: a file, or a SQLAlchemy URL 台账
inbox: inbox                  # exports that `bpo ingest` alone takes in 待导入文件
outbox: outbox                # messages of `bpo send` without a mail server 待发邮件
data_docs: data-docs          # reports of the quality gate 数据质量报告
# banks: banks                # what the columns of banks' exports are 银行流水列对照
# invoices: invoices          # what the columns of suppliers' invoices are 供应商发票列对照
# templates: templates        # your own templates; those not there are taken from bpo 自定义模板
# people: {zhang: {roles: [prepare, review]}, li: {roles: [approve], limit: {CNY: 500000}}}   # who may do what 人员与权限
# four_eyes: no               # who prepared a statement may approve it 编制人可自行审批
# numbers: {format: "{supplier}-{kind}-{year}-{n:04}"}   # of what is issued 单据编号
# mail: {from: billing@supplier.example, host: smtp.supplier.example, user: billing}   # of bpo send; without host into the outbox 邮件
# accounts: {receivable: "1122", revenue: "6001"}   # of vouchers, see bpo docs vouchers 凭证科目
"""


NO_FOLDER = Words(
    "folder-is-a-file",
    en="{what} is a folder, and '{given}' is a file; name another folder, or move the file away",
    zh="{what}应为文件夹，而 '{given}' 是文件；请改用其他文件夹，或移走该文件",
)
NO_TEMPLATES = Words(
    "templates-missing",
    en="there is no folder '{given}' of templates; make it, mend its name, or leave the line out for bpo's own",
    zh="没有模板文件夹 '{given}'；请建立该文件夹、更正名称，或删去此行以使用 bpo 自带的模板",
)
FOLDERS = {
    "measures": Text(zh="双方确认数据目录", en="the place of agreed figures"),
    "lake": Text(zh="事实库", en="the lake"),
    "statements": Text(zh="结算单目录", en="the place of statements"),
    "inbox": Text(zh="待导入目录", en="the inbox"),
    "outbox": Text(zh="待发邮件目录", en="the outbox"),
    "data_docs": Text(zh="数据质量报告目录", en="the place of reports on data"),
}


class Settings(FileModel):
    """What bpo.yaml says."""

    contracts: str = "contracts"
    sources: str = "sources"
    measures: str = "measures"
    lake: str = "lake"
    statements: str = "statements"
    database: str = "ledger.db"
    data_docs: str = "data-docs"
    inbox: str = "inbox"
    outbox: str = "outbox"
    banks: str = "banks"
    invoices: str = "invoices"
    receivables: Receivables = Receivables()
    templates: str | None = None
    people: dict[str, Person] = {}
    four_eyes: YesNo = True
    numbers: Numbers = Numbers()
    mail: MailSettings = MailSettings()
    accounts: Accounts = Accounts()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of a desk, as absolute paths."""

    root: Path
    settings: Settings

    @property
    def house(self) -> House:
        """Who may do what to a statement."""
        return House(self.settings.people, self.settings.four_eyes)

    @property
    def contracts(self) -> Path:
        return self.root / self.settings.contracts

    @property
    def lake(self) -> str | Path:
        """The lake: a URL as it is written, a path relative to the workspace."""
        name = self.settings.lake
        return name if "://" in name else self.root / name

    @property
    def sources(self) -> Path:
        return self.root / self.settings.sources

    @property
    def measures(self) -> Path:
        return self.root / self.settings.measures

    @property
    def inbox(self) -> Path:
        return self.root / self.settings.inbox

    @property
    def outbox(self) -> Path:
        return self.root / self.settings.outbox

    @property
    def banks(self) -> Path:
        """The files that map the exports of banks."""
        return self.root / self.settings.banks

    @property
    def invoices(self) -> Path:
        """The files that map the invoices of suppliers, for an audit."""
        return self.root / self.settings.invoices

    @property
    def statements(self) -> Path:
        return self.root / self.settings.statements

    @property
    def data_docs(self) -> Path:
        return self.root / self.settings.data_docs

    @property
    def templates(self) -> Path | None:
        return None if self.settings.templates is None else self.root / self.settings.templates

    @property
    def database(self) -> str | Path:
        """The ledger: a URL as it is written, a path relative to the workspace."""
        name = self.settings.database
        return name if "://" in name else self.root / name


def find_workspace(start: Path) -> Workspace:
    """The workspace that ``start`` lies in.

    Raises:
        BpoError: if there is none, or its bpo.yaml has mistakes.
    """
    found = workspace_around(start)
    if found is None:
        raise fail(NOT_A_WORKSPACE, Where(str(start)))
    return _in_place(found)


def _in_place(found: Workspace) -> Workspace:
    """The workspace, if what its settings name as folders are none of them files, and its templates are there."""
    problems = []
    for name, what in FOLDERS.items():
        given = getattr(found.settings, name)
        if "://" not in given and (found.root / given).is_file():
            problems.append((NO_FOLDER, name, {"what": what, "given": given}))
    if found.templates is not None and not found.templates.is_dir():
        problems.append((NO_TEMPLATES, "templates", {"given": found.settings.templates}))
    if problems:
        document = read_document(found.root / FILE)
        raise BpoError(Problem(words, document.place(name), values) for words, name, values in problems)
    return found


def workspace_around(start: Path) -> Workspace | None:
    """The same, or None if there is none: for what can also be done without one."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return Workspace(folder, read_model(read_document(folder / FILE), Settings))
    return None


def workspace_of(contracts: Sequence[Path], here: Path) -> Workspace:
    """The workspace that the contracts lie in, wherever they are named from; else the one around ``here``.

    Raises:
        BpoError: if there is none, or the contracts lie in several.
    """
    around = {found.root: found for path in contracts if (found := workspace_around(path.parent)) is not None}
    if len(around) > 1:
        raise fail(SEVERAL_WORKSPACES, folders=[str(root) for root in sorted(around)])
    return _in_place(next(iter(around.values()), None) or find_workspace(here))


def near(path: Path) -> Path:
    """The path as the user would write it from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def make_workspace(folder: Path) -> Workspace:
    """A new workspace with the example contracts, their measures and sources, and an example bid in it.

    Raises:
        BpoError: if there is one already; nothing is overwritten.
    """
    if (folder / FILE).exists():
        raise fail(ALREADY_THERE, Where(str(folder / FILE)), folder=str(folder))
    examples = examples_folder()
    for name in ("contracts", "sources", "measures", "lake", "inbox"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    # The months after a contract's first are in a folder of its name.
    copied = ((".", "*.yaml", "contracts"), ("sources", "*.yaml", "sources"))
    for below, pattern, target in (*copied, ("measures", "**/*.yaml", "measures"), ("bids", "**/*.yaml", "bids")):
        source = examples / below
        for file in sorted(source.glob(pattern)):
            copy = folder / target / file.relative_to(source)
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
    (folder / FILE).write_text(TEXT, encoding="utf-8")
    return find_workspace(folder)
