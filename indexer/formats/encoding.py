"""Bytes in, clean Unicode out: decoded, repaired, normalised."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ftfy import fix_encoding

from indexer.formats.detection import HOLES, WESTERN, find_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of ``data``, repaired by ``mend``.

    ``charset`` is the encoding to assume where the page itself declares none.

    Raises:
        NotADocument: if the bytes are not text in any encoding.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return mend(_read(data[len(bom) :], name))
    return mend(_read(data, find_encoding(data, charset)))


def mend(text: str) -> str:
    """NFC text without control characters, lone surrogates, invisible characters and mojibake.

    C1 controls become the characters that cp1252 has in their place, spaces of every kind
    plain ones, line ends ``\\n``, ligatures letters.
    """
    if text.isascii():
        if text.isprintable():
            return text
        text = text.replace("\r\n", "\n")
        return text.translate(_ASCII) if _ASCII_ODD.search(text) else text
    text = text.replace("\r\n", "\n")
    special = _special(text)
    if _SUSPECT.search(special):
        text = "\n".join(map(_mend_line, text.split("\n")))
        special = _special(text)
    if "\xad" in special:
        text = _SOFT_BREAK.sub("", text)
    for odd in _ODD.keys() & set(special):
        text = text.replace(odd, _ODD[odd])
    return unicodedata.normalize("NFC", text) if _COMPOSED.search(special) else text


def _special(text: str) -> str:
    """The characters beyond plain ASCII, in order; there are few, so searching them is fast."""
    special = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return special.decode("utf-8", "surrogatepass")


# ---------------------------------------------------------------- reading


def _cp1252_hole(error: UnicodeError) -> tuple[str, int]:
    """Decode the five bytes that cp1252 does not define as the control characters they are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _cp1252_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are not UTF-8 as cp1252, which was most likely pasted in."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", HOLES), error.end


_CP1252_BYTES = "pressmark-cp1252-bytes"
codecs.register_error(HOLES, _cp1252_hole)
codecs.register_error(_CP1252_BYTES, _cp1252_byte)


def _read(data: bytes, name: str) -> str:
    errors = {WESTERN: HOLES, "utf-8": _CP1252_BYTES}.get(name, "replace")
    return data.decode(name, errors)


# ---------------------------------------------------------------- repairing

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
_LIGATURES = {
    c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0xFB00, 0xFB05), 0xFB06)
} | {0xFB05: "st"}
_TRANSLATION: dict[int, str | None] = {
    **_ASCII,
    **_C1,
    **_SPACES,
    **_LINES,
    **_INVISIBLE,
    **_NO_CHARACTERS,
    **_LIGATURES,
}

_ODD = {chr(c): translation or "" for c, translation in _TRANSLATION.items()}
_PLAIN = bytes((0x09, 0x0A, *range(0x20, 0x7F)))
_COMPOSED = re.compile("[^\0-\u02ff\u2010-\u205e\u20ac]")
"""All characters that NFC can change, and more, but no letter or sign of Western Europe."""
_SOFT_BREAK = re.compile(r"\xad[ \t]*\n[ \t]*")
"""A word broken at the end of a line."""
_CONTINUED = "".join(map(chr, range(0x80, 0xC0))) + bytes(range(0x80, 0xA0)).decode(
    "cp1252", "ignore"
)
_SUSPECT = re.compile(f"[\xc2-\xf4ГРСв][{_CONTINUED}]")
"""What UTF-8 read in a single-byte encoding looks like; correct text can look so too."""


def _mend_line(line: str) -> str:
    """A line without double encoding; unchanged where there is a doubt."""
    return fix_encoding(line) if _SUSPECT.search(line) else line
