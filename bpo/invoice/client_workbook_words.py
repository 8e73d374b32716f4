"""What is said of a client's workbook template that cannot be filled."""

from bpo.core.words import Words

NOT_THERE = Words(
    "template-not-there", en="the client's template {file} is not there", zh="找不到客户的表格模板 {file}"
)
TOO_LARGE = Words(
    "template-too-large", en="the template {file} has more than {most} bytes", zh="模板 {file} 超过 {most} 字节"
)
UNREADABLE = Words(
    "template-unreadable",
    en="{file} cannot be read as a workbook: {reason}. Save it as .xlsx",
    zh="{file} 无法按工作簿读取：{reason}。请另存为 .xlsx",
)
LOST = Words(
    "template-with-drawings",
    en="the template {file} has parts that would be lost: {parts}; take drawings, charts, pivot tables and macros out of it",
    zh="模板 {file} 中有填表后会丢失的内容：{parts}；请去掉图形、图表、数据透视表和宏",
)
NO_SHEET = Words("template-sheet", en="the template has no sheet '{given}'", zh="模板没有工作表 '{given}'")
NO_ROW = Words("template-row", en="rows are counted from 1, not {given}", zh="行号从 1 起，不能是 {given}")
MERGED = Words(
    "template-merged",
    en="cell {cell} lies under a merged one; name the first cell of those merged",
    zh="单元格 {cell} 被合并；请写合并区域的左上角单元格",
)
FORMULA = Words(
    "template-formula",
    en="cell {cell} holds a formula ({formula}), which would be written over; name another cell",
    zh="单元格 {cell} 含公式（{formula}），填写会覆盖它；请另选单元格",
)
NO_OWNER = Words(
    "template-figure",
    en="'{given}.{figure}': the contract has no '{given}'",
    zh="'{given}.{figure}'：合同没有 '{given}'",
)
NO_ROOM = Words(
    "template-room",
    en="{lines} lines from row {first} on do not fit: cell {cell} holds something already; leave rows free below the first one",
    zh="自第 {first} 行起放不下 {lines} 行：单元格 {cell} 已有内容；请在首行下方留出空行",
)
MET = Words("template-met", en="met", zh="达标")
NOT_MET = Words("template-missed", en="missed", zh="未达标")
