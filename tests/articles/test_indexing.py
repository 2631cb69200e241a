"""Indexes kept by the acts: at once what decides what is found, after the act whom it is suggested to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.indexing import index_missing, renew_young
from articles.models import Article, Counting, Rebuilding, RelatedEntry, SearchEntry, ToOffer
from articles.related import make_lists, suggestions
from articles.search import search
from portal import jobs
from tests.articles.test_related import storm
from tests.factory import edit_live, make_article, make_shelf
from tests.processes import database_url

everything = pytest.mark.django_db(transaction=True)


@pytest.mark.django_db
def test_what_is_found_changes_inside_the_act_and_lists_after_it(cast, django_capture_on_commit_callbacks):
    first, second = storm(1), storm(2)
    with django_capture_on_commit_callbacks(execute=False) as later:
        second.revise(cast.chief, seen=second.version, changes={"title": "Nắng lên ở phá"})
        second.move("approve_edit", cast.chief, seen=second.version)
        assert [article.title for article in search("nang len o pha").items] == ["Nắng lên ở phá"]
    assert ToOffer.objects.filter(pk=second.pk).exists(), "the process may end here"
    for callback in later:
        callback()
    assert not ToOffer.objects.exists()
    assert second.pk in RelatedEntry.objects.get(pk=first.pk).others


@pytest.mark.django_db
def test_what_a_crash_left_is_done_by_the_next_minute():
    first, second = storm(1), storm(2)
    RelatedEntry.objects.filter(pk=second.pk).update(others=None, scores=None)
    RelatedEntry.objects.filter(pk=first.pk).update(others=[], scores=[])
    ToOffer.objects.create(pk=second.pk)
    assert [article.pk for article in suggestions(second)] == [first.pk], "looked for meanwhile"
    assert jobs.run() == []
    assert RelatedEntry.objects.get(pk=first.pk).others == [second.pk]
    assert RelatedEntry.objects.get(pk=second.pk).others == [first.pk]
    assert make_lists() == 0


@pytest.mark.django_db
def test_articles_stored_around_the_verbs_are_found_after_a_minute():
    make_shelf(3)
    assert search("tin so").items == []
    assert index_missing() == 3
    assert len(search("tin so").items) == 3
    assert index_missing() == 0


@pytest.mark.django_db
def test_a_withdrawn_article_waiting_for_its_list_is_offered_to_nobody(cast):
    first, second = storm(1), storm(2)
    RelatedEntry.objects.update(others=[], scores=[])
    ToOffer.objects.create(pk=second.pk)
    second.move("withdraw", cast.secretary, seen=second.version, reason="Sai")
    make_lists()
    assert RelatedEntry.objects.get(pk=first.pk).others == []
    assert not ToOffer.objects.exists()


@pytest.mark.django_db(transaction=True, reset_sequences=True)  # young by its articles' numbers
def test_a_young_archive_is_indexed_anew_when_it_has_doubled():
    storms = [storm(number) for number in range(4)]
    highest = Article.objects.order_by("pk").last().pk
    Counting.objects.update_or_create(pk=1, defaults={"rebuilt": (highest - 21) // 2})
    assert renew_young()
    assert not renew_young()
    assert {article.pk for article in suggestions(storms[0])} == {article.pk for article in storms[1:]}


def works(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@everything
def test_a_rebuild_killed_in_the_middle_takes_nothing_from_readers_and_can_be_resumed(cast):
    make_shelf(520)  # more than one batch
    call_command("rebuild_indexes", processes=1)
    storms = [storm(number) for number in range(3)]
    found = len(search("tin so").items)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "rebuild_indexes", "--restart", "--processes", "2"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not Rebuilding.objects.filter(stage="words", done_up_to__gt=0).exists():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.01)
    helpers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(helpers) > 1
    while any(map(works, helpers)):
        assert time.monotonic() < until, "they would go on beside those of the next rebuild"
        time.sleep(0.01)
    assert len(search("tin so").items) == found
    assert {article.pk for article in suggestions(storms[0])} >= {storms[1].pk, storms[2].pk}
    edit_live(storms[0], cast.chief, title="Nắng lên ở phá")
    assert [article.title for article in search("nang len o pha").items] == ["Nắng lên ở phá"]
    call_command("rebuild_indexes", processes=1)
    assert not Rebuilding.objects.exists()
    assert SearchEntry.objects.count() == Article.objects.count()
    assert [article.title for article in search("nang len o pha").items] == ["Nắng lên ở phá"]
    assert {article.pk for article in suggestions(storms[1])} >= {storms[0].pk, storms[2].pk}


@pytest.mark.django_db
def test_a_draft_costs_its_writer_no_terms_and_nobody_is_offered_it():
    public, draft = storm(1), make_article("Bão số 8 vào phá Trà Sa, 2 xã mất điện", published=False)
    assert not RelatedEntry.objects.filter(pk=draft.pk).exists(), "its terms wait for the minute"
    make_lists()
    assert RelatedEntry.objects.get(pk=draft.pk).vector, "they warn of the same news told twice"
    assert draft.pk not in (RelatedEntry.objects.get(pk=public.pk).others or [])
    assert not ToOffer.objects.exists()
