"""Tables of HTML elements, roles, and class tokens by their meaning for the reader."""

from __future__ import annotations

from indexer.model import BlockKind

KINDS: dict[str, BlockKind] = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("blockquote",), "quote"),
    **dict.fromkeys(("figcaption", "caption", "legend"), "caption"),
    **dict.fromkeys(("pre", "listing", "xmp"), "preformatted"),
    **dict.fromkeys(("table", "td", "th", "article", "body", "textarea"), "paragraph"),
}
"""The kind of block that the text of an element is, unless an element inside changes it."""

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing
    main menu nav noframes noscript ol optgroup option p pre search section select summary table
    tbody td textarea tfoot th thead tr ul xmp button iframe""".split()
)
"""Elements at whose start and end a block ends."""

SILENT = frozenset(
    """script style template head title meta link svg canvas audio video object embed applet iframe
    map area param source track datalist base basefont bgsound frame""".split()
)
"""Elements whose content is not text for a reader."""

SPACES = frozenset(("img", "input", "spacer"))
"""Elements that separate words."""

ROLES = {
    "navigation": "nav",
    "contentinfo": "footer",
    "banner": "header",
    "complementary": "aside",
    "search": "search",
    "main": "main",
    "article": "article",
    "form": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
}
"""Landmark roles, and the element that each makes of any other."""

NEVER_HIDDEN = frozenset(("html", "body", "main", "article"))
"""Elements that some pages hide until their scripts have run."""

COMMENTS = frozenset(
    """comment comments commentlist comment-list comments-list comments-area comment-body
    commentbody comment-content comments-section comment-section comment-meta comment-metadata
    disqus_thread dsq-comments comments-wrapper comment-wrapper comment-thread
    comment-header""".split()
)
"""Class and id tokens of readers' comments, whose dates are not the page's."""

DATE_TOKENS = frozenset(
    """published entry-date updated dt-published dt-updated post-date postdate post_date pubdate
    date-published published-date publish-date publication-date posted-on entry-time date-header
    article-date article__date news-date newsdate byline-date timestamp date datum fecha
    date-display-single field-name-post-date submitted-date""".split()
)
"""Class tokens of elements that hold a date of the page."""
