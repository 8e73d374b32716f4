"""What stands on top of a pack, in both languages: what it holds, and how to verify it."""

from bpo.contracts.statement import Statement
from bpo.core.words import Lang, Text, show
from bpo.desk.evidence.manifest import CONTRACT, MANIFEST, MEASURES, SEAL, STATEMENT, WORKBOOK, Manifest

EN = """\
# Evidence of statement {statement}

{title}, {period}: total {total} {currency}, to be paid {payable} {currency}. Billed on {billed_at} by bpo {engine}, in revision {revision}.

| file | what it is |
|---|---|
| `{contract_file}` | the contract as it was billed, SHA-256 `{contract_sha256}` |
| `rows/*.parquet` | every row that was looked at; the column of a figure says what each adds to it, empty if it does not count |
| `{workbook}` | the rows that count, a sheet for each table, for spreadsheets{left_out} |
| `{measures}` | the month's figures, as a measures file |
| `{statement_file}` | the statement |
| `history/*.json` | the earlier statements that it rests on |
| `{manifest}` | what the pack was made from, and the SHA-256 of every file |
| `{seal}` | the SHA-256 of the manifest: one number for the whole pack |

{persons}

To verify it on any machine, without the workspace it comes from: `bpo verify PACK.zip`. That checks every file against the manifest,
counts every figure again over the rows, prices the month again by the contract, and names whatever differs. Compare the seal it prints
with the one that you were told by another way: a pack that was made anew has another.

"""
ZH = """\
# 结算单 {statement} 的证据包

{title}，{period}：总额 {total} {currency}，应付 {payable} {currency}。由 bpo {engine} 于 {billed_at} 出账，第 {revision} 版。

| 文件 | 内容 |
|---|---|
| `{contract_file}` | 出账所依据的合同文本，SHA-256 `{contract_sha256}` |
| `rows/*.parquet` | 统计时查看的全部明细；每个数值一列，写明该行计入多少，空表示不计入 |
| `{workbook}` | 计入的明细，每表一个工作表，供电子表格使用{left_out} |
| `{measures}` | 当月数据（数据文件格式） |
| `{statement_file}` | 结算单 |
| `history/*.json` | 所依据的以往结算单 |
| `{manifest}` | 证据包的来源，以及每个文件的 SHA-256 |
| `{seal}` | 清单的 SHA-256：代表整个证据包的一个数 |

{persons}

在任何机器上均可核验，无需原工作区：`bpo verify PACK.zip`。核验将逐一比对各文件与清单、按明细重新统计每个数值、按合同重新计价，并指出任何不一致之处。
请将显示的封签与另行告知的封签比对：重新制作的证据包封签不同。

"""
NUMBERED = Text(
    en="Customers are numbered in the order in which the pack first names them; the numbers say nothing outside this pack.",
    zh="客户按在本包中首次出现的顺序编号；编号在本包之外没有意义。",
)
AS_IN_LAKE = Text(en="Customers stand as they are in the lake.", zh="客户按事实库原样列出。")
LEFT_OUT = Text(en=" (without {rows} rows that it has no room for)", zh="（另有 {rows} 行超出容量，未列入）")
SECTIONS = (
    (Text(en="Figures counted", zh="统计的数值"), Text(en="| figure | table | rows |", zh="| 数值 | 数据表 | 行数 |")),
    (
        Text(en="Files that were ingested", zh="导入的文件"),
        Text(en="| table | source | file | SHA-256 | rows |", zh="| 数据表 | 数据源 | 文件 | SHA-256 | 行数 |"),
    ),
)


def readme(manifest: Manifest, statement: Statement) -> str:
    """Both languages in one file, Chinese first; the same statement gives the same text."""
    return _half(ZH, "zh", manifest, statement) + "\n" + _half(EN, "en", manifest, statement)


def _half(text: str, said: Lang, manifest: Manifest, statement: Statement) -> str:
    missing = sum(table.left_out for table in manifest.tables.values())
    persons = NUMBERED if manifest.persons == "numbered" else AS_IN_LAKE
    head = text.format(
        statement=manifest.statement, title=statement.title.say(said), period=manifest.period,
        total=f"{statement.total:,}", payable=f"{statement.payable:,}", currency=statement.currency,
        billed_at=manifest.billed_at, engine=manifest.engine, revision=manifest.revision,
        contract_file=CONTRACT, contract_sha256=manifest.contract_sha256, workbook=WORKBOOK, measures=MEASURES,
        statement_file=STATEMENT, manifest=MANIFEST, seal=SEAL, persons=persons.say(said),
        left_out=LEFT_OUT.say(said).format(rows=show(missing, said)) if missing else "",
    )  # fmt: skip
    counts = [f"| {name} | {one.table} | {show(one.rows, said)} |" for name, one in manifest.counted.items()]
    files = [
        f"| {one.table} | {one.source} | {one.file} | `{one.sha256}` | {show(one.rows, said)} |"
        for one in manifest.sources
    ]
    parts = [head]
    for (title, heading), lines in zip(SECTIONS, (counts, files), strict=True):
        if lines:
            rule = "|---" * heading.say(said).count(" |") + "|"
            parts.append("\n".join([f"## {title.say(said)}", "", heading.say(said), rule, *lines, ""]))
    return "\n".join(parts)
