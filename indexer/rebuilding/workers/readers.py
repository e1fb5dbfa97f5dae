"""The worker processes that read pages, as the rebuild sees them: tasks in, outcomes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from indexer.authority import Authority
from indexer.model import Entry, Repeated
from indexer.rebuilding.workers.jobs import (
    Cleaned,
    Describe,
    Explain,
    NotAPage,
    Outcome,
    Read,
    Retry,
    Setup,
    Surveyed,
    Task,
    Work,
)
from indexer.rebuilding.workers.pool import Aborted, Job, Limits, Pool
from indexer.settings import Settings


class Readers:
    """A pool of processes that read pages. As a context manager it ends them on leaving."""

    def __init__(self, authority: Authority, settings: Settings) -> None:
        limits = Limits(settings.page_seconds, settings.page_megabytes)
        setup = Setup(authority, settings.file_megabytes)
        self._corpus = settings.corpus
        self._pool = Pool(Job(_start_worker, setup, limits), settings.jobs)

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()

    def read(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Read and clean files; the outcomes are in the order of ``tasks``.

        Those of the records of containers follow after all files.
        """
        records: list[Task] = []
        for task, outcome in self._read(tasks):
            yield task, outcome
            if isinstance(outcome, Surveyed):
                for locator, failed in outcome.damaged:
                    yield task.record(locator, self._corpus), failed
                records += [task.record(locator, self._corpus) for locator in outcome.pages]
        yield from self._read(records)

    def _read(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome]]:
        for task, result in zip(tasks, self._run([Read(task) for task in tasks]), strict=True):
            if isinstance(result, Entry):
                raise TypeError(f"reading {task.path} gave an entry")
            yield task, result

    def describe(self, pages: Sequence[Describe]) -> Iterator[tuple[Task, Entry | Outcome]]:
        """The entries of pages, in their order; an outcome instead says why there is none."""
        for page, result in zip(pages, self._run(pages), strict=True):
            yield page.task, result

    def explain(self, task: Task, profiles: Mapping[str, Repeated]) -> Entry | NotAPage:
        """The entry of a file or record; of a container, what it holds."""
        result = next(self._run([Explain(task, profiles)]))
        if isinstance(result, Cleaned):
            raise TypeError(f"explaining {task.path} gave no entry")
        return result

    def _run(self, work: Sequence[Work]) -> Iterator[Entry | Outcome]:
        for result in self._pool.run(work):
            yield Retry(result.reason) if isinstance(result, Aborted) else result


def explain_task(
    task: Task, authority: Authority, settings: Settings, profiles: Mapping[str, Repeated]
) -> Entry | NotAPage:
    """``Readers.explain`` in a worker process started for it."""
    with Readers(authority, settings) as readers:
        return readers.explain(task, profiles)


def _start_worker(setup: Setup) -> Callable[[Work], Entry | Outcome]:
    # Imported in worker processes alone: Beautiful Soup, trafilatura and the rest take
    # half a second and 25 MB, which the process that rebuilds can do without.
    from indexer.rebuilding.workers.worker import do

    return partial(do, setup)
