from articles.models.addresses import ImportedAddress, OldAddress
from articles.models.articles import Article, Priority
from articles.models.chains import Chain
from articles.models.copyrules import CopyRule
from articles.models.holds import Hold
from articles.models.indexes import (
    Abbreviation,
    Counting,
    Posting,
    Rebuilding,
    RelatedEntry,
    SearchEntry,
    TermCount,
    ToOffer,
    Touched,
    Unindexed,
    WordCount,
)
from articles.models.kinds import Kind
from articles.models.links import OutsideLink
from articles.models.listed import Listed
from articles.models.notices import Notice
from articles.models.pending import PendingEdit
from articles.models.people import Author, Byline
from articles.models.picks import Pick
from articles.models.pictures import PictureUse
from articles.models.previews import PreviewLink
from articles.models.revisions import Revision
from articles.models.sections import Section, Topic
from articles.models.tags import MergedTag, Tag, TaggedArticle
from articles.models.unsaved import Opening, PrivateDraft

__all__ = [
    "Abbreviation",
    "Article",
    "Author",
    "Byline",
    "Chain",
    "CopyRule",
    "Counting",
    "Hold",
    "ImportedAddress",
    "Kind",
    "Listed",
    "MergedTag",
    "Notice",
    "OldAddress",
    "Opening",
    "OutsideLink",
    "PendingEdit",
    "Pick",
    "PictureUse",
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
    "ToOffer",
    "Topic",
    "Touched",
    "Unindexed",
    "WordCount",
]
