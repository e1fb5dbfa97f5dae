"""Detection of the encoding of a page.

In order of trust: the pattern of NUL bytes in UTF-16 and UTF-32, valid UTF-8, the
encoding that the page or its server declares unless the bytes contradict it, the
statistics of the bytes. Latin-1 and ASCII are read as cp1252, as browsers do.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from indexer.errors import NotADocument

WESTERN = "cp1252"
HOLES = "pressmark-cp1252-holes"
"""Error handler for cp1252: the five bytes that it does not define are control characters."""

_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "hz": "gb18030",
    "cp1125": "cp866",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jp",
}
"""Declared encodings, and the supersets of them that are used in practice."""

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})"""
    rb"""|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_ESCAPES = {b"\x1b$)C": "iso2022_kr", b"\x1b$": "iso2022_jp"}
_HEAD = 4096
_SAMPLE = 20_000
_HIGH = bytes(range(0x80, 0x100))
_CONTROLS = bytes({*range(0x20), 0x7F} - {*range(0x09, 0x10), 0x1A, 0x1B})
_ASCII_LETTERS = bytes({*range(0x41, 0x5B), *range(0x61, 0x7B)})
_FEW = 40
"""This many bytes beyond ASCII, or fewer, prove nothing. Chosen by hand."""
_NO_TEXT = "is binary data; this format is not read"

_LATIN = frozenset(("cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254", "cp1257", "mac-roman"))
"""Encodings of the Latin script, in which most letters are ASCII."""
_CENTRAL = frozenset(("cp1250", "iso8859-2", "iso8859-16", "mac-latin2", "cp852"))
_WESTERN_SIGNS = re.compile(
    rb"[A-Za-z][\x92\xe0-\xef\xf1-\xf6\xf8-\xfc][a-z]|[\s(>][\x91\x93]\w|[\w.,!?][\x92\x94][\s.,)<]"
    rb"|\xa3\d|\xa9 ?\d|[\s\w][\x96\x97][\s\w]|\xa0"
)
"""Letters, quotes, dashes and signs beyond ASCII in the contexts of Western European text."""
_CENTRAL_LETTERS = re.compile(rb"[A-Za-z][\xb3\xb9\x9c\x9f\xbf\xec\xf8\xf5\xbe\xb6\xb1\x9a\x9e]")
"""Letters that tell Central European text from Western."""
_LANGUAGES = tuple(
    (name, re.compile(rb"[a-z\xe0-\xff][%b]|[%b][a-z]" % (letters, letters)), re.compile(words))
    for name, letters, words in (
        ("cp1250", b"\xf5\xfb", rb"\b(?:az|hogy|egy|nem|volt|meg|csak|mint)\b|(?<= )\xe9s(?= )"),
        ("cp1254", b"\xf0\xfd\xfe", rb"\b(?:ve|bir|bu|daha|ile|olarak|ise|de|da)\b"),
    )
)
"""Hungarian and Turkish: letters that tell them from Western text, and common words."""
_LIKELY = [
    *(f"cp{number}" for number in (*range(1250, 1259), 855, 866, 874, 932, 949, 1125)),
    *(f"iso8859_{number}" for number in (2, 4, 5, 6, 7, 8, 13)),
    *("koi8_r", "mac_cyrillic", "mac_roman", "tis_620", "euc_jp", "euc_kr", "shift_jis", "johab"),
    *("gb18030", "gb2312", "gbk", "big5", "big5hkscs", "hz", "ascii"),
]
"""Encodings that pages are in; charset-normalizer may not answer any other."""
_MAC = re.compile(rb"[A-Za-z]\xd5[a-z]|[\s(>]\xd2\w|[\w.,!?]\xd3(?![a-z])|\s[\xd0\xd1]\s")
"""Quotes and dashes in Mac Roman; in cp1252 they would be capitals in impossible positions."""
_IN_WORDS = rb"(?<=[A-Za-z\xc0-\xff])[%b]|[%b](?=[a-z\xe0-\xff])"
_POLISH = re.compile(_IN_WORDS % (b"\xb3\xea\xbf", b"\xb3\xea\xbf"))
_POLISH_ISO = re.compile(_IN_WORDS % (b"\xb1\xb6\xbc", b"\xb1\xb6\xbc"))
_POLISH_WINDOWS = re.compile(_IN_WORDS % (b"\xb9\x9c\x9f", b"\xb9\x9c\x9f"))
_CZECH_ISO = re.compile(
    _IN_WORDS % (b"\xa9\xab\xae\xb5\xb9\xbb\xbe", b"\xa9\xab\xae\xb5\xb9\xbb\xbe")
)


def find_encoding(data: bytes, charset: str | None = None) -> str:
    """The encoding of bytes without a byte order mark.

    Raises:
        NotADocument: if they are not text in any encoding.
    """
    if b"\0" in data:
        name = _wide(data)
        if name:
            return name
        data = data.replace(b"\0", b"")
    sample = data[:_SAMPLE]
    if _count(sample, _CONTROLS) > len(sample) / 50:
        raise NotADocument(_NO_TEXT)
    name = _by_escape(data) if b"\x1b" in data else None
    if name:
        return name
    if _decodes(data, "utf-8") or _nearly_utf8(data):
        return "utf-8"
    declared = _declared(data) or _known(charset)
    if declared and declared != "utf-8" and _plausible(data, declared):
        return declared
    return _detected(data)


def _by_escape(data: bytes) -> str | None:
    """The encoding that switches character sets by an escape sequence in the data, if any."""
    return next((n for escape, n in _ESCAPES.items() if escape in data and _decodes(data, n)), None)


def _count(data: bytes, wanted: bytes) -> int:
    return len(data) - len(data.translate(None, wanted))


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32, by the offsets of NULs; ``None`` if these are mere strays."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    quarters = [sample[i::4].count(0) / max(1, len(sample[i::4])) for i in range(4)]
    if min(quarters[2:]) > 0.9 and quarters[0] < 0.5:
        return "utf-32-le"
    if min(quarters[:2]) > 0.9 and quarters[3] < 0.5:
        return "utf-32-be"
    even, odd = (quarters[0] + quarters[2]) / 2, (quarters[1] + quarters[3]) / 2
    if odd > max(0.05, 5 * even):
        return "utf-16-le"
    if even > max(0.05, 5 * odd):
        return "utf-16-be"
    if sample.count(0) > len(sample) / 10:
        raise NotADocument(_NO_TEXT)
    return None


def _declared(data: bytes) -> str | None:
    """The encoding declared in the page's head; ``None`` if there is none or it is unknown."""
    match = _DECLARED.search(data[:_HEAD])
    return _known((match[1] or match[2]).decode("ascii")) if match else None


def _known(label: str | None) -> str | None:
    """The encoding to read for a declared name; ``None`` if that is unknown."""
    try:
        name = codecs.lookup(label or "").name
    except LookupError:
        return None
    # A declaration that can be read as ASCII is not in UTF-16, whatever it says.
    return None if name.startswith(("utf-16", "utf-32")) else _READ_AS.get(name, name)


def _plausible(data: bytes, declared: str) -> bool:
    """Whether the bytes may be in the declared encoding.

    Text in the Latin script is never mostly beyond ASCII.
    """
    high = _count(data, _HIGH)
    if (
        declared in _LATIN
        and high > _FEW
        and high > 2 * _count(_without_tags(data), _ASCII_LETTERS)
    ):
        return False
    return _decodes(data, declared)


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name, HOLES if name == WESTERN else "strict")
    except (UnicodeError, LookupError):
        return False
    return True


def _nearly_utf8(data: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII are valid UTF-8, as in a page cut short."""
    wrong = data.decode("utf-8", "replace").count("\ufffd")
    return wrong * 20 <= _count(data, _HIGH)


def _without_tags(data: bytes) -> bytes:
    return re.sub(rb"<[^<>]{0,2000}>", b" ", data)


def _detected(data: bytes) -> str:
    """The encoding by the statistics of the bytes; cp1252 if in doubt."""
    text = _without_tags(data)
    high = _count(text, _HIGH)
    if high == 0:
        return WESTERN
    if 2 * len(_MAC.findall(text)) >= high:
        return "mac-roman"
    if name := _by_language(text):
        return name
    if 2 * len(_WESTERN_SIGNS.findall(text)) >= high and high * 8 < len(text):
        return WESTERN
    sample = _around_high_bytes(text)
    matches = from_bytes(sample, steps=5, chunk_size=512, threshold=0.5, cp_isolation=_LIKELY)
    best = matches.best()
    if best is None or best.encoding == "ascii":
        return WESTERN
    name = codecs.lookup(best.encoding).name
    if name in _CENTRAL:
        return _central(text)
    return _READ_AS.get(name, name)


def _by_language(text: bytes) -> str | None:
    """The encoding of a language whose letters and common words are in a text, if any."""
    for name, letters, words in _LANGUAGES:
        if letters.search(text):
            found = words.findall(text)
            if len(set(found)) >= 2 and len(found) * 300 > len(text.split()):
                return name
    return None


def _central(text: bytes) -> str:
    """Which of the Central European encodings, which have most letters in common."""
    if not _CENTRAL_LETTERS.search(text):
        return WESTERN
    if re.search(rb"[\x80-\x9f]", text):
        return "cp1250"
    if _POLISH.search(text):
        iso, windows = len(_POLISH_ISO.findall(text)), len(_POLISH_WINDOWS.findall(text))
        return "iso8859-2" if iso > windows else "cp1250"
    return "iso8859-2" if _CZECH_ISO.search(text) else "cp1250"


def _around_high_bytes(text: bytes) -> bytes:
    """The words with bytes beyond ASCII and their neighbours, which alone tell encodings apart.

    Text mostly beyond ASCII is only cut at its end, as other cuts may fall inside a character.
    """
    if len(text) < 8 * _count(text, _HIGH):
        return text[:_SAMPLE]
    parts = re.findall(rb"[^\n]{0,60}[\x80-\xff][^\n]{0,60}", text)
    return b"\n".join(parts)[:_SAMPLE]
