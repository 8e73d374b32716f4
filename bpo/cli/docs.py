"""``bpo docs``: the pages of the documentation on the terminal."""

import difflib
import shutil
import sys
from io import StringIO

import click

import bpo.cli
from bpo.cli.speech import Session, argument, verb
from bpo.core.also_called import meant_by
from bpo.core.errors import fail
from bpo.core.words import Lang, Words
from bpo.desk.pages import KINDS, Page, all_pages, as_written, in_language, without_links

UNKNOWN_PAGE = Words(
    "docs-unknown",
    en="there is no page '{given}'; bpo docs lists all",
    zh="没有名为 '{given}' 的说明；bpo docs 列出全部",
)
NEAR_PAGES = Words(
    "docs-near",
    en="there is no page '{given}'. Did you mean: {names}? bpo docs lists all",
    zh="没有名为 '{given}' 的说明。是否想查：{names}？bpo docs 列出全部",
)
SEVERAL = Words(
    "docs-several",
    en="'{given}' is the name of several pages; write one of: {names}",
    zh="'{given}' 有多篇说明，请写其一：{names}",
)
HINT = Words("docs-hint", en="Read one with: bpo docs NAME", zh="查看其中一篇：bpo docs 名称")
WIDTH_MAX = 100
INK = {"h1": "bold", "h2": "bold cyan", "h3": "bold", "code": "cyan"}


@verb(
    en="Explain a clause, KPI, term, adjustment, table, check or verb; without a name, list what there is. On a terminal "
    "in your language where the page has both; into a pipe as Markdown.",
    zh="说明条款、指标、计价方式、调整项、数据表、检查项或命令；不写名称则列出全部。终端上按所选语言显示，管道中输出 Markdown 原文。",
)
@argument("name", required=False, en="What to explain, such as seats.", zh="要说明的名称，如 seats。")
@click.pass_obj
def docs(session: Session, name: str | None) -> None:
    pages = all_pages()
    if name is None:
        click.echo(_listed(pages, session.lang))
        return
    text = _asked(pages, name).path.read_text(encoding="utf-8")
    if sys.stdout.isatty():
        click.echo(rendered(in_language(text, session.lang)), nl=False)
    else:
        click.echo(as_written(text), nl=False)


def _asked(pages: list[Page], name: str) -> Page:
    """The page of a name; a page's own name comes before titles and file names that it shares with others.

    Raises:
        BpoError: if there is none or more than one.
    """
    found = [page for page in pages if page.name == name] or [page for page in pages if page.answers_to(name)]
    if not found:
        near = [
            page.name for page in pages if name.casefold() in f"{page.name} {page.title.en} {page.title.zh}".casefold()
        ]
        meant = meant_by(name, [page.name for page in pages])
        near = [meant] if meant else near or difflib.get_close_matches(name, [page.name for page in pages], n=3)
        raise fail(NEAR_PAGES if near else UNKNOWN_PAGE, given=name, names=near)
    if len(found) > 1:
        raise fail(SEVERAL, given=name, names=[page.name for page in found])
    return found[0]


def _listed(pages: list[Page], lang: Lang) -> str:
    width = max(len(page.name) for page in pages)
    lines = []
    for kind, heading in KINDS.items():
        lines += [heading.say(lang)]
        lines += [f"  {page.name:{width}}  {_about(page, lang)}" for page in pages if page.kind == kind] + [""]
    return "\n".join([*lines, HINT.say(lang)])


def _about(page: Page, lang: Lang) -> str:
    """A page's title; of a verb's page, which is only called after it, what the verb does."""
    known = bpo.cli.VERBS.get(page.path.stem) if page.kind == "cli" else None
    return known.say(lang) if known else page.title.say(lang)


def rendered(markdown: str) -> str:
    """Markdown as a terminal shows it: headings in colour, tables drawn, code as it is written, to be copied."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Heading, Markdown
    from rich.text import Text
    from rich.theme import Theme

    class PlainHeading(Heading):
        LEVEL_ALIGN = dict.fromkeys(Heading.LEVEL_ALIGN, "left")

    class PlainCode(CodeBlock):
        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            lines = str(self.text).rstrip().splitlines()
            indented = "\n".join(f"    {line}".rstrip() for line in lines)
            yield Text(indented, style="markdown.code", no_wrap=True, overflow="ignore")

    class Plain(Markdown):
        elements = {**Markdown.elements, "heading_open": PlainHeading, "fence": PlainCode, "code_block": PlainCode}

    written = StringIO()
    width = min(WIDTH_MAX, shutil.get_terminal_size().columns)
    theme = Theme({f"markdown.{name}": style for name, style in INK.items()})
    console = Console(file=written, width=width, force_terminal=True, theme=theme, highlight=False)
    console.print(Plain(without_links(markdown), hyperlinks=False), crop=False)
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().splitlines())
