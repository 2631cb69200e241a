"""The secretary is away: an editor stands in until a day, and not a day longer."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deputyship, User
from articles.models import Article
from articles.workflow import Refused
from tests.factory import make_article

pytestmark = pytest.mark.django_db


def stand_in(person, role, **days):
    today = timezone.localdate()
    fields = {"begins": today, "ends": today} | {name: today + timedelta(days=n) for name, n in days.items()}
    return Deputyship.objects.create(person=person, role=Group.objects.get(name=role), **fields)


def fresh(person):
    return User.objects.get(pk=person.pk)  # rights are asked once a request


def test_a_deputy_publishes_until_the_last_day(cast):
    article = make_article(published=False, by=cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.move("pass_on", cast.editor, seen=article.version)
    with pytest.raises(Refused):
        article.move("publish", fresh(cast.editor), seen=article.version)
    stand_in(cast.editor, "secretary", ends=3)
    with time_machine.travel(timezone.now() + timedelta(days=4)), pytest.raises(Refused):
        article.move("publish", fresh(cast.editor), seen=article.version)
    article.move("publish", fresh(cast.editor), seen=article.version)
    assert Article.objects.published().exists()
    assert article.published_by == cast.editor


def test_before_its_first_day_it_gives_nothing(cast):
    stand_in(cast.reporter, "chief", begins=2, ends=3)
    assert not fresh(cast.reporter).has_perm("articles.publish_in_emergency")


def test_the_deputys_start_page_shows_what_waits_for_the_role(cast, login):
    stand_in(cast.moderator, "editor")
    make_article("Chờ biên tập", published=False, by=cast.reporter).move("submit", cast.reporter, seen=1)
    assert "Chờ biên tập" in login(cast.moderator).get(reverse("admin:index")).content.decode()


def test_the_last_day_is_not_before_the_first(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        stand_in(cast.editor, "chief", ends=-1)


def test_only_superusers_name_deputies(cast, login):
    add = reverse("admin:accounts_deputyship_add")
    typed = {"person": cast.editor.pk, "role": Group.objects.get(name="chief").pk}
    typed |= {"begins": "01/01/2026", "ends": "31/12/2999"}
    assert login(cast.chief).post(add, typed).status_code == 403
    User.objects.filter(pk=cast.chief.pk).update(is_superuser=True)
    page = login(fresh(cast.chief)).get(add).content.decode()
    assert "Tổng biên tập" in page
    assert login(fresh(cast.chief)).post(add, typed).status_code == 302
    assert fresh(cast.editor).has_perm("articles.publish_in_emergency")
