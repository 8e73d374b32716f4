"""The group of verbs that are imported when they are asked for: ``bpo --help`` must not wait for what a verb needs."""

import gettext
import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import click

from bpo.cli.speech import COMMANDS, Session, Spoken, lang_and_arguments, lang_of
from bpo.core.also_called import meant_by
from bpo.core.words import Lang

CATALOGUES = str(Path(__file__).parent / "locale")
"""What click says, in Chinese. A sentence that a newer click words differently appears in English until it is mended; a test finds it."""


class Verb(NamedTuple):
    """Where a verb is (``module:attribute``) and the line that the list of verbs has for it, in both languages."""

    place: str
    en: str
    zh: str

    def say(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class Refused(click.ClickException):
    """A user's mistakes as the command line shows them: on stderr, blank lines between them, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class Interrupted(click.ClickException):
    """Control-C: no words, the exit code that a shell expects."""

    exit_code = 130

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(file=file, err=file is None)  # ends the line on which the terminal shows ^C


def speak(lang: Lang) -> None:
    """From now on click's own sentences are in this language: it asks gettext, which asks the environment."""
    os.environ["LANGUAGE"] = lang
    gettext.bindtextdomain("messages", CATALOGUES)


class LazyGroup(Spoken, click.Group):
    """``bpo`` itself. The verbs are a plain table; only the one that is asked for is imported."""

    def __init__(self, *args: Any, verbs: Mapping[str, Verb], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = verbs

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        lang, args = lang_and_arguments(args)
        speak(lang)
        return super().make_context(info_name, args, parent, **{"obj": Session(lang), **extra})

    def invoke(self, ctx: click.Context) -> Any:
        from bpo.core.errors import BpoError, refused  # here, since help needs no errors

        try:
            return super().invoke(ctx)
        except BpoError as error:
            raise Refused("\n\n".join(problem.say(lang_of(ctx)) for problem in error.problems)) from error
        except BrokenPipeError:  # the reader went away, as head does; click ends it quietly
            raise
        except OSError as error:
            raise Refused(refused(error).say(lang_of(ctx))) from error
        except (KeyboardInterrupt, click.Abort) as stop:  # a question's Control-C or end of input is click's Abort
            raise Interrupted("") from stop

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.verbs:
            return None
        module, _, attribute = self.verbs[cmd_name].place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, Spoken), f"{self.verbs[cmd_name].place} is not declared with bpo.cli.speech.verb"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.verbs:
            unknown = click.NoSuchCommand(args[0], possibilities=self.verbs, ctx=ctx)
            if meant := meant_by(args[0], self.verbs):  # invoice is spelled like no verb, and means bill
                unknown.possibilities = [meant]  # type: ignore[misc]  # click declares it final, for it knows spelling alone
            raise unknown
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Overrides click's, which would import every verb for its line of help."""
        lang = lang_of(ctx)
        with formatter.section(COMMANDS.say(lang)):
            formatter.write_dl([(name, found.say(lang)) for name, found in self.verbs.items()])
