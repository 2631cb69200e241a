"""Suggestions while a reader types: the paper's own tags and titles."""

from django.db.models import Exists, OuterRef

from articles.models import Article, Tag, TaggedArticle, WordCount
from articles.reading import CARDS
from articles.searching import spelling
from articles.searching.archive import Archive
from articles.searching.candidates import Finder
from articles.searching.queries import Query, parse
from articles.searching.ranking import Candidate
from articles.searching.scope import scope_of
from articles.searching.words import words_folded
from vietnamese.text import slug

TAGS, TITLES = 3, 5
SHORTEST = 2  # letters typed before anything is suggested
MOST_ENDINGS = 8  # words the last one typed may become
LOOKED_AT = 60  # titles among which the best are chosen


def complete(typed: str) -> dict[str, list[dict[str, str]]]:
    """{"tags": [{"text", "url"}], "articles": [{"text", "url"}]}: of published articles only."""
    query = parse(typed)
    if len("".join(query.folded)) < SHORTEST:
        return {"tags": [], "articles": []}
    return {
        "tags": [{"text": tag.name, "url": tag.get_absolute_url()} for tag in _tags(query.typed)],
        "articles": [{"text": a.title, "url": a.get_absolute_url()} for a in _articles(query)],
    }


def _tags(typed: str) -> list[Tag]:
    if not slug(typed):
        return []
    used = TaggedArticle.objects.filter(
        tag=OuterRef("pk"), content_object__in=Article.objects.published().in_edition()
    )
    return list(Tag.objects.filter(Exists(used), slug__startswith=slug(typed)).order_by("slug")[:TAGS])


def _articles(query: Query) -> list[Article]:
    *whole, last = query.folded
    endings = WordCount.objects.filter(word__startswith=last).order_by("-articles", "word")
    ended = dict(endings.values_list("word", "articles")[:MOST_ENDINGS]) or {last: 0}
    counts = spelling.known(whole) | {last: sum(ended.values())}
    units = [((word,),) for word in whole] + [tuple((word,) for word in ended)]
    finder = Finder(*scope_of(query), query, units, Archive.now(), counts)
    titled = [
        candidate
        for candidate in finder.newest(LOOKED_AT)
        if _begins(words_folded(_title(candidate)), whole, last)
    ]
    begun = " ".join(query.folded)
    titled.sort(key=lambda candidate: not " ".join(words_folded(_title(candidate))).startswith(begun))
    best = [candidate.article for candidate in titled[:TITLES]]
    found = {article.pk: article for article in CARDS(ids=best)}
    return [found[pk] for pk in best if pk in found]


def _title(candidate: Candidate) -> list[str]:
    return candidate.words.partition("\n")[0].split()


def _begins(title: list[str], whole: list[str], last: str) -> bool:
    """The title has the words typed, and one that begins as the last of them does."""
    return set(whole) <= set(title) and any(word.startswith(last) for word in title)
