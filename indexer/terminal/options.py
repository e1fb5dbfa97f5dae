"""Options that commands share; those of a search follow from the table of facets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexer.facets import FACET_PARAMETERS, FACETS

Command = TypeVar("Command", bound=Callable[..., Any])


def index_option(command: Command) -> Command:
    return click.option("--index", metavar="DIR", help="The index folder (./index).")(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "json_", is_flag=True, help="Print JSON on standard output.")(
        command
    )


def reading_options(command: Command) -> Command:
    """The limits of reading a page."""
    for option in (
        click.option("--file-megabytes", metavar="N", help="The largest file that is read (64)."),
        click.option("--page-megabytes", metavar="N", help="Memory one page may take (512)."),
        click.option("--page-seconds", metavar="N", help="Time one page may take (10)."),
    ):
        command = option(command)
    return command


def search_options(command: Command) -> Command:
    """The parameters of a search, as in the URL."""
    for option in reversed(_SEARCH_OPTIONS):
        command = option(command)
    return _facet_options(command)


_SEARCH_OPTIONS = (
    click.option("--from", "from_", metavar="YEAR", help="First year, inclusive."),
    click.option("--to", metavar="YEAR", help="Last year, inclusive."),
    click.option("--date", help="Years that --from, --to and --year mean: published or mentioned."),
    click.option("--match", help="Find documents with all of the words, or any."),
    click.option("--forms", help="related: other forms of words too; exact: words as written."),
    click.option("--aliases", help="Find organisations by their other names too: on or off."),
    click.option("--sort", help="Order: relevance, oldest or newest."),
    click.option("--page", metavar="N", help="Page of results."),
    click.option("--size", metavar="N", help="Results per page, up to 100."),
)


def _facet_options(command: Command) -> Command:
    """An option for the parameter of each facet; it may be given several times."""
    for name in reversed(FACET_PARAMETERS):
        first, *others = [facet for facet in FACETS if facet.parameter == name]
        metavar = "YEAR" if first.years else _METAVARS[first.kind]
        with_date = (f" With --date {facet.years}: {facet.help}." for facet in others)
        described = "".join((f"Documents {first.help}.", *with_date))
        command = click.option(f"--{name}", multiple=True, metavar=metavar, help=described)(command)
    return command


_METAVARS = {"organisation": "SLUG", "number": "NUMBER", "text": "TEXT"}


class SearchCommand(click.Command):
    """A command whose argument may begin with a minus; the error says to put it after ``--``."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(context, args)
        except click.NoSuchOption as error:
            message = f"{error.format_message()} {_MINUS}"
            raise click.UsageError(message, context) from error


_MINUS = "A query that begins with a minus comes last, after --: indexer search -- '-word'"
