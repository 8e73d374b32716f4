"""What the command line says, in the user's language: which language that is, and help texts in both.

A verb is declared with :func:`verb`, :func:`option` and :func:`argument`, which take their help in both languages::

    @verb(en="Compute a month's bill.", zh="计算一个月的账单。")
    @argument("contract", en="The contract.", zh="合同文件。")
    @option("--format", "form", type=click.Choice(["table", "json"]), default="table", en="How to print.", zh="输出格式。")
    @click.pass_obj
    def bill(session: Session, contract: Path, form: str) -> None: ...
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from bpo.core.words import LANGS, Lang, Text, Words

Decorator = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Session:
    """What every verb is told; click hands it over by ``@click.pass_obj``."""

    lang: Lang


def lang_of_environment(environment: Mapping[str, str]) -> Lang:
    """The language of the messages, by POSIX's order: the first of the three that is set and not empty decides.

    >>> lang_of_environment({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}), lang_of_environment({"LC_ALL": "C", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def lang_and_arguments(arguments: Sequence[str]) -> tuple[Lang, list[str]]:
    """The language to speak, and the arguments with ``--lang`` moved to the front.

    It is an option of ``bpo``, not of each verb, but people write it where they are: ``bpo check acme.yaml --lang zh``.
    """
    before = list(arguments)
    end = before.index("--") if "--" in before else len(before)
    asked: list[str] = []
    rest: list[str] = []
    place = 0
    while place < end:
        width = 2 if before[place] == "--lang" else 1
        taken = before[place : min(place + width, end)]
        (asked if taken[0].partition("=")[0] == "--lang" else rest).extend(taken)
        place += width
    named = [lang for lang in LANGS if asked and asked[-1] in (lang, f"--lang={lang}")]
    return named[0] if named else lang_of_environment(os.environ), [*asked, *rest, *before[end:]]


def lang_of(context: click.Context) -> Lang:
    session = context.find_object(Session)
    return session.lang if session else lang_of_environment(os.environ)


class Worded:
    """What has a help text in both languages."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words


class Spoken(Worded, click.Command):
    """A command whose help is in the language of the session."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """An option that takes one value is written once: click itself would take the last and say nothing."""
        *_, order = self.make_parser(ctx).parse_args(list(args))
        once = [
            one for one in order if isinstance(one, click.Option) and not (one.multiple or one.is_flag or one.count)
        ]
        for option in once:
            if once.count(option) > 1:
                raise click.UsageError(ONCE.say(lang_of(ctx), {"given": option.opts[-1]}), ctx)
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.words.say(lang_of(ctx))
        super().format_help_text(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found is not None:  # click makes it once, in whatever language it was asked for first
            found.help = SHOW_HELP.say(lang_of(ctx))
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = super().collect_usage_pieces(ctx)
        return [METAVARS_ZH.get(piece, piece) for piece in pieces] if lang_of(ctx) == "zh" else pieces


class SpokenGroup(Spoken, click.Group):
    """A verb with verbs of its own, each with a line of help in the language of the session."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = lang_of(ctx)
        rows = [(name, one.words.say(lang)) for name, one in self.commands.items() if isinstance(one, Spoken)]
        with formatter.section(COMMANDS.say(lang)):
            formatter.write_dl(rows)


class SpokenOption(Worded, click.Option):
    """An option whose help is in the language of the session."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.words.say(lang_of(ctx))
        return super().get_help_record(ctx)


class SpokenArgument(Worded, click.Argument):
    """A positional argument whose help is in the language of the session."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.help = words.en  # one documented argument is what makes click show the section

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        self.help = self.words.say(lang_of(ctx))
        return super().get_help_record(ctx)


ONCE = Words(
    "option-once",
    en="'{given}' is written more than once; it takes one value at a time",
    zh="'{given}' 写了不止一次；每次只能取一个值",
)
COMMANDS = Text(en="Commands", zh="命令")
SHOW_HELP = Text(en="Show this message and exit.", zh="显示本帮助后退出。")
METAVARS_ZH = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}


def verb(*, en: str, zh: str, **settings: Any) -> Callable[[Callable[..., Any]], Spoken]:
    """A command of bpo, named like its function."""
    return click.command(cls=Spoken, words=Text(zh=zh, en=en), **settings)


def verbs(*, en: str, zh: str, **settings: Any) -> Callable[[Callable[..., Any]], SpokenGroup]:
    """A verb of bpo that has verbs of its own: ``bpo quarantine list``."""
    return click.group(cls=SpokenGroup, words=Text(zh=zh, en=en), **settings)


def option(*declarations: str, en: str, zh: str, **settings: Any) -> Decorator:
    return click.option(*declarations, cls=SpokenOption, words=Text(zh=zh, en=en), **settings)


def argument(*declarations: str, en: str, zh: str, **settings: Any) -> Decorator:
    return click.argument(*declarations, cls=SpokenArgument, words=Text(zh=zh, en=en), **settings)
