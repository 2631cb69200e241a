"""What sort of story an article is: each has a template of its own, a word on cards and an icon."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.embeds import HOSTS, Embed, embed_of


class Kind(models.TextChoices):
    STORY = "story", _("Ordinary article")
    PHOTO = "photo", _("Photo story")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Podcast")
    LONG = "long", _("Long-form article")


RECORDED = (Kind.VIDEO, Kind.AUDIO)  # need a recording, or a link to one
WIDE = (Kind.PHOTO, Kind.LONG)  # show the pictures of their text larger than the text is wide
WORDS = {  # on cards; an ordinary article has none
    Kind.PHOTO: pgettext_lazy("on a card", "Photos"),
    Kind.VIDEO: pgettext_lazy("on a card", "Video"),
    Kind.AUDIO: pgettext_lazy("on a card", "Podcast"),
    Kind.LONG: pgettext_lazy("on a card", "Long read"),
}


class HasKind:
    """The part of Article that knows how it is shown."""

    @property
    def kind_word(self):
        return WORDS.get(self.kind, "")

    @property
    def embed(self) -> Embed | None:
        """The player of another host that stands for a recording of our own."""
        return None if self.recording_id else embed_of(self.recording_link)

    @property
    def frames(self) -> list[str]:
        """Origins whose frames the page may show: the content policy of this page names no other."""
        hosts = [HOSTS["youtube"]] if 'class="embed"' in self.body else []
        if self.kind in RECORDED and self.embed:
            hosts.append(self.embed.host)
        return list(dict.fromkeys(host.origin for host in hosts))

    @property
    def template(self) -> str:
        return "articles/detail.html" if self.kind == Kind.STORY else f"articles/{self.kind}.html"
