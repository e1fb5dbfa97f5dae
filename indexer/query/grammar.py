"""Query text in, tree of words out: our own small grammar.

    any-of  := all-of ("OR" all-of)*
    all-of  := one ("AND"? one)*
    one     := ("NOT" | "-") one | "(" any-of ")" | leaf
    leaf    := word | "exact phrase" | prefix* | title:leaf

Anything else is text. An operator without operands is read as a word, and a
warning says whenever a query is read differently than it was written. Reading
takes time linear in the text: parentheses deeper than ``MAX_DEPTH`` are left
out before the recursion starts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from indexer.analysis import Token, compounds, fold, tokenize
from indexer.model import And, FieldName, Node, Not, Or, Phrase, Prefix, Word

MAX_CHARACTERS = {"all": 512, "any": 4096}
MAX_WORDS = {"all": 32, "any": 512}
MAX_DEPTH = 8
MIN_PREFIX = 3

_QUOTES = str.maketrans({c: '"' for c in "“”„‟«»″＂"})
_LEXEME = re.compile(
    r'(?P<negation>-)?(?P<title>title:)?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<open>\()|(?P<chunk>[^\s()"]+))'
    r"|(?P<close>\))",
    re.IGNORECASE,
)
_OPERATORS = {"OR", "AND", "NOT"}

Match = Literal["all", "any"]


@dataclass(frozen=True)
class Reading:
    """A parsed query text; ``root`` is ``None`` if it holds no word."""

    root: Node | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Lexeme:
    """An operator (``OR``, ``AND``, ``NOT``, ``(``, ``)``) or a leaf."""

    kind: str
    leaf: Node | None = None


@dataclass
class _Lexer:
    """The lexemes of a text under construction, kept within the limits; collects warnings."""

    match: Match
    words: int = 0
    depth: int = 0
    skipped_depth: int = 0
    warnings: list[str] = field(default_factory=list)
    lexemes: list[_Lexeme] = field(default_factory=list)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def add_leaf(self, leaf: Node | None, words: int) -> None:
        if leaf is None or self.words >= MAX_WORDS[self.match]:
            if leaf is not None:
                self.warn(f"Only the first {MAX_WORDS[self.match]} words were searched for.")
            return
        self.words += words
        self.lexemes.append(_Lexeme("leaf", leaf))

    def open_group(self) -> None:
        if self.depth >= MAX_DEPTH:
            self.skipped_depth += 1
            self.warn(f"Parentheses deeper than {MAX_DEPTH} were left out.")
        else:
            self.depth += 1
            self.lexemes.append(_Lexeme("("))

    def close_group(self) -> None:
        if self.skipped_depth:
            self.skipped_depth -= 1
        elif self.depth:
            self.depth -= 1
            self.lexemes.append(_Lexeme(")"))
        else:
            self.warn("A closing parenthesis without an opening one was left out.")

    def finish(self) -> None:
        if self.depth:
            self.warn("An open parenthesis was closed at the end.")
        self.lexemes.extend([_Lexeme(")")] * self.depth)
        self.depth = 0


def clean(text: str) -> str:
    """NFC, with spaces for control characters and lone surrogates."""
    cleaned = "".join(
        " " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text
    )
    return unicodedata.normalize("NFC", cleaned)


def normalise(text: str) -> str:
    """``clean``, with straight double quotes for typographic ones."""
    return clean(text).translate(_QUOTES)


def read(text: str, match: Match = "all") -> Reading:
    """Parse a query text.

    With ``match="any"`` quotes still make phrases; all other operators are text.
    """
    lexer = _Lexer(match)
    for lexeme in _LEXEME.finditer(normalise(_within_limit(text, lexer))):
        _lex_negatable(lexeme, lexer)
    lexer.finish()
    if match == "any":
        root = _join(Or, (lexeme.leaf for lexeme in lexer.lexemes if lexeme.leaf is not None))
    else:
        root = _QueryParser(lexer.lexemes, lexer).parse()
    return Reading(root, tuple(lexer.warnings))


def _within_limit(text: str, lexer: _Lexer) -> str:
    """The beginning of a text that is too long, up to the last whole word."""
    limit = MAX_CHARACTERS[lexer.match]
    if len(text) <= limit:
        return text
    lexer.warn(f"The query is longer than {limit} characters; only its beginning was searched for.")
    start = text[:limit]
    return start.rsplit(None, 1)[0] if re.search(r"\s", start.strip()) else start


def _lex_negatable(m: re.Match[str], lexer: _Lexer) -> None:
    """A minus sign negates only if something to search for follows it."""
    if not m["negation"] or lexer.match == "any":
        _lex(m, lexer)
        return
    lexer.lexemes.append(_Lexeme("NOT"))
    before = len(lexer.lexemes)
    _lex(m, lexer)
    if len(lexer.lexemes) == before:
        lexer.lexemes.pop()


def _lex(m: re.Match[str], lexer: _Lexer) -> None:
    if lexer.match == "any":
        _lex_as_text(m, lexer)
    elif m["close"]:
        lexer.close_group()
    elif m["open"]:
        if m["title"]:
            _lex_words("title", "any", lexer)
        lexer.open_group()
    elif m["phrase"] is not None:
        _lex_phrase(m, "title" if m["title"] else "any", lexer)
    elif m["title"]:
        _lex_words(m["chunk"], "title", lexer)
    elif m["chunk"] in _OPERATORS and not m["negation"]:
        lexer.lexemes.append(_Lexeme(m["chunk"], _operator_word(m["chunk"])))
    else:
        _lex_words(m["chunk"], "any", lexer)


def _lex_as_text(m: re.Match[str], lexer: _Lexer) -> None:
    """Words and phrases only; operators, fields and parentheses mean nothing."""
    if m["title"]:
        _lex_words("title", "any", lexer)
    if m["phrase"] is not None:
        _lex_phrase(m, "any", lexer)
    elif m["chunk"]:
        _lex_words(m["chunk"], "any", lexer)


def _operator_word(operator: str) -> Word:
    return Word(operator, (fold(operator),))


def _lex_phrase(m: re.Match[str], where: FieldName, lexer: _Lexer) -> None:
    if not m["closed"]:
        lexer.warn("An open quotation mark was closed at the end.")
    room = max(0, MAX_WORDS[lexer.match] - lexer.words)
    terms = tuple(token.term for token in tokenize(m["phrase"]))
    if len(terms) > room > 0:
        lexer.warn(f"Only the first {MAX_WORDS[lexer.match]} words were searched for.")
        terms = terms[:room]
    if terms:
        lexer.add_leaf(Phrase(" ".join(m["phrase"].split()), terms, where), len(terms))


def _lex_words(chunk: str, where: FieldName, lexer: _Lexer) -> None:
    """The words of a run without spaces; hyphens and acronym dots keep words together."""
    tokens = tokenize(chunk)
    if lexer.match == "all" and chunk.endswith("*") and len(tokens) == 1:
        _lex_prefix(chunk, tokens[0].term, where, lexer)
        return
    words = list(_words(chunk, tokens, where))
    if len(words) > 1 and lexer.match == "all":
        lexer.add_leaf(And(tuple(words)), len(words))
        return
    for word in words:
        lexer.add_leaf(word, 1)


def _words(chunk: str, tokens: list[Token], where: FieldName) -> Iterator[Word]:
    groups = {group.first: group for group in compounds(chunk, tokens)}
    position = 0
    while position < len(tokens):
        last = groups[position].last if position in groups else position
        span = tokens[position : last + 1]
        text = chunk[span[0].start : span[-1].end]
        yield Word(text, tuple(token.term for token in span), where)
        position = last + 1


def _lex_prefix(chunk: str, stem: str, where: FieldName, lexer: _Lexer) -> None:
    if len(stem) >= MIN_PREFIX:
        lexer.add_leaf(Prefix(chunk, stem, where), 1)
        return
    lexer.warn(
        f"“{chunk}” has fewer than {MIN_PREFIX} letters before the asterisk; "
        f"the word “{stem}” was searched for."
    )
    lexer.add_leaf(Word(stem, (stem,), where), 1)


def _join(kind: type[And] | type[Or], children: Iterable[Node]) -> Node | None:
    """``None`` for no child, the child itself for one."""
    nodes = tuple(children)
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else kind(nodes)


@dataclass
class _QueryParser:
    """Recursive descent over lexemes; recursion is bounded by ``MAX_DEPTH``."""

    lexemes: list[_Lexeme]
    lexer: _Lexer
    position: int = 0

    def parse(self) -> Node | None:
        return self._any_of()

    def _peek(self, ahead: int = 0) -> str:
        position = self.position + ahead
        return self.lexemes[position].kind if position < len(self.lexemes) else ""

    def _begins_operand(self, ahead: int) -> bool:
        """Whether what follows, skipping ``NOT``, is a leaf or a parenthesis."""
        while self._peek(ahead) == "NOT":
            ahead += 1
        return self._peek(ahead) in {"leaf", "("}

    def _any_of(self) -> Node | None:
        alternatives = [self._all_of()]
        while self._peek() == "OR":
            self.position += 1
            alternatives.append(self._all_of())
        return _join(Or, (node for node in alternatives if node is not None))

    def _all_of(self) -> Node | None:
        nodes: list[Node] = []
        while (kind := self._peek()) not in {"", ")"}:
            if kind == "OR" and nodes and self._begins_operand(1):
                break
            if kind == "AND" and nodes and self._begins_operand(1):
                self.position += 1
                continue
            node = self._one()
            if node is not None:
                nodes.append(node)
        return _join(And, nodes)

    def _one(self) -> Node | None:
        negations = 0
        while self._peek() == "NOT" and self._begins_operand(0):
            negations += 1
            self.position += 1
        lexeme = self.lexemes[self.position]
        self.position += 1
        if lexeme.kind == "(":
            node = self._any_of()
            self.position += 1
        else:
            node = lexeme.leaf
            if lexeme.kind in _OPERATORS and node is not None:
                self.lexer.warn(f"“{lexeme.kind}” has nothing to join here; it was read as a word.")
        return Not(node) if negations % 2 and node is not None else node
