"""What the letters say, in text and in HTML."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Article
from newsletter.models import Edition, Letter, Subscriber
from newsletter.models.editions import cards_of, of_sections


@dataclass
class Composer:
    """Reads the articles of an edition once for a batch of letters."""

    cards: dict[int, list[Article]] = field(default_factory=dict)

    def compose(self, letter: Letter) -> EmailMultiAlternatives | None:
        """The letter in words, or None where there is nothing to say to this reader any more."""
        links = links_for(letter.subscriber)
        if letter.kind != Letter.EDITION:
            return message(letter, links)
        cards = self.cards_for(letter.edition, letter.subscriber)
        return message(letter, links | edition_context(letter.edition, cards)) if cards else None

    def cards_for(self, edition: Edition, subscriber: Subscriber) -> list[Article]:
        if edition.pk not in self.cards:
            self.cards[edition.pk] = cards_of(edition.articles)
        chosen = set(subscriber.sections.values_list("pk", flat=True))
        return of_sections(self.cards[edition.pk], chosen)


def links_for(subscriber: Subscriber) -> dict[str, str]:
    """{"confirm_url": ..., "leave_url": ..., "choose_url": ...}"""
    return {
        f"{name}_url": settings.SITE_URL + reverse(f"newsletter:{name}", args=[subscriber.token(name)])
        for name in ("confirm", "leave", "choose")
    }


def edition_context(edition: Edition, cards: list[Article]) -> dict:
    return {"edition": edition, "cards": cards, "site_url": settings.SITE_URL}


def message(letter: Letter, context: dict) -> EmailMultiAlternatives:
    folder, host = f"newsletter/letters/{letter.kind}", urlsplit(settings.SITE_URL).hostname
    subject = " ".join(render_to_string(f"{folder}_subject.txt", context).split())
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<ban-tin.{letter.pk}@{host}>",  # the same for a second attempt
    }
    if letter.kind == Letter.EDITION:
        headers |= {
            "List-ID": f"<ban-tin.{host}>",
            "List-Unsubscribe": f"<{context['leave_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        }
    text = render_to_string(f"{folder}.txt", context).strip() + "\n"
    mail = EmailMultiAlternatives(subject, text, to=[letter.subscriber.email], headers=headers)
    if letter.kind == Letter.EDITION:
        mail.attach_alternative(render_to_string(f"{folder}.html", context), "text/html")
    return mail
