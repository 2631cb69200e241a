"""A writer takes an offered article into the picks with the keyboard alone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from tests.articles.test_related import STORM, storm
from tests.factory import make_article


def test_an_offered_article_becomes_a_pick_by_keyboard(page, cast, sign_in):
    old = timezone.now() - timedelta(days=300)
    stories = [storm(number, at=old) for number in range(3)]
    draft = make_article("Sau bão số 8", lead="Bão đã tan.", body=STORM, published=False, by=cast.reporter)
    sign_in(page, "reporter")
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.locator(".cke_wysiwyg_div").wait_for()
    page.fill("[name=title]", "Sau bão số 8: nước rút, người dân về nhà")
    button = page.locator("#alike [data-pick]").first
    button.wait_for()
    chosen = button.get_attribute("data-title")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#alike [role=status]")).to_contain_text(chosen)
    expect(page.locator("#alike [data-pick]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    picks = [pick.target for pick in Article.objects.get(pk=draft.pk).picks.all()]
    assert len(picks) == 2
    assert set(picks) < set(stories)
    assert picks[0].title == chosen
