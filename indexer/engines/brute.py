"""A query run the plain way: every step over Python's own sets and numbers.

Slow and easy to see through; what faster ways of running are tested against.
"""

from __future__ import annotations

from indexer.engines.answering import MAX_FRAGMENTS, Outcome, Ranked
from indexer.engines.folding import Folding
from indexer.engines.plan import Leaf
from indexer.engines.ranking import Scorer, document_score, idf

Scored = tuple[int, float, list[tuple[int, float]]]
"""A document's number and score, and its matched passages with theirs, best first."""


class BruteRun(Folding):
    """One query under way on an index that fulfils ``folding.Index``."""

    def outcome(self) -> Outcome:
        """See ``Run.outcome``."""
        hits, facets = self.narrow(self.matched())
        ranked = self.ranked(hits)
        start = (self.query.page - 1) * self.query.size
        return Outcome(
            len(hits),
            sum(self._matched_passages(row) for row in ranked),
            facets,
            tuple(self._ranked(row) for row in ranked[start : start + self.query.size]),
        )

    def count(self) -> int:
        """See ``Run.count``."""
        return len(self.narrow(self.matched())[0])

    def holds(self, leaf: Leaf) -> bool:
        """See ``Run.holds``."""
        return bool(self.documents(leaf))

    def _matched_passages(self, row: Scored) -> int:
        document, _, passages = row
        return len(passages) if self.plan.wanted else self.index.rows[document].count

    def _ranked(self, row: Scored) -> Ranked:
        document, score, passages = row
        shown = [number for number, _ in passages[:MAX_FRAGMENTS]]
        if not shown:
            shown = list(self.index.rows[document].passages[:1])
        return Ranked(document, score, self._matched_passages(row), tuple(shown))

    def passage_scores(self, hits: set[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Scores of the matched passages of the hits, and of their titles alone by document."""
        scorer, owners = Scorer(self.index.lengths), self.index.owners
        wanted = [self.occurrences(leaf) for leaf in self.plan.wanted]
        scores: dict[int, float] = dict.fromkeys(
            (p for found in wanted for p in found.passages if owners[p] in hits), 0.0
        )
        titles: dict[int, float] = {}
        for found in wanted:
            self.check_time()
            held = {owners[passage] for passage in found.passages}
            weight = idf(len(held | set(found.titles)), len(self.index.rows))
            for passage, times in found.passages.items():
                if passage in scores:
                    document = owners[passage]
                    in_title = found.titles.get(document, 0)
                    scores[passage] += scorer.leaf_score(weight, passage, times, document, in_title)
            for document, times in found.titles.items():
                if document in hits:
                    score = scorer.leaf_score(weight, None, 0, document, times)
                    titles[document] = titles.get(document, 0.0) + score
                    for passage in self.index.rows[document].passages:
                        if passage in scores and passage not in found.passages:
                            scores[passage] += score
        return scores, titles

    def ranked(self, hits: set[int]) -> list[Scored]:
        """Hits in order, each with its score and its matched passages, best first."""
        scores, titles = self.passage_scores(hits)
        of_document: dict[int, list[tuple[int, float]]] = {document: [] for document in hits}
        for passage, score in scores.items():
            of_document[self.index.owners[passage]].append((passage, score))
        rows = []
        for document, passages in of_document.items():
            passages.sort(key=lambda item: (-item[1], item[0]))
            score = document_score([s for _, s in passages]) or titles.get(document, 0.0)
            rows.append((document, score, passages))
        rows.sort(key=self._order)
        return rows

    def _order(self, row: Scored) -> tuple[object, ...]:
        document, score, _ = row
        card = self.index.rows[document].card
        if self.query.sort == "relevance":
            return (-score, card.path, card.id)
        dated = () if card.published is None else _date_key(card.published.value)
        if self.query.sort == "newest":
            dated = tuple(-part for part in dated)
        return (card.published is None, dated, card.path, card.id)


def _date_key(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split("-"))
