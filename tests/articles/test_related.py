"""Every article ends with what else its reader may like; and old pages offer new stories."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.models import Abbreviation, Article, Posting, Rebuilding, RelatedEntry, SearchEntry, Touched
from articles.related import suggestions, update_related
from articles.search import search
from articles.searching import reasons, rebuilding, shadow
from articles.searching.terms import Likeness, Vector, count_terms
from tests.factory import edit_live, make_article, make_person, make_section, make_topic

STORM = "<p>Bão số 8 gây mưa lớn, nước sông Vân dâng cao, nhiều xã ở Phú Lộc phải sơ tán dân.</p>"
FOOTBALL = "<p>Đội bóng trẻ của tỉnh thắng trận chung kết giải bóng đá thiếu niên toàn quốc.</p>"


def storm(number: int, **fields) -> Article:
    names = [
        "nước rút",
        "trường học",
        "lúa non",
        "tàu cá",
        "đê biển",
        "điện lưới",
        "khám bệnh",
        "đường sắt",
        "chợ",
    ]
    return make_article(
        f"Sau bão số 8: {names[number % 9]} {number}", body=STORM, lead="Bão số 8 đã tan.", **fields
    )


def titles(article: Article) -> list[str]:
    return [other.title for other in suggestions(article)]


@pytest.mark.django_db
def test_the_same_story_is_suggested_and_other_news_are_not():
    storms = [storm(number) for number in range(4)]
    for number in range(4):
        make_article(
            f"Bóng đá trẻ trận {number}",
            body=FOOTBALL,
            lead="Tin thể thao.",
            section=make_section("Thể thao"),
        )
    assert set(titles(storms[0])[:3]) == {article.title for article in storms[1:]}


@pytest.mark.django_db
def test_a_shared_rare_tag_or_topic_brings_articles_together():
    article = make_article(
        "Mùa lúa chín", lead="Đồng vào vụ.", tags=["đất phèn"], topics=[make_topic("Mặn xâm nhập")]
    )
    for number in range(20):
        make_article(
            f"Chuyện thường ngày số {number}", tags=["tin vắn"], body=f"<p>Ngày thứ {number} mươi.</p>"
        )
    tagged = make_article("Kênh đào mới", lead="Nước ngọt về.", body="<p>Máy xúc.</p>", tags=["đất phèn"])
    of_topic = make_article(
        "Trạm đo", lead="Số liệu.", body="<p>Quan trắc.</p>", topics=[make_topic("Mặn xâm nhập")]
    )
    assert set(titles(article)[:2]) == {tagged.title, of_topic.title}


@pytest.mark.django_db
def test_an_old_page_offers_a_story_written_years_later():
    old = storm(1, at=timezone.now() - timedelta(days=3 * 365))
    make_article("Chuyện khác hẳn", lead="Một tin khác.", body=FOOTBALL)
    assert storm(2).title == titles(old)[0]
    entry = RelatedEntry.objects.get(pk=old.pk)
    assert len(entry.others) == len(entry.scores)
    assert entry.scores == sorted(entry.scores, reverse=True)


@pytest.mark.django_db
def test_never_itself_a_pick_a_draft_a_scheduled_or_a_withdrawn_one(cast):
    picked, withdrawn = storm(1), storm(2)
    storm(3, published=False)
    storm(4, at=timezone.now() + timedelta(hours=1))
    article = storm(5, picks=[(picked, ""), (None, "Chưa có trong kho")])
    other = storm(6)
    withdrawn.move("withdraw", cast.secretary, seen=withdrawn.version, reason="Sai")
    assert titles(article) == [other.title]


@pytest.mark.django_db
def test_almost_the_same_title_is_shown_once():
    article = storm(0)
    make_article("Sơ tán dân vùng ngập ở Phú Lộc", body=STORM)
    make_article("Sơ tán dân vùng ngập ở Phú Lộc!", body=STORM)
    assert sum(title.startswith("Sơ tán") for title in titles(article)) == 1


@pytest.mark.django_db
def test_the_newest_of_the_section_fill_up():
    culture = make_section("Văn hóa")
    words = ["Tranh lụa", "Đờn ca", "Múa lân", "Hội làng", "Sách cũ", "Phim mới", "Nhà cổ"]
    for day, word in enumerate(words):
        lead, at = f"{word} kể chuyện.", timezone.now() - timedelta(days=day + 1)
        make_article(word, lead=lead, body=f"<p>{word}.</p>", section=culture, at=at)
    lonely = make_article("Quỹ đạo vệ tinh", lead="Không giống ai.", body="<p>Xyz.</p>", section=culture)
    assert titles(lonely) == words[:6]


@pytest.mark.django_db
def test_suggestions_cost_three_queries_at_most(django_assert_max_num_queries):
    articles = [storm(number) for number in range(9)]
    for article in (articles[0], make_article("Một mình", lead="Lẻ loi.", body="<p>Khác.</p>")):
        fresh = Article.objects.select_related("section").get(pk=article.pk)
        with django_assert_max_num_queries(3):
            assert len(suggestions(fresh)) == 6
    RelatedEntry.objects.update(others=None, scores=None)
    with django_assert_max_num_queries(3):
        assert len(suggestions(fresh)) == 6


@pytest.mark.django_db
def test_a_corrected_article_moves_to_its_new_neighbours(cast):
    first, second = storm(1), storm(2)
    make_article("Bóng đá trẻ", body=FOOTBALL, lead="Tin thể thao.")
    assert titles(first)[0] == second.title
    edit_live(second, cast.chief, title="Chung kết bóng đá thiếu niên", lead="Tin thể thao.", body=FOOTBALL)
    assert titles(second)[0] == "Bóng đá trẻ"
    scores = dict(zip(*RelatedEntry.objects.values_list("others", "scores").get(pk=first.pk), strict=True))
    assert scores.get(second.pk, 0) < 0.3


@pytest.mark.django_db
def test_updating_twice_changes_nothing():
    articles = [storm(number) for number in range(3)]
    update_related([article.pk for article in articles])
    before = list(RelatedEntry.objects.order_by("pk").values()), set(Posting.objects.values_list())
    update_related([article.pk for article in articles])
    assert (list(RelatedEntry.objects.order_by("pk").values()), set(Posting.objects.values_list())) == before


@pytest.mark.django_db(transaction=True)
def test_rebuilding_gives_the_same_answers_and_reads_on_meanwhile():
    storms = [storm(number) for number in range(5)]
    expected = set(titles(storms[0]))
    SearchEntry.objects.all().delete()
    RelatedEntry.objects.all().delete()
    assert suggestions(storms[0]), "the section's newest, while there is nothing else"
    call_command("rebuild_indexes", processes=1)
    assert set(titles(storms[0])) == expected
    assert len(search("bao so 8").items) == 5
    assert not Rebuilding.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_lists_that_were_left_out_are_made_later():
    storms = [storm(number) for number in range(5)]
    expected = set(titles(storms[0]))
    call_command("rebuild_indexes", processes=1, without_lists=True)
    assert not RelatedEntry.objects.exclude(others=None).exists()
    assert set(titles(storms[0])) == expected, "they are looked for when they are needed"
    call_command("rebuild_indexes", processes=1, lists=True)
    assert not RelatedEntry.objects.filter(others=None).exists()
    assert set(titles(storms[0])) == expected


@pytest.mark.django_db(transaction=True)
def test_a_stopped_rebuild_is_noticed_by_nobody_and_goes_on_where_it_was(cast, monkeypatch):
    storms = [storm(number) for number in range(3)]
    expected = set(titles(storms[0]))

    def stopped(_article_ids):
        raise KeyboardInterrupt

    with monkeypatch.context() as power_cut:
        power_cut.setattr(rebuilding, "fill", stopped)
        with pytest.raises(KeyboardInterrupt):
            call_command("rebuild_indexes", processes=1)
    # the newsroom and its readers go on
    edit_live(storms[1], cast.chief, title="Nhật thực ở Phú Lộc")
    storms[2].move("withdraw", cast.secretary, seen=storms[2].version, reason="Sai")
    published = storm(7)
    assert search("nhat thuc").items == [storms[1]]

    monkeypatch.setattr(rebuilding, "copy", stopped)  # the words are not read again
    call_command("rebuild_indexes", processes=1)
    assert search("nhat thuc").items == [storms[1]]
    assert set(titles(storms[0])) == expected - {storms[2].title, "Sau bão số 8: trường học 1"} | {
        "Nhật thực ở Phú Lộc",
        published.title,
    }
    assert not Rebuilding.objects.exists()
    assert not Touched.objects.exists()
    assert not shadow.is_there()


@pytest.mark.django_db(transaction=True)
def test_words_written_but_not_noted_when_it_stopped_are_written_once(monkeypatch):
    first, second = storm(1), storm(2)
    copied = []

    def copy_and_stop(article_ids, copy=rebuilding.copy):
        copied.extend(article_ids)
        copy(article_ids)
        raise KeyboardInterrupt

    with monkeypatch.context() as power_cut:
        power_cut.setattr(rebuilding, "copy", copy_and_stop)
        with pytest.raises(KeyboardInterrupt):
            call_command("rebuild_indexes", processes=1)
    assert copied == [first.pk, second.pk]
    call_command("rebuild_indexes", processes=1)
    assert SearchEntry.objects.count() == 2
    assert titles(first) == [second.title]


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_of_an_earlier_release_is_begun_anew():
    storm(1)
    shadow.create()
    Rebuilding.objects.create(stage="words", done_up_to=2**40)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {shadow.SCHEMA}.articles_searchentry ADD COLUMN gone integer")
    call_command("rebuild_indexes", processes=1)
    assert len(search("bao so 8").items) == 1


@pytest.mark.django_db(transaction=True)
def test_the_rebuilt_tables_have_all_the_old_ones_had():
    def anatomy():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
                " UNION SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid::regclass::text = ANY(%s)",
                [shadow.TABLES, shadow.TABLES],
            )
            return set(cursor.fetchall())

    storm(1)
    before = anatomy()
    call_command("rebuild_indexes", processes=1)
    assert anatomy() == before
    storm(2)


@pytest.mark.django_db(transaction=True)
def test_after_an_import_the_missing_lists_are_made_and_offered():
    storms = [storm(number) for number in range(3)]
    imported = storm(4)
    RelatedEntry.objects.filter(pk=imported.pk).update(others=None, scores=None)
    for entry in RelatedEntry.objects.exclude(pk=imported.pk):
        entry.others, entry.scores = [], []
        entry.save()
    call_command("rebuild_indexes", missing=True, processes=1)
    assert set(RelatedEntry.objects.get(pk=imported.pk).others) == {article.pk for article in storms}
    assert RelatedEntry.objects.get(pk=storms[0].pk).others == [imported.pk]


@pytest.mark.django_db(transaction=True)
def test_publishing_like_articles_at_once_neither_deadlocks_nor_loses_one():
    by = make_person()
    section = make_section()
    articles = [storm(number, by=by, section=section) for number in range(8)]
    failures = []

    def renew(pk: int) -> None:
        try:
            for _ in range(3):
                update_related([pk])
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=renew, args=(article.pk,)) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    everyone = {article.pk for article in articles}
    for entry in RelatedEntry.objects.all():
        assert set(entry.others) == everyone - {entry.pk}


def test_likeness_is_the_same_both_ways_and_most_for_the_same():
    counts = [
        count_terms(title, "", STORM) for title in ("Bão số 8 vào bờ", "Sau bão số 8", "Giá vàng hôm nay")
    ]
    first, second, third = (Vector.weigh(count, {}, 10) for count in counts)
    assert Likeness(first)(second) == pytest.approx(Likeness(second)(first), abs=0.001)
    assert Likeness(first)(first) == pytest.approx(1.7, abs=0.01)
    assert Likeness(first)(second) > Likeness(first)(third)
    assert Vector.unpack(first.pack()).terms == first.terms


@pytest.mark.django_db
def test_a_short_form_says_what_its_long_form_says():
    Abbreviation.objects.get_or_create(short="CCHC", defaults={"long": "cải cách hành chính"})
    article = make_article("Đẩy mạnh CCHC", lead="Sáng nay.", body="<p>Mời góp ý.</p>")
    in_full = make_article("Người dân nói về cải cách hành chính", lead="Ghi ở xã.", body=FOOTBALL)
    assert reasons.shared_phrases(article, [in_full.pk])[in_full.pk] == ["cải cách hành chính"]
    assert in_full.pk in RelatedEntry.objects.get(pk=article.pk).others

    Abbreviation.objects.filter(short="CCHC").delete()
    update_related([article.pk])
    assert not reasons.shared_phrases(article, [in_full.pk])[in_full.pk]
