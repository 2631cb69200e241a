"""Players of other hosts: which we know, how their addresses read, what a page must be allowed to show them.

Nothing is asked of such a host before a reader presses play: until then the page shows a link.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Host:
    name: str  # as readers know it
    origin: str  # of the frame, for the content policy
    player: str  # address of the frame; {} is the number of the film
    page: str  # where the film is watched over there
    address: re.Pattern


HOSTS = {
    "youtube": Host(
        "YouTube",
        "https://www.youtube-nocookie.com",
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
        "https://www.youtube.com/watch?v={}",
        re.compile(
            r"(?:https?:)?//(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/"
            r"(?:watch\?(?:[^\s#]*&)?v=|embed/|shorts/|live/)|youtu\.be/)(?P<id>[A-Za-z0-9_-]{11})(?:[?&#/]\S*)?"
        ),
    ),
    "vimeo": Host(
        "Vimeo",
        "https://player.vimeo.com",
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
        "https://vimeo.com/{}",
        re.compile(r"(?:https?:)?//(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{6,12})(?:[?#/]\S*)?"),
    ),
    "spotify": Host(
        "Spotify",
        "https://open.spotify.com",
        "https://open.spotify.com/embed/episode/{}",
        "https://open.spotify.com/episode/{}",
        re.compile(
            r"(?:https?:)?//open\.spotify\.com/(?:intl-\w+/)?(?:embed/)?episode/(?P<id>[A-Za-z0-9]{22})(?:[?#]\S*)?"
        ),
    ),
}
ORIGINS = tuple(host.origin for host in HOSTS.values())  # portal/settings.py and nginx allow these frames


@dataclass(frozen=True)
class Embed:
    host: Host
    id: str

    @property
    def player(self) -> str:
        return self.host.player.format(self.id)

    @property
    def page(self) -> str:
        return self.host.page.format(self.id)


def embed_of(address: str) -> Embed | None:
    """What is to be seen at this address, where it is one of a host we know."""
    for host in HOSTS.values():
        if match := host.address.fullmatch(address.strip()):
            return Embed(host, match["id"])
    return None
