"""A comment as finished texts for templates/comments/_comment.html and _like.html."""

from django.utils.safestring import SafeString

from articles.editions import spoken_dates
from articles.stencils import Stencil
from comments.models import Comment
from vietnamese import dates, numbers

COMMENT = Stencil("comments/_comment.html", "comment")


def printed(comment: Comment, *, is_public=False, is_open=False) -> SafeString:
    """`is_public`: with what readers may do with it; `is_open`: answering, too."""
    return COMMENT(fields_of(comment), is_public=bool(is_public), is_open=bool(is_open))


def fields_of(comment: Comment) -> dict:
    answers = comment.answers if comment.answers_id and comment.answers_id != comment.parent_id else None
    return {
        "pk": str(comment.pk),
        "article": str(comment.article_id),
        "root": str(comment.parent_id or comment.pk),
        "name": comment.name,
        "iso": dates.iso(comment.created_at),
        "time": spoken_dates().long_date(comment.created_at),
        "text": comment.text,
        "answers": answers and str(answers.pk),
        "answers_name": answers and answers.name,
        "likes": comment.likes and numbers.grouped(comment.likes),
        "is_edited": comment.is_edited,
    }
