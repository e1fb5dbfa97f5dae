"""A small archive in memory, of invented organisations, for tests of the web pages."""

from __future__ import annotations

import re

from indexer.authority import Authority
from indexer.engines import Opened
from indexer.engines.reference.engine import MemoryEngine
from indexer.model import (
    ArchiveInfo,
    Attribution,
    Block,
    Candidate,
    Document,
    DroppedBlock,
    Entry,
    Published,
)
from indexer.passages import split_document

AUTHORITY = """
[[organisation]]
slug = "quarry-league"
name = "Quarry Workers League"
acronyms = ["QWL"]
other_names = ["Quarrymen’s League"]
first = 1921
last = 1958
successor = "stone-and-slate-union"
publications = ["The Hewer"]
parent = "harbour-international"

[[organisation]]
slug = "stone-and-slate-union"
name = "Stone and Slate Union"
acronyms = ["SSU"]
first = 1958

[[organisation]]
slug = "lantern-group"
name = "Lantern Group"
first = 1968
last = 1991
publications = ["Lantern", "Night Shift"]

[[organisation]]
slug = "ferrymen-for-peace"
name = "Ferrymen for Peace"
acronyms = ["FFP"]
first = 1957

[[organisation]]
slug = "harbour-international"
name = "Harbour International"
first = 1919

[[organisation]]
slug = "unheard-circle"
name = "Unheard Circle"
first = 1933
last = 1935
"""

_LEAD = (
    "This page belongs to a made-up archive. Its organisations, places and people never were; "
    "it is here so that the pages of the reading room can be tried."
)

_PAGES: dict[str, tuple[str, str | None, str | None, str | None, str]] = {
    "quarry/who-we-are.html": (
        "Who we are",
        "quarry-league:heading",
        "1949-03:printed",
        "https://quarry.example.org/who-we-are",
        """
        # Who we are
        The Quarry Workers League was founded in 1921 by masons, hewers and carters of the Upper
        Tarn valley. Militant from its first day, it asked for a closed hut, a dry bench and a
        day's notice before blasting. Its paper, The Hewer, was set by hand in a shed behind the
        co-operative bakery and sold at the gate on Fridays.
        ## What we want
        - An eight-hour day on every face, above ground and below it
        - Organised safety: two lamps to a gallery, and a horn before each charge
        - The conference to be open, and its resolutions printed within the month
        ## How we came about
        In the long strike of 1926 the valley stood out for nineteen weeks. The League organised
        kitchens in four chapels and a school for the children of the miners who had come over the
        pass to help. When the owners offered a penny, the men voted it down by lantern light; when
        they offered two, the women of the kitchens voted on it as well, for the first time. The
        resolutions of that conference are still read out each spring.
        > A face is worked by those who stand before it, and by nobody else.
        ### After the war
        The League grew to 2,400 members in 1947. It wrote to Harbour International that spring to
        ask for affiliation, and was taken in the year after. Branches were formed at the slate
        works, at the lime kilns and, against advice, among the clerks.
        """,
    ),
    "quarry/poll-tax.html": (
        "Against the poll tax, then and now",
        "stone-and-slate-union:page",
        "1990-03-31:page",
        "https://stone.example.org/1990/03/poll-tax",
        """
        # Against the poll tax, then and now
        The Stone and Slate Union calls on all its branches to refuse the poll tax. A tax on heads
        is a tax on kitchens: a quarry manager pays what the boy who sweeps his yard pays.
        The union was born in 1958 out of the Quarry Workers League, and the League's own manifesto
        of 1931 had a page against an earlier poll tax, proposed for the valley and withdrawn when
        nobody filled in the form.
        ## What branches can do
        - Hold a meeting in every hut before April
        - Send two speakers to the dockers, who are organising on the quays
        - Keep the forms, unopened, in the branch box
        ## A word on tactics
        Not a hunger strike, as the Lantern Group proposes; not a strike of one day either. The
        union organizes where people live: on the stairs, at the tap, at the school gate. To be or
        not to be a member is a question for later. First the stairs, then the card.
        """,
    ),
    "lantern/manifesto.html": (
        "A manifesto for the night shift",
        "lantern-group:heading",
        "1969:address",
        "https://lantern.example.net/1969/manifesto",
        """
        # A manifesto for the night shift
        We who work at night have no organisation that is awake when we are. The Lantern Group was
        begun in 1968 by eleven bakers, four signalmen and a nurse. Ours is an anti-capitalist
        paper: it holds that the night belongs to those who keep it.
        ## Against sects
        We are asked whether we are Trotskyists. Some of us have read Trotsky; more have read
        the timetable. Trotskyism in this town has three papers and one duplicator, and we have
        offered to mend the duplicator.
        ## For the C.N.D. march
        On Easter Monday we walk with the C.N.D. from the ferry to the base. Ferrymen for Peace
        lend the boats, as they did in 1961. Bring bread.
        | Friday | 22.00 | The bakery gate
        | Saturday | 05.30 | The signal box
        | Sunday | 06.00 | The ferry
        """,
    ),
    "lantern/hunger-strike.html": (
        "On the hunger strike at Low Fell",
        "lantern-group:page",
        "1981-05-04:printed",
        None,
        """
        # On the hunger strike at Low Fell
        Nine days into the hunger strike at the Low Fell works the doctors were let in. The strike
        began over a clock. It had been set six minutes fast since 1979, and the six minutes were
        never paid.
        The miners of the next valley sent blankets, the dockers sent a wireless. Lantern sold out
        twice. We print the list of what was sent because each line of it was carried up a hill.
        """,
    ),
    "ferry/boats.txt": (
        "The boats of 1961",
        "ferrymen-for-peace:text",
        None,
        None,
        """
        # The boats of 1961
        Ferrymen for Peace had four boats and a barge. In 1961 they took the marchers across the
        sound three times, the third time in fog. The Campaign for Nuclear Disarmament had asked for
        two boats. The dockers held the lines and would take no money.
        Nobody wrote down who steered. Years later the Quarrymen's League claimed it had been one of
        theirs, a striking hewer called only Tam; the ferrymen have never said.
        """,
    ),
    "ferry/links.html": (
        "Reading about the ferry years",
        "ferrymen-for-peace:collection",
        "2007:items",
        "https://ferry.example.org/links",
        """
        # Reading about the ferry years
        - The fog crossing, told by three who were in the barge, 1998
        - Bread and boats: an anticapitalist cookery book, 2004
        - A wooden peace, with plans of the boats, 2007
        """,
    ),
    "loose/noname.html": (
        "Notes found in a bakery <wall>",
        None,
        None,
        "javascript:alert(1)",
        """
        Somebody organised the flour by colour of sack. Beside it, in pencil: QWL meets Tuesday.
        The rest of the wall is about the price of yeast in 1934 & nothing else.
        """,
    ),
}


def sample_entries(branches: int = 36) -> tuple[Entry, ...]:
    """The documents of the sample; ``branches`` short minutes give it several pages."""
    authority = sample_authority()
    pages = [_entry(path, page, authority) for path, page in _PAGES.items()]
    return tuple(pages + [_minutes(n, authority) for n in range(branches)])


def sample_authority() -> Authority:
    return Authority.parse(AUTHORITY.encode(), "organisations.toml")


def sample_engine(version: str = "g1", branches: int = 36) -> MemoryEngine:
    """The sample archive, opened."""
    entries = sample_entries(branches)
    passages = sum(len(entry.passages) for entry in entries)
    info = ArchiveInfo(version, "2026-11-22T10:02:11Z", len(entries), passages)
    return MemoryEngine(entries, sample_authority(), info)


def sample_archive(notice: str | None = None) -> Opened:
    """The sample as the pages are given it."""
    return Opened(sample_engine(), notice)


def document_id(path: str) -> str:
    """The id of the sample's document at a path."""
    return "s-" + re.sub(r"[^a-z0-9]+", "-", path)


def _minutes(number: int, authority: Authority) -> Entry:
    year = 1922 + number * 37 % 68
    slug = ("quarry-league", "stone-and-slate-union", "lantern-group")[number % 3]
    text = f"""
        # Minutes of branch {number + 1}
        The branch met on a wet evening in {year} with {number + 5} present and the stove lit.
        It heard a letter from the dockers about the strike of 1926 and another about chairs.
        ## Resolved
        That the conference be asked to print its resolutions in larger type; that the miners be
        thanked for the coal; that branch {number + 1} would meet again when the road allowed.
        """
    title = f"Minutes of branch {number + 1}"
    page = (title, f"{slug}:collection", f"{year}:collection", None, text)
    return _entry(f"minutes/{number + 1:03}.html", page, authority)


def _entry(
    path: str,
    page: tuple[str, str | None, str | None, str | None, str],
    authority: Authority,
) -> Entry:
    title, organisation, published, url, text = page
    blocks = (*_blocks(text), Block(_LEAD))
    document = Document(
        id=document_id(path),
        path=path,
        title=title,
        title_basis="heading",
        url=url,
        published=_published(published),
        captured="2019-02-11" if url else None,
        organisations=_organisations(organisation, authority),
        blocks=blocks,
        dropped=(
            DroppedBlock("Home About Archive Contact", "navigation"),
            DroppedBlock("Tell a friend", "share-bar", 1),
            DroppedBlock("2 comments", "readers-comments", len(blocks)),
            DroppedBlock("Old Face says:", "readers-comments", len(blocks)),
            DroppedBlock("I was <there> and it rained.", "readers-comments", len(blocks)),
            DroppedBlock("Leave a Reply", "comment-form", len(blocks)),
            DroppedBlock(
                "Your e-mail address <will> not be published", "comment-form", len(blocks)
            ),
        ),
        candidates=(
            Candidate("published", "2019", "page", "the year of the copyright line"),
            Candidate("title", "Untitled page", "page", "it names the template, not the page"),
        ),
    )
    return Entry(document, split_document(document, authority))


def _published(written: str | None) -> Published | None:
    if written is None:
        return None
    value, basis = written.split(":")
    precision = ("year", "month", "day")[value.count("-")]
    return Published(value, precision, basis)  # type: ignore[arg-type]


def _organisations(written: str | None, authority: Authority) -> tuple[Attribution, ...]:
    if written is None:
        return ()
    slug, basis = written.split(":")
    entry = authority.get(slug)
    name = entry.name if entry else slug
    return (Attribution(slug, name, basis),)  # type: ignore[arg-type]


_KINDS = {"- ": "item", "> ": "quote", "| ": "row"}


def _blocks(text: str) -> tuple[Block, ...]:
    """Blocks of a text with # headings, - items, > quotes and | rows; other lines run on."""
    lines: list[Block] = []
    for raw in text.strip().splitlines():
        line = raw.strip()
        heading = re.match(r"(#+) (.*)", line)
        if heading:
            lines.append(Block(heading[2], "heading", len(heading[1])))
        elif line[:2] in _KINDS:
            lines.append(Block(line[2:], _KINDS[line[:2]]))  # type: ignore[arg-type]
        elif lines and lines[-1].kind == "paragraph":
            lines[-1] = Block(f"{lines[-1].text} {line}")
        else:
            lines.append(Block(line))
    return tuple(lines)
