"""The plan of a query for an index: every word expanded to its forms there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.engines.aliases import Aliases
from indexer.engines.vocabulary import MAX_EXPANSIONS, Form, Vocabulary
from indexer.model import And, FieldName, Node, Not, Or, Part, Phrase, Prefix, Query, Word

MAX_FORMS = 64
"""Forms a hyphenated word may be expanded to; chosen by hand."""


class Leaf(NamedTuple):
    """One thing to search for: any of its forms. All forms together count as one term."""

    part: Part
    forms: tuple[Form, ...]
    where: FieldName = "any"


@dataclass(frozen=True)
class AllOf:
    children: tuple[Step, ...]


@dataclass(frozen=True)
class AnyOf:
    children: tuple[Step, ...]


@dataclass(frozen=True)
class NoneOf:
    child: Step


Step = Leaf | AllOf | AnyOf | NoneOf


@dataclass(frozen=True)
class Plan:
    """What to search for. ``wanted`` are the leaves that are not negated, in query order."""

    root: Step | None
    wanted: tuple[Leaf, ...]
    reading: str
    warnings: tuple[str, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(dict.fromkeys(leaf.part for leaf in self.wanted))


def make_plan(query: Query, vocabulary: Vocabulary, aliases: Aliases) -> Plan:
    """Expand a query's words for an index with this vocabulary and these organisations."""
    planner = _Planner(query, vocabulary, aliases)
    root = None if query.root is None else planner.step(query.root)
    wanted = tuple(_wanted(root))
    return Plan(root, wanted, in_words(query, root), tuple(planner.warnings))


def _wanted(step: Step | None, negated: bool = False) -> Iterator[Leaf]:
    if isinstance(step, Leaf):
        if not negated:
            yield step
    elif isinstance(step, NoneOf):
        yield from _wanted(step.child, not negated)
    elif step is not None:
        for child in step.children:
            yield from _wanted(child, negated)


@dataclass
class _Planner:
    query: Query
    vocabulary: Vocabulary
    aliases: Aliases
    warnings: list[str] = field(default_factory=list)

    def step(self, node: Node) -> Step:
        match node:
            case Word():
                return self._with_aliases((node,), AllOf)[0]
            case Phrase():
                forms = (Form(node.terms),)
                return Leaf(Part("phrase", node.text, (Form(node.terms).text,)), forms, node.field)
            case Prefix():
                return self._prefix(node)
            case And(children):
                return AllOf(self._with_aliases(children, AllOf))
            case Or(children):
                return AnyOf(self._with_aliases(children, AnyOf))
            case Not(child):
                return NoneOf(self.step(child))

    def _with_aliases(
        self, children: tuple[Node, ...], joined: type[AllOf] | type[AnyOf]
    ) -> tuple[Step, ...]:
        """The children's steps; words that name an organisation also find its other names."""
        steps: list[Step] = []
        position = 0
        while position < len(children):
            length, alias = self._alias_at(children, position)
            if alias is None:
                child = children[position]
                steps.append(self._word(child) if isinstance(child, Word) else self.step(child))
                position += 1
                continue
            run = children[position : position + length]
            words = tuple(self._word(word) for word in run if isinstance(word, Word))
            if joined is AllOf:
                named = words[0] if len(words) == 1 else AllOf(words)
                steps.append(AnyOf((named, alias)))
            else:
                steps.extend((*words, alias))
            position += length
        return tuple(steps)

    def _alias_at(self, children: tuple[Node, ...], start: int) -> tuple[int, Leaf | None]:
        """The longest sequence of words at ``start`` that names an organisation: length, leaf."""
        if not self.query.aliases:
            return 0, None
        terms: list[str] = []
        best: tuple[int, Leaf | None] = (0, None)
        for length, child in enumerate(children[start : start + self.aliases.longest], 1):
            if not isinstance(child, Word) or child.field != "any":
                break
            terms += ["".join(child.terms)] if "." in child.text else child.terms
            alias = self.aliases.get(tuple(terms))
            if alias is not None:
                forms = tuple(form for name in alias.names for form in self._name_forms(name))
                part = Part("alias", alias.name, self._occurring(forms))
                best = (length, Leaf(part, forms))
        return best

    def _name_forms(self, name: tuple[str, ...]) -> tuple[Form, ...]:
        return (Form(name), Form(name, compound=True)) if len(name) == 1 else (Form(name),)

    def _word(self, word: Word) -> Leaf:
        forms = self._word_forms(word.terms)
        return Leaf(Part("word", word.text, self._occurring(forms)), forms, word.field)

    def _word_forms(self, terms: tuple[str, ...]) -> tuple[Form, ...]:
        if self.query.forms == "exact":
            return (Form(terms),)
        if len(terms) == 1:
            return self.vocabulary.related(terms[0])
        last = [form for form in self.vocabulary.related(terms[-1]) if not form.compound]
        apart = [Form((*terms[:-1], *form.terms)) for form in last]
        together = self.vocabulary.related("".join(terms))
        return tuple(dict.fromkeys([*apart, *together]))[:MAX_FORMS]

    def _prefix(self, prefix: Prefix) -> Leaf:
        forms, found = self.vocabulary.with_prefix(prefix.stem)
        if found > MAX_EXPANSIONS:
            self.warnings.append(
                f"“{prefix.text}” stands for {found} words; the {MAX_EXPANSIONS} most frequent"
                " were searched for."
            )
        part = Part("prefix", prefix.text, tuple(form.text for form in forms))
        return Leaf(part, forms, prefix.field)

    def _occurring(self, forms: Iterable[Form]) -> tuple[str, ...]:
        """The forms of which every term is in the index, as text, without duplicates."""
        return tuple(dict.fromkeys(form.text for form in forms if self.vocabulary.holds(form)))


MAX_FORMS_NAMED = 4
"""Related forms named in the description of a query; the rest are counted. Chosen by hand."""


def in_words(query: Query, root: Step | None) -> str:
    """How the query was understood, in words that can begin a sentence: "documents with …"."""
    if query.nothing:
        return "nothing to search for"
    if root is None:
        return "all documents"
    return "documents " + _step_in_words(root, top=True)


def _step_in_words(step: Step, top: bool = False) -> str:
    match step:
        case Leaf():
            return ("with " if top else "") + _leaf_in_words(step)
        case NoneOf(child):
            return "without " + _step_in_words(child)
        case AnyOf(children):
            return _joined([_step_in_words(child) for child in children], " or ", top)
        case AllOf(children):
            negative = [_step_in_words(c) for c in children if isinstance(c, NoneOf)]
            positive = [_step_in_words(c) for c in children if not isinstance(c, NoneOf)]
            return " and ".join(filter(None, [_joined(positive, " and ", top), *negative]))


def _joined(parts: list[str], conjunction: str, top: bool) -> str:
    joined = conjunction.join(parts)
    if top:
        return f"with {joined}" if joined else ""
    return f"({joined})" if len(parts) > 1 else joined


def _leaf_in_words(leaf: Leaf) -> str:
    where = " in the title" if leaf.where == "title" else ""
    text, forms = leaf.part.text, leaf.part.forms
    match leaf.part.kind:
        case "phrase":
            return f"the phrase “{text}”{where}"
        case "alias":
            names = " or ".join(f"“{form}”" for form in forms[:MAX_FORMS_NAMED])
            return f"{text} by another name" + (f" ({names})" if names else "")
        case "prefix":
            return f"{text}{where} ({_enumerated('such as', forms) or 'no such word'})"
        case "word":
            own = leaf.forms[0].text if leaf.forms else text
            others = _enumerated("also", [form for form in forms if form != own])
            return text + where + (f" ({others})" if others else "")


def _enumerated(verb: str, forms: Sequence[str]) -> str:
    """Some forms, the first of them named; empty if there are none."""
    if not forms:
        return ""
    more = len(forms) - MAX_FORMS_NAMED
    named = ", ".join(forms[:MAX_FORMS_NAMED])
    return f"{verb} {named}" + (f" and {more} more" if more > 0 else "")
