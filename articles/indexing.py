"""What the verbs keep up besides the row itself: the search index and the suggestions."""

from collections.abc import Iterable

from articles import related, search


def keep_up(article_ids: Iterable[int]) -> None:
    """Bring the indexes in step with these articles, inside the transaction of the act."""
    ids = list(article_ids)
    search.update_index(ids)
    related.update_related(ids)
