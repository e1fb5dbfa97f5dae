"""Bytes in, clean Unicode out: decoded once, mended, normalised.

In order of trust: byte order mark, NULs as UTF-16 or UTF-32 leave them, valid
UTF-8, what the page declares, what its bytes look like. Latin-1 and ASCII are
read as cp1252, as every browser does.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from indexer.errors import NotADocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
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
}
"""Declared encodings that are in practice their larger relatives."""

_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})"""
    rb"""|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_ESCAPES = {b"\x1b$)C": "iso2022_kr", b"\x1b$": "iso2022_jp"}
_HEAD = 4096
_SAMPLE = 20_000
_FALLBACK = "cp1252"


def decode(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The text of ``data``, mended by ``mend``, and the name of the encoding it was read in.

    ``charset`` is believed where the page itself declares nothing.

    Raises:
        NotADocument: if the bytes are no text in any encoding.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return mend(data[len(bom) :].decode(name, "replace")), name
    if b"\0" in data:
        name = _wide(data)
        return mend(data.decode(name, "replace")), name
    if not _is_text(data):
        raise NotADocument("is binary data; only text, HTML and Markdown are read")
    name = _find_encoding(data, charset)
    return mend(_read(data, name)), name


def mend(text: str) -> str:
    """NFC text without controls, lone surrogates, invisible characters and double encoding.

    C1 controls are what cp1252 puts in their place; every kind of space is a
    plain one; line ends are ``\\n``.
    """
    text = text.replace("\r\n", "\n")
    if text.isascii():
        return text.translate(_ASCII) if _ASCII_ODD.search(text) else text
    text = _DOUBLE.sub(_undouble, text).translate(_TRANSLATION)
    return unicodedata.normalize("NFC", text)


# ---------------------------------------------------------------- finding the encoding


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 by where the NULs stand."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    quarters = [sample[i::4].count(0) / max(1, len(sample[i::4])) for i in range(4)]
    if min(quarters[1:]) > 0.9 and quarters[0] < 0.5:
        return "utf-32-le"
    if min(quarters[:3]) > 0.9 and quarters[3] < 0.5:
        return "utf-32-be"
    even, odd = (quarters[0] + quarters[2]) / 2, (quarters[1] + quarters[3]) / 2
    if odd > 0.2 and even < 0.05:
        return "utf-16-le"
    if even > 0.2 and odd < 0.05:
        return "utf-16-be"
    if sample.count(0) <= len(sample) // 500:
        return _find_encoding(data.replace(b"\0", b""))
    raise NotADocument("is binary data; only text, HTML and Markdown are read")


def _is_text(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return controls <= len(sample) / 50


def _find_encoding(data: bytes, charset: str | None = None) -> str:
    for escape, name in _ESCAPES.items():
        if escape in data and _decodes(data, name):
            return name
    if _decodes(data, "utf-8"):
        return "utf-8"
    declared = _declared(data) or _known(charset)
    if declared == "utf-8" or _nearly_utf8(data):
        return "utf-8"
    if declared and _decodes(data, declared):
        return declared
    return _detected(data)


def _declared(data: bytes) -> str | None:
    """The encoding named in the page's head, as it is really read; ``None`` if none is known."""
    match = _DECLARED.search(data[:_HEAD])
    if not match:
        return None
    return _known((match[1] or match[2]).decode("ascii"))


def _known(label: str | None) -> str | None:
    """An encoding as it is really read, by a name it is known under."""
    if not label:
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    # A declaration read byte by byte is not in UTF-16, whatever it says.
    return None if name.startswith(("utf-16", "utf-32")) else _READ_AS.get(name, name)


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name, _CP1252_HOLES if name == "cp1252" else "strict")
    except (UnicodeError, LookupError):
        return False
    return True


def _nearly_utf8(data: bytes) -> bool:
    """Whether all but a few of the bytes beyond ASCII are UTF-8, as in a page cut short."""
    high = len(data) - len(data.translate(None, _HIGH_BYTES))
    wrong = data.decode("utf-8", "replace").count("\ufffd")
    return wrong * 20 <= high


_WESTERN = re.compile(
    rb"[A-Za-z][\x92\xe0-\xef\xf1-\xf6\xf8-\xfc][a-z]|[\s(>][\x91\x93]\w|[\w.,!?][\x92\x94][\s.,)<]"
    rb"|\xa3\d|\xa9 ?\d|[\s\w][\x96\x97][\s\w]|\xa0"
)
"""Letters, quotes, dashes and signs beyond ASCII as Western European texts have them."""


_EASTERN = frozenset(("cp1250", "iso8859-2", "iso8859-16", "mac-latin2", "cp852"))
_EASTERN_LETTERS = re.compile(rb"[A-Za-z][\xb3\xb9\x9c\x9f\xbf\xec\xf8\xf5\xbe\xb6\xb1\x9a\x9e]")
"""Encodings of Central Europe, and the letters without which a text may as well be Western."""


def _detected(data: bytes) -> str:
    """What the bytes look like; cp1252 where they are few or look like it."""
    text = re.sub(rb"<[^>]{0,2000}>", b" ", data)
    high = len(text) - len(text.translate(None, _HIGH_BYTES))
    if high == 0:
        return _FALLBACK
    if 2 * len(_WESTERN.findall(text)) >= high and high * 8 < len(text):
        return _FALLBACK
    best = from_bytes(_around_high_bytes(text), steps=5, chunk_size=512, threshold=0.5).best()
    if best is None or best.encoding == "ascii":
        return _FALLBACK
    name = codecs.lookup(best.encoding).name
    if name in _EASTERN and not _EASTERN_LETTERS.search(text):
        return _FALLBACK
    return _READ_AS.get(name, name)


def _around_high_bytes(text: bytes) -> bytes:
    """The words beyond ASCII with their neighbours: all there is to tell an encoding by.

    Text mostly beyond ASCII is taken as it is: between its bytes a cut may fall within a character.
    """
    if len(text) < 8 * (len(text) - len(text.translate(None, _HIGH_BYTES))):
        return text[:_SAMPLE]
    parts = re.findall(rb"[^\n]{0,60}[\x80-\xff][^\n]{0,60}", text)
    return b"\n".join(parts)[:_SAMPLE]


# ---------------------------------------------------------------- reading


def _cp1252_hole(error: UnicodeError) -> tuple[str, int]:
    """The five bytes cp1252 leaves open are the controls of the same number."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _cp1252_byte(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is most likely cp1252 pasted in."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", _CP1252_HOLES), error.end


_CP1252_HOLES = "pressmark-cp1252-holes"
_CP1252_BYTES = "pressmark-cp1252-bytes"
codecs.register_error(_CP1252_HOLES, _cp1252_hole)
codecs.register_error(_CP1252_BYTES, _cp1252_byte)


def _read(data: bytes, name: str) -> str:
    errors = {"cp1252": _CP1252_HOLES, "utf-8": _CP1252_BYTES}.get(name, "replace")
    return data.decode(name, errors)


# ---------------------------------------------------------------- mending

_HIGH_BYTES = bytes(range(0x80, 0x100))
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {*range(0x09, 0x10), 0x1A, 0x1B})
_C0 = {c: None for c in (*range(0x20), 0x7F) if c not in (0x09, 0x0A)}
_ASCII: dict[int, str | None] = {**_C0, 0x0D: "\n", 0x0B: " ", 0x0C: "\n"}
_ASCII_ODD = re.compile(r"[^\t\n -~]")
_C1 = {c: bytes((c,)).decode("cp1252", "ignore") for c in range(0x80, 0xA0)}
_SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_LINES = dict.fromkeys((0x2028, 0x2029), "\n")
_INVISIBLE = dict.fromkeys(
    (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF), None
)
_NO_CHARACTERS = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), None)
_TRANSLATION: dict[int, str | None] = {
    **_ASCII,
    **_C1,
    **_SPACES,
    **_LINES,
    **_INVISIBLE,
    **_NO_CHARACTERS,
}

_CONTINUED = "".join(map(chr, range(0x80, 0xC0))) + "".join(
    bytes((c,)).decode("cp1252", "ignore") for c in range(0x80, 0xA0)
)
_DOUBLE = re.compile(f"[ÂÃ][{_CONTINUED}]|â[€\x80][{_CONTINUED}]")
_TO_BYTE = {ord(bytes((c,)).decode("cp1252", "ignore") or chr(c)): c for c in range(0x80, 0x100)}


def _undouble(match: re.Match[str]) -> str:
    """UTF-8 that was once read as cp1252, read as it should have been."""
    data = bytes(_TO_BYTE.get(ord(c), ord(c) & 0xFF) for c in match[0])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
