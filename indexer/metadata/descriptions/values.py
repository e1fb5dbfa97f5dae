"""What is known of a page besides its content: its identity and its descriptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from indexer.authority import Authority
from indexer.metadata.calendar import LATEST_YEAR, Day


@dataclass(frozen=True)
class Identity:
    """Which page it is. ``path`` is relative to the corpus; ``captured`` an ISO 8601 date."""

    id: str
    path: str
    url: str | None = None
    captured: str | None = None


@dataclass(frozen=True)
class Override:
    """A line of ``metadata.csv``: what is said of one document. ``None`` or empty: nothing."""

    title: str | None = None
    organisations: tuple[str, ...] = ()
    published: Day | None = None
    url: str | None = None


@dataclass(frozen=True)
class Collection:
    """What one ``collection.toml`` or several nested ones say of a whole folder.

    ``title`` is the collection's or site's name. ``url`` is the address of
    ``url_folder``, a path relative to the corpus.
    """

    organisations: tuple[str, ...] = ()
    published: Day | None = None
    url: str | None = None
    url_folder: str = ""
    title: str | None = None

    def within(self, outer: Collection | None) -> Collection:
        """This description, completed by that of an outer folder."""
        if outer is None:
            return self
        merged = replace(
            self,
            organisations=self.organisations or outer.organisations,
            published=self.published or outer.published,
            title=self.title or outer.title,
        )
        if self.url is None:
            merged = replace(merged, url=outer.url, url_folder=outer.url_folder)
        return merged

    def address(self, path: str) -> str | None:
        """The address of the document at ``path`` (relative to the corpus), if one is given."""
        if self.url is None:
            return None
        inner = path.removeprefix(self.url_folder).lstrip("/")
        separator = "" if self.url.endswith(("/", "=", "?")) else "/"
        return self.url + separator + quote(inner, safe="/~:@!$&'()*+,;=")


@dataclass(frozen=True)
class Context:
    """What helps to describe a page besides its content and identity.

    ``latest_year`` is the last year a document can be from.
    """

    authority: Authority
    override: Override | None = None
    collection: Collection | None = None
    latest_year: int = LATEST_YEAR
