"""What an index holds on disk, described in words: a file in ``shapes/`` for each schema number.

``python -m tests.stored_shape`` writes the files that are missing.
"""

from __future__ import annotations

import io
import pickle
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from indexer.analysis import compounds, tokenize
from indexer.engines import engine_type
from indexer.engines.related import key
from indexer.engines.whoosh.arrays import Array, read_arrays, write_arrays
from indexer.engines.whoosh.codec import INDEX_NAME
from indexer.engines.whoosh.stored_records import COMPRESSED_FROM, document_record
from indexer.facets import FACETS
from indexer.model import (
    Attribution,
    Block,
    Candidate,
    Card,
    Document,
    DroppedBlock,
    Entry,
    Passage,
    Published,
    Trace,
)
from indexer.rebuilding.inventory import Record, write_inventory
from indexer.rebuilding.sites import Sites, write_sites
from indexer.store.durable import files_below
from indexer.store.manifest import FORMAT, FileSum, Manifest, write_manifest
from tests.corpora import build, write_corpus

SHAPES = Path(__file__).parent / "shapes"

STORED = (Document, Block, DroppedBlock, Candidate, Published, Attribution, Passage, Card, Entry)
"""The classes of what an engine is given and gives back."""

ODD = (
    "Shop-floor C.N.D. state-of-the-art anti‑war e.mail U.S.",
    "don’t l'Humanité O`Brien's 'quoted' rock’n’roll workers'",
    "fête straße Œuvre Łódź Ærø naïve İstanbul ﬁnance",
    "1930–31 3.5% £5 x² C++ AT&T snake_case no.4 20th",
    "Ελλάς ΣΊΣΥΦΟΣ Москва 中文 ไทย",
    "labour labor organised organizing internationals internal",
    "long" * 20,
)
"""Texts that are hard to cut into words, to fold or to stem."""


def _entries() -> tuple[Entry, Entry, Entry]:
    """Documents in which every field is used, one almost empty, and one to be deleted."""
    blocks = (
        Block(
            "Rents on Quay Street", "heading", 2, frozenset({"entry", "title"}), frozenset({"h2"})
        ),
        *(Block(text, "item", linked=4) for text in ODD),
        Block("A long list was read out. " * 9),
    )
    full = Document(
        id="d0000000000000001",
        path="league/räte.html",
        title="Rents & rates: l’État",
        title_basis="heading",
        url="https://example.org/räte",
        published=Published("1922-05", "month", "printed"),
        captured="2004-03-02",
        organisations=(Attribution("rent-league", "Rent League", "heading"),),
        blocks=blocks,
        dropped=(DroppedBlock("Leave a reply", "comment-form", 2),),
        candidates=(Candidate("published", "2004", "address", "is the day of capture"),),
    )
    parts = [blocks[0].text, "\n".join(ODD), blocks[-1].text]
    starts = [sum(len(part) + 1 for part in parts[:n]) for n in range(len(parts))]
    passages = tuple(
        Passage(
            f"p{n}", start, ("Quay Street", "Rents"), part, ("rent-league", "union"), (1921, 1922)
        )
        for n, (start, part) in enumerate(zip(starts, parts, strict=True))
    )
    bare = Document("d2", "b.txt", "B", "file", None, None, None, (), (Block("Rents fell."),), ())
    gone = Document("d3", "c.txt", "C", "file", None, None, None, (), (), ())
    return (
        Entry(full, passages),
        Entry(bare, (Passage("p9", 0, (), "Rents fell."),)),
        Entry(gone, ()),
    )


# ---------------------------------------------------------------- engines


def whoosh_shape() -> Iterator[str]:
    """What the Whoosh engine stores."""
    kind = engine_type("whoosh")
    yield f"schema {kind.SCHEMA}"
    yield from _classes()
    yield from _facets()
    yield from _terms()
    long = replace(_entries()[1].document, title_basis="long" * COMPRESSED_FROM)
    start = document_record(long, with_text=True)[:2].hex()
    yield from _section("records", [f"from {COMPRESSED_FROM} bytes on they begin with {start}"])
    with TemporaryDirectory() as work:
        first, folder = Path(work, "first"), Path(work, "second")
        for made in (first, folder):
            made.mkdir()
        kind.write(None, (), _entries(), first)
        kind.write(first, ["d3"], (), folder)
        toc = TOC.read(FileStorage(str(folder)), INDEX_NAME)
        (segment,) = toc.segments
        names = sorted(path.name for path in folder.iterdir())
        yield from _section("files", [n.replace(segment.segment_id(), "<segment>") for n in names])
        yield from _section(
            "classes pickled in the list of segments", _pickled(toc.schema, segment)
        )
        yield from _section("schema", [f"{n}: {type(f).__name__}" for n, f in toc.schema.items()])
        yield from _section("a segment", [f"{n}: {type(v).__name__}" for n, v in _sorted(segment)])
        yield from _section("deleted", [segment.deleted_documents.hex(), str(segment.deleted_rows)])
        arrays = read_arrays(folder / segment.file_name)
        yield from _section(
            "arrays", [line for name in sorted(arrays) for line in _array(arrays, name)]
        )
        yield from _section("an arrays file, byte by byte", _layout(Path(work, "layout")))


def memory_shape() -> Iterator[str]:
    """What the memory engine stores."""
    kind = engine_type("memory")
    yield f"schema {kind.SCHEMA}"
    yield from _classes()
    with TemporaryDirectory() as work:
        kind.write(None, (), _entries(), Path(work))
        (file,) = Path(work).iterdir()
        kept = pickle.loads(file.read_bytes())
    yield from _section("files", [file.name])
    yield from _section("pickled classes", _pickled(kept))
    yield from _section("keys", sorted(kept))


def _classes() -> Iterator[str]:
    for stored in STORED:
        lines = [f"{f.name}: {f.type}{_default(f.default)}" for f in fields(stored)]
        yield from _section(stored.__name__, lines)


def _default(value: object) -> str:
    return "" if value is MISSING else f" = {value!r}"


def _facets() -> Iterator[str]:
    entry = _entries()[0]
    yield from _section("facets", [f"{facet.name}: {facet.values(entry)!r}" for facet in FACETS])


def _terms() -> Iterator[str]:
    lines = []
    for text in ODD:
        tokens = tokenize(text)
        terms = [token.term for token in tokens]
        lines += [
            text,
            f"  terms      {' '.join(terms)}",
            f"  compounds  {' '.join(c.term for c in compounds(text, tokens))}",
            f"  keys       {' '.join(map(key, terms))}",
        ]
    yield from _section("terms", lines)


def _pickled(*values: object) -> list[str]:
    """The paths of the classes that a pickle of the values names."""
    found: set[str] = set()

    class Unpickler(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            found.add(f"{module}.{name}")
            return super().find_class(module, name)

    for value in values:
        Unpickler(io.BytesIO(pickle.dumps(value))).load()
    return sorted(found)


def _sorted(value: object) -> list[tuple[str, object]]:
    return sorted(vars(value).items())


def _array(arrays: Mapping[str, Array], name: str) -> Iterator[str]:
    array = np.asarray(arrays[name])
    yield f"{name}: {array.dtype.str}, {len(array)} items"
    yield from textwrap.wrap(
        _content(arrays, name, array),
        96,
        initial_indent="  ",
        subsequent_indent="  ",
        break_on_hyphens=False,
    )


def _content(arrays: Mapping[str, Array], name: str, array: Array) -> str:
    ends = arrays.get(f"{name}.ends", arrays.get(f"{name.removesuffix('s')}_ends"))
    if array.dtype == np.uint8 and ends is not None:
        items = [array[a:b].tobytes() for a, b in pairwise(np.asarray(ends).tolist())]
        return str([item.decode() for item in items])
    if name.endswith(".values"):
        return array.tobytes().decode()
    if array.dtype.kind in "iu":
        return f"[{', '.join(_ranges(array.tolist()))}]"
    return str(array.tolist())


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """The numbers in order; three and more that count up by one as a range, ``4..9``."""
    start = 0
    for end in range(1, len(numbers) + 1):
        if end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
            continue
        run = numbers[start:end]
        yield from [f"{run[0]}..{run[-1]}"] if len(run) > 2 else map(str, run)
        start = end


def _layout(path: Path) -> Iterator[str]:
    write_arrays(
        path, {"numbers": np.array([1, -2, 3], np.int32), "bytes": np.array([7], np.uint8)}
    )
    content = path.read_bytes()
    for place in range(0, len(content), 32):
        row = content[place : place + 32]
        if any(row):
            seen = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
            yield f"{place:04x}  {row.hex(' ', 4)}  {seen}"


# ---------------------------------------------------------------- a generation


def generation_shape() -> Iterator[str]:
    """What a generation holds beside its engine's files."""
    yield f"format {FORMAT}"
    with TemporaryDirectory() as work:
        write_corpus(Path(work, "corpus"), 1)
        built = build(Path(work))
        index = Path(work, "index")
        names = sorted(
            name.replace(built.generation, "<generation>") for name in files_below(index)
        )
        pointer = (index / "CURRENT").read_text().replace(built.generation, "<generation>")
    yield from _section("files", names)
    yield from _section("CURRENT", [repr(pointer)])
    yield from _section("manifest.json", write_manifest(_MANIFEST).decode().splitlines())
    yield from _section("files.json", [write_inventory({"d1": _RECORD}).decode().rstrip()])
    yield from _section("a record of it", [f"{n}: {t}" for n, t in _annotations(Record)])
    yield from _section("sites.json", [write_sites(_SITES).decode().rstrip()])


_MANIFEST = Manifest(
    id="000002-20260102T030405Z",
    created="2026-01-02T03:04:05Z",
    previous="000001-20260101T000000Z",
    corpus="/corpus",
    documents=1,
    passages=2,
    pipeline="0123456789abcdef",
    engine="whoosh",
    schema="whoosh-0",
    files={"engine/a": FileSum(3, "ab" * 32)},
)
_RECORD = Record("a.html", 3, -1, "ab" * 32, "context", "skipped", "is empty", "d0")
_TRACE = Trace.of("example.org", 1, [2, 3])
_SITES = Sites({"d1": _TRACE}, {"example.org": frozenset({2})})


def _annotations(kind: type) -> list[tuple[str, Any]]:
    types = {n: getattr(t, "__forward_arg__", t) for n, t in kind.__annotations__.items()}
    return list(types.items())


# ---------------------------------------------------------------- the files


def _section(name: str, lines: Any) -> Iterator[str]:
    yield ""
    yield name
    yield from (f"  {line}".rstrip() for line in lines)


def shapes() -> Mapping[str, str]:
    """The present shapes by the names of their files."""
    return {
        f"{engine_type('whoosh').SCHEMA}.txt": _text(whoosh_shape()),
        f"{engine_type('memory').SCHEMA}.txt": _text(memory_shape()),
        f"generation-{FORMAT}.txt": _text(generation_shape()),
    }


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the files that are missing; 1 if one is there and says something else."""
    SHAPES.mkdir(exist_ok=True)
    status = 0
    for name, text in shapes().items():
        path = SHAPES / name
        if not path.exists():
            path.write_text(text, "utf-8")
            print(f"written: {path}")
        elif path.read_text("utf-8") != text:
            print(f"{path} describes another shape: raise the number first", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
