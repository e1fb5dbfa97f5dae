"""The command ``indexer``: each subcommand reads its arguments, calls a function, prints."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from indexer import signals
from indexer.settings import as_rows, load_settings
from indexer.terminal.console import (
    as_json,
    draw,
    is_terminal,
    make_progress,
    printable,
    wants_colour,
)
from indexer.terminal.ending import end_streams, failed, hold_streams, print_lines, say
from indexer.terminal.options import (
    SearchCommand,
    index_option,
    json_option,
    reading_options,
    search_options,
)

_EXAMPLES = """\
Pressmark makes an archive of scraped pages readable and searchable.

  indexer rebuild ~/archive            read a folder of pages, bring ./index up to date
  indexer search '"general strike"'    find documents that contain a phrase
  indexer explain ~/archive/page.html  what was kept of a page, what was dropped, and why

Commands: rebuild, status, verify, rollback, search, explain, organisations.
Help on each: indexer COMMAND -h. To serve the reading room: webapp.
"""

_HELP = {"help_option_names": ["-h", "--help"]}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its exit status."""
    if arguments is None:  # run as a program, so signals and streams are its own
        signals.install()
        hold_streams()
    for stream in (sys.stdout, sys.stderr):
        # TextIO has no reconfigure, but TextIOWrapper, which both streams are, has
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = _run(arguments)
    finally:
        if arguments is None:
            signals.ignore()
        end_streams()
    sys.exit(status)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = group.main(arguments, prog_name="indexer", standalone_mode=False)
    except BaseException as error:
        stopped = signals.received()
        if stopped is None:
            return failed(error)
        return signals.say_stopped("indexer", stopped)  # the error follows from the interruption
    return status if isinstance(status, int) else 0


@click.group(invoke_without_command=True, context_settings=_HELP)
@click.version_option(package_name="pressmark", prog_name="indexer")
@click.pass_context
def group(context: click.Context) -> None:
    """Make an archive of scraped pages searchable."""
    if context.invoked_subcommand is None:
        click.echo(_EXAMPLES, nl=False)


@group.command()
@click.argument("corpus", required=False)
@index_option
@click.option("--full", is_flag=True, help="Read every file again.")
@click.option("--jobs", metavar="N", help="Processes that read files (one per processor).")
@reading_options
@click.option("--engine", metavar="NAME", help="The engine to build the index with (whoosh).")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--allow-removals", is_flag=True, help="Accept that most documents are gone.")
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.option("-v", "--verbose", is_flag=True, help="List every file that is not a document.")
@click.pass_context
def rebuild(
    context: click.Context,
    /,
    full: bool,
    dry_run: bool,
    allow_removals: bool,
    json_: bool,
    quiet: bool,
    verbose: bool,
    **flags: Any,
) -> None:
    """Bring the index up to date with CORPUS (./corpus)."""
    from indexer.rebuilding import pipeline
    from indexer.terminal.json_reports import report_json
    from indexer.terminal.rendering import report_text

    settings = load_settings(**flags)
    progress = make_progress(sys.stderr, quiet)
    try:
        report = pipeline.rebuild(
            settings, pipeline.Options(full, allow_removals, dry_run), progress
        )
    finally:
        progress.close()
    for notice in report.notices:
        say(printable(notice))
    print_lines([as_json(report_json(report))] if json_ else report_text(report, verbose))
    context.exit(report.exit_status)


@group.command()
@index_option
@json_option
def status(index: str | None, json_: bool) -> None:
    """Show what the index holds and the settings in use."""
    from indexer.store.inspection import look_up
    from indexer.terminal.json_reports import status_json
    from indexer.terminal.rendering import status_text, table_text

    settings = load_settings(index=index)
    found = look_up(settings.index, settings.engine)
    if json_:
        print_lines([as_json(status_json(found, settings))])
    else:
        print_lines(["settings", *(f"  {line}" for line in table_text(as_rows(settings))), ""])
        print_lines(status_text(found))


@group.command()
@index_option
@json_option
@click.pass_context
def verify(context: click.Context, index: str | None, json_: bool) -> None:
    """Read the whole index and list files that are missing or damaged."""
    from indexer.store.inspection import inspect
    from indexer.terminal.json_reports import inspection_json
    from indexer.terminal.rendering import inspection_text

    found = inspect(load_settings(index=index).index)
    print_lines([as_json(inspection_json(found))] if json_ else inspection_text(found))
    context.exit(4 if found.problems else 0)


@group.command()
@index_option
@json_option
def rollback(index: str | None, json_: bool) -> None:
    """Go back to the generation before the one in use."""
    from indexer.store import generations
    from indexer.store.inspection import remarks
    from indexer.store.trial import usable
    from indexer.terminal.json_reports import manifest_json

    settings = load_settings(index=index)
    manifest = generations.rollback(settings.index, usable)
    for remark in remarks(settings.index, manifest, settings.engine):
        click.echo(printable(remark), err=True)
    now = f"generation {manifest.id}, built {manifest.created}, is in use again"
    print_lines([as_json(manifest_json(manifest))] if json_ else [now])


@group.command(cls=SearchCommand)
@click.argument("query")
@search_options
@index_option
@json_option
def search(query: str, index: str | None, json_: bool, **filters: Any) -> None:
    """Find documents. The options are the parameters of the reading room's URLs.

    Words are joined by AND; "quotes" make a phrase; OR, -word, ( ), prefix*
    and title:word work too. A query that begins with a minus comes last,
    after --, as in: indexer search --size 5 -- '-word'

    The options for facets may be repeated: their values are alternatives. The
    value none finds documents without a value, and a minus leaves a value out:
    --organisation none, --organisation -militant, --year -none
    """
    from indexer.presentation.answers import results_json
    from indexer.query.parameters import parse_query
    from indexer.store.reader import Archive
    from indexer.terminal.rendering import results_text

    settings = load_settings(index=index)
    question = parse_query(query, **filters)
    opened, results = Archive(settings.index).answer(
        lambda opened: (opened, opened.engine.search(question))
    )
    for notice in (opened.notice, *results.warnings):
        if notice:
            say(printable(notice))
    marks = ("\x1b[1m", "\x1b[0m") if wants_colour(sys.stdout) else ("[", "]")
    answer = results_json(results, opened.engine.info) if json_ else None
    print_lines([as_json(answer)] if answer else results_text(results, marks))


@group.command()
@click.argument("what", metavar="FILE|DOCUMENT")
@index_option
@reading_options
@json_option
def explain(what: str, json_: bool, **flags: Any) -> None:
    """Show what was kept of a file or an indexed document, what was dropped, and why."""
    from indexer.presentation.answers import entry_json
    from indexer.presentation.explanation import explain as findings_of
    from indexer.terminal.entries import find_entry
    from indexer.terminal.rendering import findings_text

    entry = find_entry(what, load_settings(**flags))
    if json_:
        print_lines([as_json(entry_json(entry), indent=2)])
    elif is_terminal(sys.stdout):
        width = shutil.get_terminal_size().columns
        print_lines(draw(findings_of(entry), width, wants_colour(sys.stdout)))
    else:
        print_lines(findings_text(findings_of(entry)))


@group.command()
@click.argument("action", type=click.Choice(["list", "suggest", "check"]), default="list")
@index_option
@json_option
@click.pass_context
def organisations(context: click.Context, action: str, index: str | None, json_: bool) -> None:
    """List the organisations of the authority file, suggest entries, or check it.

    suggest prints names found in the documents as entries to paste. check ends
    with status 1 if names clash, successors are out of order, or a description
    names an organisation that has no entry.
    """
    from indexer.terminal import organisation_lists as lists

    settings = load_settings(index=index)
    if action == "suggest":
        suggestions = lists.suggest_organisations(settings)
        answer = {"suggestions": [suggestion.values for suggestion in suggestions]}
        print_lines([as_json(answer, indent=2)] if json_ else lists.suggestions_text(suggestions))
    elif action == "check":
        problems = lists.check_organisations(settings)
        answer = {"problems": [problem.values for problem in problems]}
        print_lines([as_json(answer, indent=2)] if json_ else lists.problems_text(problems))
        context.exit(int(any(problem.to_mend for problem in problems)))
    else:
        rows = lists.list_organisations(settings)
        answer = {"organisations": [row.values for row in rows]}
        print_lines([as_json(answer, indent=2)] if json_ else lists.rows_text(rows))
