"""All organisations of an authority file: looked up by slug and name, and found in texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from indexer.analysis import fold
from indexer.authority.countries import COUNTRY_WORDS, surroundings
from indexer.authority.file import Organisation, parse_organisations, slugify
from indexer.authority.mentions import Mention, defined_otherwise, is_believed, line_of
from indexer.authority.name_tree import FoundForm, NameForm, NameTree
from indexer.authority.name_words import form_key
from indexer.authority.namesakes import Namesakes

__all__ = ["Authority", "Mention", "Organisation", "shipped", "slugify"]

_QUALIFIERS = frozenset(
    "young revolutionary independent democratic national new popular united workers socialist"
    " communist labour international marxist radical progressive red left christian unified".split()
)
"""Words that in front of a name make it that of another organisation: "Young X League"."""
_NOUNS = frozenset("party league federation network union front alliance movement".split())
"""Words that do so behind a name."""

_LONG = 2000
"""Characters from which a text is remembered alone; chosen by hand."""
_SHORT_TEXTS = 128
"""Shorter texts that are remembered: titles and first lines are asked about repeatedly."""


@dataclass(frozen=True)
class Authority:
    """All organisations, in the order of their file."""

    organisations: tuple[Organisation, ...]

    @classmethod
    def parse(cls, data: bytes, name: str) -> Authority:
        """Read ``organisations.toml``; ``name`` is the file's, for messages.

        Raises:
            ConfigError: naming file, entry, what was found and the remedy.
        """
        return cls(parse_organisations(data, name))

    def __reduce__(self) -> tuple[type[Authority], tuple[tuple[Organisation, ...]]]:
        """Pickle the entries alone; what is derived from them is built again."""
        return Authority, (self.organisations,)

    @cached_property
    def _by_slug(self) -> Mapping[str, Organisation]:
        return {organisation.slug: organisation for organisation in self.organisations}

    @cached_property
    def _namesakes(self) -> Namesakes:
        return Namesakes(self._by_slug)

    @cached_property
    def _tree(self) -> NameTree:
        return NameTree(form for entry in self.organisations for form in forms_of(entry))

    @cached_property
    def _by_own_name(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        names: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for entry in self.organisations:
            names[form_key(entry.name)].append(entry.slug)
        return {key: tuple(slugs) for key, slugs in names.items()}

    @cached_property
    def _by_any_form(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        called: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for entry in self.organisations:
            for form in forms_of(entry):
                if form.kind != "publication":
                    called[form_key(form.text)].add(entry.slug)
        return {key: tuple(sorted(slugs)) for key, slugs in called.items()}

    def get(self, slug: str) -> Organisation | None:
        """The entry with this slug."""
        return self._by_slug.get(slug)

    def named(self, name: str) -> Organisation | None:
        """The one entry with this slug, name, other name or acronym; ``None`` if none or several.

        An entry's own name, to the letter, goes before what others are also called.
        """
        if name in self._by_slug:
            return self._by_slug[name]
        key = form_key(name)
        slugs = self._by_own_name.get(key) or self._by_any_form.get(key, ())
        return self._by_slug[slugs[0]] if len(slugs) == 1 else None

    def resolve(
        self, name: str, years: Collection[int] = (), text: str = ""
    ) -> Organisation | None:
        """The entry a name or acronym means, judged by years and surrounding text.

        ``None`` if it is unknown or more than one is possible.
        """
        if name in self._by_slug:
            return self._by_slug[name]
        slugs = self._by_any_form.get(form_key(name), ())
        known = {mention.slugs[0] for mention in self.find(text) if len(mention.slugs) == 1}
        slug = self.choose(slugs, years, known, text)
        return self._by_slug[slug] if slug else None

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every name in the text, in order, without overlaps; the longest at each offset.

        A name that is part of a longer one not in the file ("Young X League")
        or of another country ("X Party of Ireland") is not found.
        """
        return self._in_document(text) if len(text) > _LONG else self._in_line(text)

    @cached_property
    def _in_document(self) -> Callable[[str], tuple[Mention, ...]]:
        """``find`` with the last text remembered: that of a document is asked about twice."""
        return lru_cache(maxsize=1)(self._find)

    @cached_property
    def _in_line(self) -> Callable[[str], tuple[Mention, ...]]:
        return lru_cache(maxsize=_SHORT_TEXTS)(self._find)

    def _find(self, text: str) -> tuple[Mention, ...]:
        mentions = (self._mention(text, found) for found in self._tree.find(text))
        return tuple(mention for mention in mentions if mention is not None)

    def _mention(self, text: str, found: FoundForm) -> Mention | None:
        """A found form as a mention, less those its neighbouring words rule out."""
        before, after, country = surroundings(text, found.start, found.end)
        if found.kind != "acronym" and (before in _QUALIFIERS or after in _NOUNS):
            return None
        slugs = found.slugs
        if country is not None:
            slugs = self._namesakes.in_country(slugs, country)
        return Mention(found.start, found.end, slugs, found.kind) if slugs else None

    def mentions(
        self,
        text: str,
        years: Collection[int] = (),
        within: Collection[str] = (),
        found: Iterable[Mention] | None = None,
    ) -> tuple[str, ...]:
        """The slugs of the organisations a text names, sorted; what stays ambiguous is left out.

        Args:
            text: the text of a document, passage or line.
            years: the years the text is from, to tell namesakes apart.
            within: slugs of organisations in the whole document; preferred to namesakes.
            found: the names in the text, where they are known already.
        """
        return tuple(sorted({slug for _, slug in self.resolved(text, years, within, found)}))

    def resolved(
        self,
        text: str,
        years: Collection[int] = (),
        within: Collection[str] = (),
        found: Iterable[Mention] | None = None,
    ) -> tuple[tuple[Mention, str], ...]:
        """The mentions of a text that mean one organisation, each with its slug, in order.

        A publication is no mention of its publisher. An acronym of two letters,
        or one that is often another's, counts only if the organisation is also
        named in full or in ``within``; a name of one word only if another
        organisation is named. Arguments are those of ``mentions``.
        """
        mentions = list(_possible(text, self.find(text) if found is None else found))
        certain = {
            m.slugs[0] for m in mentions if len(m.slugs) == 1 and " " in text[m.start : m.end]
        }
        known = certain | set(within)
        resolved = []
        for mention in sorted(mentions, key=lambda m: m.kind == "acronym"):
            slug = self.choose(mention.slugs, years, known, line_of(text, mention), text)
            if slug is None or not is_believed(text[mention.start : mention.end], slug, known):
                continue
            known.add(slug)
            resolved.append((mention, slug))
        return tuple(sorted(resolved))

    def choose(
        self, slugs: Collection[str], years: Collection[int], known: Collection[str], *texts: str
    ) -> str | None:
        """The one of several namesakes that is meant (see ``Namesakes.choose``)."""
        return self._namesakes.choose(tuple(slugs), years, known, *texts)


def _possible(text: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """Mentions of organisations, less acronyms that the text defines as something else."""
    mentions = [mention for mention in found if mention.kind != "publication"]
    foreign = defined_otherwise(text, mentions)
    yield from (m for m in mentions if text[m.start : m.end] not in foreign)


def forms_of(entry: Organisation) -> Iterator[NameForm]:
    """All ways to write an organisation's name, acronyms and publications included."""
    yield NameForm(entry.name, entry.slug, "name")
    bare, _, bracket = entry.name.removesuffix(")").partition(" (")
    if bracket.isdigit() or fold(bracket) in COUNTRY_WORDS:
        yield NameForm(bare, entry.slug, "name")
    yield from (NameForm(name, entry.slug, "name") for name in entry.other_names)
    yield from (NameForm(acronym, entry.slug, "acronym") for acronym in entry.acronyms)
    yield from (NameForm(title, entry.slug, "publication") for title in entry.publications)


@cache
def shipped() -> Authority:
    """The authority file that comes with the program."""
    path = files("indexer.authority").joinpath("organisations.toml")
    return Authority.parse(path.read_bytes(), "organisations.toml")
