"""The words of many texts at once are those of the analyzer, one text at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import APOSTROPHES, COMPOUND_BREAKS, HYPHENS, compounds, tokenize
from indexer.engines.whoosh.indexing import bulk_analysis
from indexer.engines.whoosh.indexing.bulk_analysis import FieldTokens
from indexer.engines.whoosh.indexing.inversion import postings_of, texts_of

PIECES = st.sampled_from(
    [
        *"shop-floor C.N.D. O'Connor l’humanité rock 'n' re‐elect IBM'S x²-y".split(),
        *"C.².D. 1.2.3. a.b sixteenletterswo sixteenletterswordy eightlet ninelette".split(),
        *("''", ".", "_", "\t", "\xa0", "\x00", "\x80", *APOSTROPHES, *HYPHENS, *COMPOUND_BREAKS),
        *("é", "ß", "ﬁ", "İ", "ı", "Ж", "字", "𝔘", "e\u0301", "²", "ª", "١", "x" * 15, "x" * 70),
    ]
)
TEXTS = st.lists(st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join), max_size=12)

Found = dict[str, list[tuple[int, int]]]


def found_in(texts: list[str]) -> tuple[Found, Found, list[int]]:
    """Terms and compounds with their rows and positions, and the length of each text."""
    words: Found = {}
    joined: Found = {}
    for row, text in enumerate(texts):
        read = tokenize(text)
        for place, token in enumerate(read):
            words.setdefault(token.term, []).append((row, place))
        for compound in compounds(text, read):
            joined.setdefault(compound.term, []).append((row, compound.first))
    return words, joined, [len(tokenize(text)) for text in texts]


def written(texts: list[str]) -> tuple[Found, Found, list[int]]:
    """The same, as a segment would have it."""
    field = FieldTokens()
    for text in texts:
        field.add(text)
    arrays = field.arrays("text", np.arange(len(texts), dtype=np.int32))
    lists: list[Found] = []
    for name in ("text", "text_compounds"):
        terms = texts_of(arrays[f"{name}.terms"], arrays[f"{name}.term_ends"])
        postings = postings_of(arrays, name)
        found: Found = {}
        for number, term in enumerate(terms):
            own = slice(postings.lists[number], postings.lists[number + 1])
            rows = np.repeat(postings.rows[own], postings.counts[own]).tolist()
            places = postings.positions[postings.places[number] : postings.places[number + 1]]
            found[term] = list(zip(rows, places.tolist(), strict=True))
        lists.append(found)
    return lists[0], lists[1], arrays["text.lengths"].tolist()


@given(TEXTS)
def test_terms_and_compounds_are_those_of_the_analysis(texts: list[str]) -> None:
    assert written(texts) == found_in(texts)


@given(TEXTS)
def test_blocks_begin_and_end_anywhere(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_analysis, "BLOCK", 12)

        assert written(texts) == found_in(texts)


def test_words_that_share_a_slot_of_the_table_are_told_apart() -> None:
    texts = [" ".join(f"{number}w" for number in range(start, 400_000, 9)) for start in range(9)]

    words, _, _ = written([*texts, *texts])

    assert len(words) == 400_000
    assert all(len(found) == 2 for found in words.values())
    assert words["7w"] == [(7, 0), (16, 0)]


def test_every_character_is_read_as_the_analysis_reads_it() -> None:
    characters = [*map(chr, range(0x3000)), *map(chr, range(0xF900, 0x10500))]
    read = [f" {c}b a{c} a{c}b" for c in characters]
    texts = ["".join(read[at : at + 64]) for at in range(0, len(read), 64)]

    assert written(texts) == found_in(texts)
