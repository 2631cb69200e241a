"""Letters to the mail server, in batches, at the rate the paper set. Any number of processes may do so."""

import logging
import time
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from newsletter.composing import Composer
from newsletter.models import Letter

log = logging.getLogger(__name__)

SECONDS = 45  # of a minute's work; the next minute goes on
PATIENCE = 10  # seconds the mail server has for an answer
PERMANENT = 500


class Away(Exception):
    """The mail server does not answer, or refuses whatever comes from us."""


def send_waiting(seconds: float = SECONDS) -> int:
    """Send what is due, for so many seconds at most; how many letters left."""
    if not Letter.objects.waiting().exists():
        return 0
    server, sent, ends = get_connection(timeout=PATIENCE), 0, time.monotonic() + seconds
    try:
        reach(server)
        composer = Composer()
        while time.monotonic() < ends and (letter := Letter.objects.claim()):
            sent += send(letter, composer, server)
            reach(server)
    except Away as trouble:
        log.warning("The newsletter waits: %s", trouble)  # no address in logs
    finally:
        close(server)
    return sent


def reach(server: BaseEmailBackend) -> None:
    """An open connection that answers, before a letter is begun: so a dead server leaves none in doubt."""
    try:
        smtp = getattr(server, "connection", None)
        if smtp is not None and smtp.noop()[0] != 250:
            server.close()
    except (SMTPException, OSError):
        server.connection = None
    try:
        server.open()
    except (SMTPException, OSError) as error:
        raise Away(type(error).__name__) from None


def close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except (SMTPException, OSError):
        server.connection = None


def send(letter: Letter, composer: Composer, server: BaseEmailBackend) -> bool:
    """Whether it went. Raises Away where the next one would not go either."""
    with translation.override(settings.LANGUAGE_CODE):
        mail = composer.compose(letter)
    if mail is None:
        letter.delete()
        return False
    try:
        server.send_messages([mail])
    except SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        letter.was_refused() if min(codes, default=0) >= PERMANENT else letter.put_back()
        return False
    except SMTPServerDisconnected:
        raise Away("the connection broke while a letter was sent; it stays in doubt") from None
    except SMTPResponseException as error:  # it said no, so the letter is not on its way
        letter.put_back()
        raise Away(f"{type(error).__name__} {error.smtp_code}") from None
    except (SMTPException, OSError) as error:
        raise Away(f"{type(error).__name__} while a letter was sent; it stays in doubt") from None
    letter.was_sent()
    return True
