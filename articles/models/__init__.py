from articles.models.addresses import OldAddress
from articles.models.articles import Article, Priority
from articles.models.chains import Chain
from articles.models.copyrules import CopyRule
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
from articles.models.notices import Notice
from articles.models.pending import PendingEdit
from articles.models.people import Author, Byline
from articles.models.picks import Pick
from articles.models.previews import PreviewLink
from articles.models.revisions import Revision
from articles.models.sections import Section, Topic
from articles.models.tags import Tag, TaggedArticle
from articles.models.unsaved import Opening, PrivateDraft

__all__ = [
    "Abbreviation",
    "Article",
    "Author",
    "Byline",
    "Chain",
    "CopyRule",
    "Counting",
    "Notice",
    "OldAddress",
    "Opening",
    "PendingEdit",
    "Pick",
    "Posting",
    "PreviewLink",
    "Priority",
    "PrivateDraft",
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
