"""The authority file: which organisations there are, and where a text names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from indexer.analysis import fold
from indexer.authority.file import Organisation, parse_organisations, slugify
from indexer.authority.mentions import Mention, defined_otherwise, is_believed, line_of
from indexer.authority.names import Form, Found, NameTree, form_key
from indexer.authority.places import BRITAIN, PLACES, place_words, surroundings

__all__ = ["Authority", "Mention", "Organisation", "shipped", "slugify"]

_QUALIFIERS = frozenset(
    "young revolutionary independent democratic national new popular united workers socialist"
    " communist labour international marxist radical progressive red left christian unified".split()
)
_LINEAGE = 4
"""Steps back in a line of predecessors that are followed."""
_NOUNS = frozenset("party league federation network union front alliance movement".split())
_LONG = 2000
"""Characters of a text that it pays to remember."""

_NOT_ABROAD = frozenset((None, BRITAIN, "Scotland", "Wales", "international"))
_PARTS_OF_BRITAIN = frozenset((BRITAIN, "Scotland", "Wales"))


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
    def _tree(self) -> NameTree:
        return NameTree(form for entry in self.organisations for form in forms_of(entry))

    @cached_property
    def _own_names(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        names: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for entry in self.organisations:
            names[form_key(entry.name)].append(entry.slug)
        return {key: tuple(slugs) for key, slugs in names.items()}

    @cached_property
    def _called(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        called: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for entry in self.organisations:
            for form in forms_of(entry):
                if form.kind != "publication":
                    called[form_key(form.text)].add(entry.slug)
        return {key: tuple(sorted(slugs)) for key, slugs in called.items()}

    def get(self, slug: str) -> Organisation | None:
        return self._by_slug.get(slug)

    def named(self, name: str) -> Organisation | None:
        """The one entry with this slug, name, other name or acronym; ``None`` if none or several.

        An entry's own name, to the letter, goes before what others are also called.
        """
        if name in self._by_slug:
            return self._by_slug[name]
        key = form_key(name)
        slugs = self._own_names.get(key) or self._called.get(key, ())
        return self._by_slug[slugs[0]] if len(slugs) == 1 else None

    def resolve(
        self, name: str, years: Collection[int] = (), text: str = ""
    ) -> Organisation | None:
        """Which entry a name or acronym means, judged by years and surrounding text.

        ``None`` if it is unknown or more than one is possible.
        """
        if name in self._by_slug:
            return self._by_slug[name]
        slugs = self._called.get(form_key(name), ())
        known = {mention.slugs[0] for mention in self.find(text) if len(mention.slugs) == 1}
        slug = self.choose(slugs, years, known, text)
        return self._by_slug[slug] if slug else None

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every name in the text, in order, apart; the longest at each place.

        A name that is part of a longer one not in the file ("Young X League")
        or of another country ("X Party of Ireland") is not found.
        """
        return self._found(text) if len(text) > _LONG else self._find(text)

    @cached_property
    def _found(self) -> Callable[[str], tuple[Mention, ...]]:
        """What was found in the text last asked about: that of a document is asked about twice."""
        return lru_cache(maxsize=1)(self._find)

    def _find(self, text: str) -> tuple[Mention, ...]:
        mentions = (self._placed(text, found) for found in self._tree.find(text))
        return tuple(mention for mention in mentions if mention is not None)

    def mentions(
        self,
        text: str,
        years: Collection[int] = (),
        within: Collection[str] = (),
        found: Iterable[Mention] | None = None,
    ) -> tuple[str, ...]:
        """The slugs of the organisations a text names, sorted; what stays ambiguous is left out.

        Args:
            years: the years the text is from, to tell namesakes apart.
            within: slugs the whole document is known to speak of; they go before namesakes.
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
        """The mentions of a text that mean one organisation, with its slug.

        A publication is no mention of its publisher. An acronym of two letters,
        or one that is often another's, counts only if the organisation is also
        named in full or in ``within``; a name of one word only in company.
        """
        named = self.find(text) if found is None else found
        found = [mention for mention in named if mention.kind != "publication"]
        foreign = defined_otherwise(text, found)
        found = [mention for mention in found if text[mention.start : mention.end] not in foreign]
        certain = {m.slugs[0] for m in found if len(m.slugs) == 1 and " " in text[m.start : m.end]}
        known = certain | set(within)
        resolved = []
        for mention in sorted(found, key=lambda m: m.kind == "acronym"):
            slug = self.choose(mention.slugs, years, known, line_of(text, mention), text)
            if slug is None or not is_believed(text[mention.start : mention.end], slug, known):
                continue
            known.add(slug)
            resolved.append((mention, slug))
        return tuple(sorted(resolved))

    def choose(
        self, slugs: tuple[str, ...], years: Collection[int], known: Collection[str], *texts: str
    ) -> str | None:
        """The one of several namesakes that is meant, or ``None``.

        By what is ``known`` to be spoken of, by years, then by the first of the
        ``texts`` with words of a place or relation that speak for one of them;
        else the one that is not abroad, if nothing points there.
        """
        entries = [self._by_slug[slug] for slug in slugs]
        here = [entry for entry in entries if entry.slug in known]
        if len(here) == 1:
            return here[0].slug
        entries = self._of_years(here or entries, years)
        if len(entries) == 1:
            return entries[0].slug
        for text in (*texts, None):
            scores = sorted((self._support(entry, known, text), entry.slug) for entry in entries)
            if len(scores) > 1 and scores[-1][0] > scores[-2][0]:
                return scores[-1][1]
        return self._at_home(entries, known, texts)

    def _of_years(self, entries: list[Organisation], years: Collection[int]) -> list[Organisation]:
        """Those that existed in most of the years, or in half as many as the one that did.

        An entry that had begun by the last of the years has its predecessors'
        years too: histories tell of both. If none did, those that had begun; else all.
        """
        if not years:
            return entries
        begun = [e for e in entries if (e.first or 0) <= max(years)]
        since = {e: min(self._since[e.slug], e.first or 0) for e in begun}
        active = {e: sum(since[e] <= y <= (e.last or y) for y in years) for e in begun}
        most = max(active.values(), default=0)
        return [e for e in begun if most and active[e] * 2 >= most] or begun or entries

    @cached_property
    def _since(self) -> Mapping[str, int]:
        """The first year of each entry or of the earliest it continues; 0 where unknown."""
        since = {entry.slug: entry.first or 0 for entry in self.organisations}
        for _ in range(_LINEAGE):
            for entry in self.organisations:
                if entry.successor in since and entry.first:
                    since[entry.successor] = min(since[entry.successor], since[entry.slug])
        return since

    def _at_home(
        self, entries: list[Organisation], known: Collection[str], texts: Collection[str]
    ) -> str | None:
        """The only one that is not abroad, if nothing in the text speaks for those abroad."""
        abroad = [e for e in entries if e.place not in _NOT_ABROAD]
        home = [e for e in entries if e.place in _NOT_ABROAD]
        pointers = (self._support(entry, known, text) for entry in abroad for text in texts)
        return home[0].slug if len(home) == 1 and not any(pointers) else None

    def _support(self, entry: Organisation, known: Collection[str], text: str | None) -> int:
        """How much in a text speaks for an entry: words of its place, its kin, its papers.

        Without a text: how many of the other organisations are of its place.
        """
        place = entry.place or BRITAIN
        others = [self._by_slug[slug] for slug in known if slug in self._by_slug]
        if text is None:
            return sum((other.place or BRITAIN) == place for other in others)
        kin = (
            o.slug in (entry.successor, entry.parent) or o.successor == entry.slug for o in others
        )
        papers = (_holds(text, paper) for paper in entry.publications)
        return len(place_words(text).get(place, ())) + 2 * (sum(kin) + sum(papers))

    def _placed(self, text: str, found: Found) -> Mention | None:
        """A found form as a mention, less those its neighbouring words rule out."""
        before, after, place = surroundings(text, found.start, found.end)
        if found.kind != "acronym" and (before in _QUALIFIERS or after in _NOUNS):
            return None
        slugs = found.slugs
        if place is not None:
            slugs = self._in_place(slugs, place)
        return Mention(found.start, found.end, slugs, found.kind) if slugs else None

    def _in_place(self, slugs: tuple[str, ...], place: str) -> tuple[str, ...]:
        there = tuple(slug for slug in slugs if (self._by_slug[slug].place or BRITAIN) == place)
        return there or (slugs if place in _PARTS_OF_BRITAIN else ())


def forms_of(entry: Organisation) -> Iterable[Form]:
    yield Form(entry.name, entry.slug, "name")
    bare, _, bracket = entry.name.removesuffix(")").partition(" (")
    if bracket.isdigit() or fold(bracket) in PLACES:
        yield Form(bare, entry.slug, "name")
    yield from (Form(name, entry.slug, "name") for name in entry.other_names)
    yield from (Form(acronym, entry.slug, "acronym") for acronym in entry.acronyms)
    yield from (Form(title, entry.slug, "publication") for title in entry.publications)


@lru_cache(maxsize=1024)
def _holds(text: str, words: str) -> bool:
    return words in text


@cache
def shipped() -> Authority:
    """The authority file that comes with the program."""
    path = files("indexer.authority").joinpath("organisations.toml")
    return Authority.parse(path.read_bytes(), "organisations.toml")
