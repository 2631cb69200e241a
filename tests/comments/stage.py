"""What the stories about comments share."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

from comments.models import Comment

FRAGMENT = {"X-Requested-With": "fragment"}
TEXT = "Cầu mới đẹp quá.\nMong tỉnh làm thêm đường gom."


def address(article) -> str:
    return f"/y-kien/{article.pk}/"


def page(response) -> str:
    return response.content.decode()


def open_form(client, article, *, seconds: int = 60, **typed) -> dict:
    """What a browser would send a minute after the reader opened the form."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        html = page(client.get(address(article)))
    token = re.search(r'name="opened" value="([^"]+)"', html)[1]
    filled = {"name": "Lê Thị Hoà", "email": "hoa@vidu.example", "text": TEXT, "consent": "on", "website": ""}
    return filled | {"opened": token} | typed


def send(client, article, *, headers=None, seconds: int = 60, **typed):
    return client.post(
        address(article), open_form(client, article, seconds=seconds, **typed), headers=headers or {}
    )


def make_comment(
    article, text=TEXT, *, name="Lê Thị Hoà", email="hoa@vidu.example", approved_by=None, **fields
):
    sent = {"name": name, "email": email, "text": text, "writer": "a" * 32, "consent_version": "1"} | fields
    comment, _is_new = Comment.objects.send(article, **sent)
    if approved_by:
        comment.approve(approved_by)
    return comment
