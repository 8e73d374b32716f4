"""What every report says of its own accord, whatever it is about: page numbers, sums, and the mistakes that stop it."""

from collections.abc import Mapping

from bpo.core.vocabulary import heading
from bpo.core.words import Text, Words


def named(pairs: Mapping[str, tuple[str, str] | Text]) -> dict[str, Words]:
    """Headings by name, each given as (Chinese, English) or as a word of the vocabulary."""
    texts = {name: heading(one) if isinstance(one, Text) else Text(*one) for name, one in pairs.items()}
    return {name: Words(f"heading-{name.replace('_', '-')}", en=one.en, zh=one.zh) for name, one in texts.items()}


SUM = Words("heading-sum", en="Sum", zh="合计")
PAGE_BEFORE = Words("page-before", en="Page ", zh="第 ")
PAGE_BETWEEN = Words("page-between", en=" of ", zh=" 页，共 ")
PAGE_AFTER = Words("page-after", en="", zh=" 页")
FLOATS_NOTE = Words(
    "note-floats",
    en="A workbook keeps numbers as binary floating point, about 15 digits. The amounts that count are those of the PDF.",
    zh="工作簿中的数字按二进制浮点保存（约 15 位有效数字），金额以 PDF 为准。",
)

MISSING_GLYPHS = Words(
    "invoice-missing-glyphs",
    en="no font has the character {letter} ({code}), in '{excerpt}'; write it another way",
    zh="没有字体包含字符 {letter}（{code}），出现在“{excerpt}”；请换一种写法",
)
BAD_TEMPLATE = Words("template-broken", en="the template cannot be used: {reason}", zh="模板无法使用：{reason}")
NAME_MOVED = Words(
    "template-name-moved",
    en="the template asks for '{given}', which is now '{now}'",
    zh="模板使用了 '{given}'，现已改为 '{now}'",
)
TEMPLATE_FETCH = Words(
    "template-fetch",
    en="the template asks for '{url}'; only files of its own folder are read, by a plain relative name",
    zh="模板请求 '{url}'；只能按相对文件名读取模板文件夹中的文件",
)
NOT_DRAWN = Words(
    "document-not-drawn",
    en="the document cannot be laid out ({reason}): nothing of it is written. Look at the newest change of your templates; with bpo's own, report it",
    zh="无法排版该文件（{reason}）：未写入任何内容。请检查模板最近的改动；若使用 bpo 自带模板，请报告此问题",
)
NOT_WRITTEN = Words("invoice-not-written", en="cannot write: {reason}", zh="无法写入：{reason}")
