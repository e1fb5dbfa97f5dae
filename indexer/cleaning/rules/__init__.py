"""Tables of what boilerplate looks like. A rule is an entry; its name is shown to readers.

Which table to use:

- a whole line that is boilerplate wherever it occurs: ``lines.ALWAYS``
- one that varies in a word or two: ``patterns.PATTERNS``; a site's notice about itself:
  ``notices.NOTICES``
- words of menus and forms that may also head a section: ``menus.IN_CONTEXT``
- lines that alone prove nothing, but are evidence of a menu around them: ``menus.EVIDENCE``
- a class or id token, or an element: ``selectors.SURE``, ``LIKELY`` or ``ELEMENTS``
- comment forms and signatures of comments: ``comment_phrases``
- lines that announce other documents: ``related_links``
- a wiki's frame and marks: ``mediawiki``

All but ``selectors`` are compared with folded lines (``line_tables.fold_line``).
"""
