"""Files that are not documents, recognised so that the reason for skipping them is named."""

from __future__ import annotations

import json
import re
from itertools import islice

from indexer.errors import NotADocument

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"BM\x00", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"RIFF", "sound or video"),
    (b"ID3", "sound or video"),
    (b"OggS", "sound or video"),
    (b"\x1aE\xdf\xa3", "sound or video"),
    (b"FWS", "a Flash film"),
    (b"CWS", "a Flash film"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu document"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
"""The first bytes of binary files."""
_XML = re.compile(
    r"(?:<\?xml[^>]{0,400}>\s*(?:<!--.{0,4000}?-->\s*)*|(?=<(?:rss|feed|svg|urlset)\b))",
    re.DOTALL,
)
_DATA_SUFFIXES = {
    ".css": "a style sheet",
    ".js": "a script",
    ".json": "JSON",
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".svg": "an image",
}
_SCRIPT = re.compile(
    r"(?:/\*.{0,2000}?\*/|//[^\n]*\n|\s)*(?:function\b|var\s|\(function|!function|@charset|"
    r"@import\b)",
    re.DOTALL,
)
_SAMPLED_LINES = 100
"""Lines that tell JSON Lines from a text that begins with a bracket. Chosen by hand."""


def refuse_binary(data: bytes) -> None:
    """Refuse what its first bytes show to be no text.

    Raises:
        NotADocument: naming what the file is.
    """
    if not data.strip(b" \t\r\n\f\v\0"):
        raise NotADocument("is empty")
    kind = _binary_kind(data)
    if kind:
        raise NotADocument(f"is {kind}; this format is not read")


def _binary_kind(data: bytes) -> str | None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[257:265].startswith((b"ustar\0", b"ustar  \0")):
        return "a tar archive"
    return "sound or video" if data[4:8] == b"ftyp" else None


def is_xml(start: str) -> bool:
    """Whether a text begins like an XML document."""
    return _XML.match(start) is not None


def refuse_data(text: str, suffix: str) -> None:
    """Refuse text that is data or code; ``suffix`` is lower-case, with its dot, or empty.

    Raises:
        NotADocument: naming what the file is.
    """
    kind = _data_kind(text.lstrip(), suffix)
    if kind:
        raise NotADocument(f"is {kind}; only pages are read")


def _data_kind(text: str, suffix: str) -> str | None:
    if is_xml(text):
        return "XML data, perhaps a feed"
    if suffix in _DATA_SUFFIXES:
        return _DATA_SUFFIXES[suffix]
    if text.startswith(("{", "[")):
        if _is_json(text):
            return "JSON"
        return "JSON Lines" if _is_json_lines(text) else None
    return "a script or a style sheet" if _SCRIPT.match(text) else None


def _is_json(text: str) -> bool:
    """Whether a text that begins with a bracket is one JSON object or array."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_json_lines(text: str) -> bool:
    """Whether each line is a JSON object or array. The first lines are sampled."""
    lines = islice((line.strip() for line in text.split("\n")), _SAMPLED_LINES)
    return all(line.startswith(("{", "[")) and _is_json(line) for line in lines if line)
