"""A query made ready for an index: every word with the forms it stands for there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.engines.aliases import Aliases
from indexer.engines.vocabulary import MAX_EXPANSIONS, Form, Vocabulary
from indexer.model import And, FieldName, Node, Not, Or, Part, Phrase, Prefix, Query, Word

MAX_FORMS = 64
"""Forms a hyphenated word may stand for."""


class Leaf(NamedTuple):
    """One thing to look for: any of its forms, in one place. All forms count as one term."""

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
    """What to look for. ``wanted`` are the leaves that are not negated, in query order."""

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
    return Plan(root, wanted, read_aloud(query, root), tuple(planner.warnings))


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
        """The children's steps; a run of words that names an organisation finds its other names."""
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
        """The longest run of plain words from ``start`` on that names an organisation."""
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
        """The forms whose every term is in the index, as text, without repetition."""
        return tuple(dict.fromkeys(form.text for form in forms if self.vocabulary.holds(form)))


MAX_FORMS_READ = 4
"""Related forms named in the reading; the rest are counted."""


def read_aloud(query: Query, root: Step | None) -> str:
    """The query in words, as a beginning of a sentence: "documents with …"."""
    if query.nothing:
        return "nothing to search for"
    if root is None:
        return "all documents"
    return "documents " + _aloud(root, top=True)


def _aloud(step: Step, top: bool = False) -> str:
    match step:
        case Leaf():
            return ("with " if top else "") + _leaf_aloud(step)
        case NoneOf(child):
            return "without " + _aloud(child)
        case AllOf(children) | AnyOf(children):
            joint = " and " if isinstance(step, AllOf) else " or "
            negated = [isinstance(step, AllOf) and isinstance(c, NoneOf) for c in children]
            positive = [child for child, no in zip(children, negated, strict=True) if not no]
            negative = [child for child, no in zip(children, negated, strict=True) if no]
            said = joint.join(_aloud(child) for child in positive)
            if top:
                said = f"with {said}" if said else ""
            elif len(positive) > 1:
                said = f"({said})"
            return " and ".join(filter(None, [said, *(_aloud(child) for child in negative)]))


def _leaf_aloud(leaf: Leaf) -> str:
    where = " in the title" if leaf.where == "title" else ""
    if leaf.part.kind == "phrase":
        return f"the phrase “{leaf.part.text}”{where}"
    if leaf.part.kind == "alias":
        names = " or ".join(f"“{form}”" for form in leaf.part.forms[:MAX_FORMS_READ])
        return f"{leaf.part.text} by another name" + (f" ({names})" if names else "")
    own = leaf.forms[0].text if leaf.forms else leaf.part.text
    others = [form for form in leaf.part.forms if form != own]
    if leaf.part.kind == "prefix":
        others, verb = list(leaf.part.forms), "such as "
        if not others:
            return f"{leaf.part.text}{where} (no such word)"
    else:
        verb = "also "
    named = ", ".join(others[:MAX_FORMS_READ])
    more = f" and {len(others) - MAX_FORMS_READ} more" if len(others) > MAX_FORMS_READ else ""
    return leaf.part.text + where + (f" ({verb}{named}{more})" if others else "")
