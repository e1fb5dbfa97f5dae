"""What a file is, by its content; its suffix is a hint only."""

from __future__ import annotations

import json
import re
from typing import Literal

from indexer.errors import NotADocument

Kind = Literal["html", "text", "markdown"]

_FOREIGN = (
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
_WHOLE = re.compile(
    r"(?:\s|<\?xml[^>]{0,400}>|<!--.{0,4000}?-->|<!doctype\s+(?!html)[^>]{0,400}>)*"
    r"<(?:!doctype\s+html|html|head|body|frameset|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(r"<(?:html|body|frameset)[\s>]", re.IGNORECASE)
_XML = re.compile(
    r"(?:<\?xml[^>]{0,400}>\s*(?:<!--.{0,4000}?-->\s*)*|(?=<(?:rss|feed|svg|urlset)\b))",
    re.DOTALL,
)
_MARKUP = re.compile(
    r"<(?:/?(?:p|div|table|tr|td|ul|ol|li|h[1-6]|blockquote|center|font|article|section|pre|dl|"
    r"dd|dt|b|i|em|strong)"
    r"|br\s*/?|hr\s*/?)(?:\s[^<>]{0,400})?>|<a\s[^<>]{0,20}href|<img\s",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(r"(?:---[ \t]*\n(?:[\w\"' .-]+:.*\n)|\+\+\+[ \t]*\n[\w\"' .-]+=.*\n)")
_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd"))
_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".shtm", ".mht"))
_CODE_SUFFIXES = {".css": "a style sheet", ".js": "a script", ".json": "JSON", ".svg": "an image"}
_SCRIPT = re.compile(
    r"(?:/\*.{0,2000}?\*/|//[^\n]*\n|\s)*(?:function\b|var\s|\(function|!function|@charset|"
    r"@import\b)",
    re.DOTALL,
)
_HEAD = 20_000


def refuse_foreign(data: bytes) -> None:
    """Turn away what is no text by its first bytes.

    Raises:
        NotADocument: naming what the file is.
    """
    if not data.strip(b" \t\r\n\f\v\0"):
        raise NotADocument("is empty")
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise NotADocument(f"is {kind}; only text, HTML and Markdown are read")
    if data[257:265].startswith((b"ustar\0", b"ustar  \0")):
        raise NotADocument("is a tar archive; only text, HTML and Markdown are read")
    if data[4:8] == b"ftyp":
        raise NotADocument("is sound or video; only text, HTML and Markdown are read")


def find_kind(text: str, suffix: str) -> Kind:
    """What a decoded file is. ``suffix`` is lower-case, with its dot, or empty.

    Raises:
        NotADocument: if it is data or code, or holds no letter or digit.
    """
    if not any(c.isalnum() for c in text):
        raise NotADocument("holds no text")
    start = text.lstrip()[:_HEAD]
    if _WHOLE.match(start):
        return "html"
    if _XML.match(start):
        if _HTML.search(start):
            return "html"
        raise NotADocument("is XML data, a feed perhaps; only pages are read")
    if suffix in _CODE_SUFFIXES or _is_code(text, start):
        raise NotADocument(f"is {_CODE_SUFFIXES.get(suffix, 'data or code')}; only pages are read")
    if suffix in _MARKDOWN_SUFFIXES or _FRONT_MATTER.match(start):
        return "markdown"
    return "html" if _is_marked_up(text, suffix) else "text"


def _is_code(text: str, start: str) -> bool:
    if start[0] in "{[":
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True
    return bool(_SCRIPT.match(start))


def _is_marked_up(text: str, suffix: str) -> bool:
    """Whether tags make up the text. A text file may have some left in its lines."""
    tags = sum(1 for _ in _MARKUP.finditer(text[:_HEAD]))
    if suffix in _HTML_SUFFIXES:
        return tags > 0
    lines = sum(1 for line in text[:_HEAD].split("\n") if line.strip())
    return tags >= max(4, lines / 3) if suffix == ".txt" else tags >= 3
