from __future__ import annotations

import pytest

from indexer.errors import NotADocument
from indexer.formats import parse
from indexer.formats.encoding import decode, mend

CZECH = (
    "Na včerejší schůzi řekl předseda, že stávka začne příští týden. Dělníci žádají kratší směnu "
    "a vyšší mzdu; továrna prý nemůže čekat. Vůdce odborů slíbil, že se nikdo nemusí bát. "
)
SLOVAK = (
    "Na včerajšej schôdzi povedal predseda, že štrajk sa začne budúci týždeň. Robotníci "
    "chcú kratšiu "
    "zmenu a vyššiu mzdu, ľudia vraj nemôžu čakať. Odborári prišli až z druhého konca mesta. "
)
POLISH = (
    "Na wczorajszym zebraniu przewodniczący powiedział, że strajk zacznie się w przyszłym "
    "tygodniu. "
    "Robotnicy żądają krótszej zmiany i wyższej płacy. Związek wysłał już listy, także za granicę. "
)
HUNGARIAN = (
    "A tegnapi gyűlésen az elnök azt mondta, hogy a sztrájk jövő héten kezdődik. A munkások "
    "egy rövidebb "
    "műszakot és nagyobb bért kérnek, mert a gyár nem várhat tovább. Az ülés későn ért véget. "
)
CROATIAN = (
    "Na jučerašnjem sastanku predsjednik je rekao da štrajk počinje sljedeći tjedan. Radnici žele "
    "kraću smjenu i veću plaću, a tvornica kaže da više ne može čekati. Došli su i mještani. "
)
RUSSIAN = (
    "На вчерашнем собрании председатель сказал, что забастовка начнётся на следующей "
    "неделе. Рабочие "
    "хотят короткой смены и большей платы, а завод будто бы не может больше ждать. "
)
GREEK = (
    "Στη χθεσινή συνέλευση ο πρόεδρος είπε ότι η απεργία αρχίζει την άλλη εβδομάδα. Οι "
    "εργάτες ζητούν "
    "μικρότερη βάρδια και μεγαλύτερο μισθό, και το εργοστάσιο λέει πως δεν μπορεί να περιμένει. "
)
TURKISH = (
    "Dünkü toplantıda başkan grevin gelecek hafta başlayacağını söyledi. İşçiler daha kısa "
    "bir vardiya "
    "ve daha yüksek ücret istiyor; fabrika ise artık bekleyemeyeceğini söylüyor. "
)
FRENCH = (
    "À l’assemblée d’hier, le président a déclaré que la grève commencerait la semaine "
    "prochaine. Les "
    "ouvriers réclament une journée plus courte ; l’usine, bien sûr, dit ne pas pouvoir attendre. "
)
GERMAN = (
    "Auf der gestrigen Versammlung sagte der Vorsitzende, daß der Streik nächste Woche "
    "beginnt. Die "
    "Arbeiter wollen kürzere Schichten und höheren Lohn – die Fabrik „könne nicht länger warten“. "
)
UNDECLARED = [
    (CZECH, "iso-8859-2"),
    (CZECH, "cp1250"),
    (SLOVAK, "iso-8859-2"),
    (SLOVAK, "cp1250"),
    (POLISH, "iso-8859-2"),
    (POLISH, "cp1250"),
    (HUNGARIAN, "iso-8859-2"),
    (HUNGARIAN, "cp1250"),
    (CROATIAN, "cp1250"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "iso-8859-5"),
    (RUSSIAN, "cp866"),
    (GREEK, "iso-8859-7"),
    (GREEK, "cp1253"),
    (TURKISH, "cp1254"),
    (FRENCH, "cp1252"),
    (FRENCH, "mac-roman"),
    (GERMAN, "cp1252"),
]


@pytest.mark.parametrize(("text", "encoding"), UNDECLARED)
def test_text_without_a_declaration_is_decoded_correctly(text: str, encoding: str) -> None:
    text = text * 3

    assert decode(text.encode(encoding)).split() == mend(text).split()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
@pytest.mark.parametrize("text", [CZECH, RUSSIAN, FRENCH])
def test_every_form_of_unicode_is_read(text: str, encoding: str) -> None:
    page = f'<meta charset="iso-8859-1"><p>{text}</p>' + "<p>Plain words follow.</p>" * 20

    assert decode(page.encode(encoding)) == mend(page)


@pytest.mark.parametrize(
    ("declared", "text", "encoding"),
    [
        ("iso-8859-1", RUSSIAN, "cp1251"),
        ("iso-8859-1", GREEK, "iso-8859-7"),
        ("utf-8", RUSSIAN, "cp1251"),
        ("utf-8", FRENCH, "cp1252"),
        ("windows-1251", FRENCH, "utf-8"),
        ("no-such-encoding", FRENCH, "cp1252"),
    ],
)
def test_a_declaration_that_the_bytes_contradict_is_ignored(
    declared: str, text: str, encoding: str
) -> None:
    page = f'<meta charset="{declared}"><p>{text * 3}</p>'

    assert parse(page.encode(encoding), "a.html").blocks[0].text == mend(text * 3).strip()


def test_the_page_takes_precedence_over_the_server() -> None:
    bare = f"<p>{CZECH}</p>".encode("iso-8859-2")
    declared = f'<meta charset="iso-8859-2"><p>{CZECH}</p>'.encode("iso-8859-2")

    assert parse(bare, "a.html", "iso-8859-2").blocks[0].text == CZECH.strip()
    assert parse(declared, "a.html", "koi8-r").blocks[0].text == CZECH.strip()


def test_a_few_nuls_are_ignored() -> None:
    assert decode(b"The mee\0ting began at ni\0ne and ended late.") == (
        "The meeting began at nine and ended late."
    )


def test_mostly_nuls_is_not_text() -> None:
    with pytest.raises(NotADocument, match="binary data"):
        decode(b"abc\0\0\0\0\0de\0\0\0\0\0\0\0f" * 50)


# ---------------------------------------------------------------- mojibake


@pytest.mark.parametrize("text", [FRENCH, GERMAN, CZECH, RUSSIAN, "“Ten £5 notes” – all gone…"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf_8_once_read_as_latin_1_is_repaired(text: str, encoding: str) -> None:
    spoiled = "".join(
        bytes((byte,)).decode(encoding, "ignore") or chr(byte) for byte in text.encode()
    )

    assert mend(spoiled).split() == text.split()


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        GERMAN,
        CZECH,
        POLISH,
        HUNGARIAN,
        RUSSIAN,
        GREEK,
        TURKISH,
        "NÃO É A SÃO JOÃO",
        "Ê, «oui»",
        "an Â and a â",
        "‘single’ “double” – dash — long… €5 ™ 10 × 4 ½",
        "Sunday’s naïve façade",
    ],
)
def test_correct_text_is_not_changed(text: str) -> None:
    assert mend(text) == text


def test_mojibake_in_one_line_does_not_affect_the_others() -> None:
    assert mend("Fête à midi\nFÃªte Ã  midi\nÂ et â") == "Fête à midi\nFête à midi\nÂ et â"


def test_ligatures_and_soft_hyphens_are_resolved() -> None:
    assert mend("the ﬁrst oﬃce of the ﬂeet, con\u00adgress, con\u00ad\n  ference") == (
        "the first office of the fleet, congress, conference"
    )


# ---------------------------------------------------------------- broken words

LEAFLET = """\
The delegates came from all over the country, for it was an inter-
national meeting, and they had not met since the well-
known congress of the year before, where a reso-
lution had been put to the vote.

It was international in name. A well-known speaker opened it.
"""


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_word_broken_at_the_end_of_a_line_is_joined_if_it_occurs_elsewhere(name: str) -> None:
    text = LEAFLET if name.endswith("txt") else f"<html><body><pre>{LEAFLET}</pre></body></html>"

    first = parse(text.encode(), name).blocks[0].text

    assert "an international meeting" in first
    assert "the well-known congress" in first
    assert "a reso- lution" in first
