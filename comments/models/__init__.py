"""Readers' comments and what surrounds them: one module per concern, one place to import from."""

from comments.models.acts import Act, CommentAct
from comments.models.comments import MAX_NAME, MAX_TEXT, Comment
from comments.models.letters import Correspondent, Digest, Letter
from comments.models.people import StoppedWriter
from comments.models.policies import CommentPolicy
from comments.models.responses import Like, Report, ReportReason
from comments.models.rules import HouseRules
from comments.models.states import Reason, State, TooMany
from comments.models.totals import CommentTotal
from comments.models.words import WordEntry

__all__ = [
    "MAX_NAME",
    "MAX_TEXT",
    "Act",
    "Comment",
    "CommentAct",
    "CommentPolicy",
    "CommentTotal",
    "Correspondent",
    "Digest",
    "HouseRules",
    "Letter",
    "Like",
    "Reason",
    "Report",
    "ReportReason",
    "State",
    "StoppedWriter",
    "TooMany",
    "WordEntry",
]
