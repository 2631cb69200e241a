from articles.models.articles import Article, Pick
from articles.models.indexes import (
    Abbreviation,
    Counting,
    Posting,
    Rebuilding,
    RelatedEntry,
    SearchEntry,
    TermCount,
    WordCount,
)
from articles.models.people import Author, Byline
from articles.models.revisions import Revision
from articles.models.sections import Section, Topic
from articles.models.tags import Tag, TaggedArticle

__all__ = [
    "Abbreviation",
    "Article",
    "Author",
    "Byline",
    "Counting",
    "Pick",
    "Posting",
    "Rebuilding",
    "RelatedEntry",
    "Revision",
    "SearchEntry",
    "Section",
    "Tag",
    "TaggedArticle",
    "TermCount",
    "Topic",
    "WordCount",
]
