"""What has to be done every minute, as plain functions that may run twice, side by side, or late."""

from comments import lexicon
from comments.models import Comment
from comments.models.comments import VERDICT

BATCH = 500


def rescore_waiting(most: int = 20_000) -> int:
    """Screen anew the waiting comments that met older word lists; how many. What is decided stays."""
    version, words = lexicon.current()
    done = 0
    while done < most:
        stale = list(Comment.objects.held().exclude(screened_with=version).order_by("-risk", "pk")[:BATCH])
        if not stale:
            break
        for comment in stale:
            comment.screen_again(version, words)
        Comment.objects.bulk_update(stale, VERDICT)
        done += len(stale)
    return done
