"""What has to be done every minute, as plain functions that may run twice, side by side, or late."""

from comments import lexicon, post
from comments.models import Comment, Letter
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


def send_letters() -> int:
    """Send the letters that are due; how many left."""
    return post.send_waiting()


def tell_moderators() -> int:
    """Queue the moderators' digest, at most one an hour; how many letters."""
    return Letter.objects.digest()


EVERY_MINUTE = (rescore_waiting, tell_moderators, send_letters)
