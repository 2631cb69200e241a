"""An archive comes in: streamed, again and again, one bad line never taking another along."""

import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.importing.records import BadRecord, parse, read_byline
from articles.models import Article, Section, Tag
from tests.factory import edit_live, make_person

pytestmark = pytest.mark.django_db


def record(number=1, **fields):
    return {
        "id": f"cu-{number}",
        "title": f"Bài lưu trữ số {number}",
        "lead": "Sapo của bài.",
        "body": ["Đoạn một <b>không phải thẻ</b>.", "Đoạn hai."],
        "category": "Kinh tế",
        "tags": ["Cải cách hành chính", "đầm Trà Sa"],
        "published_at": "2018-12-12T14:59:00+07:00",
    } | fields


def write(path, records):
    lines = [item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(path, **options):
    out, err = StringIO(), StringIO()
    call_command("import_articles", str(path), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_an_archive_article_is_public_with_section_tags_and_date(tmp_path, client):
    run(write(tmp_path / "a.jsonl", [record()]))
    article = Article.objects.get()
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert "Thứ Tư, 12/12/2018 14:59" in text
    assert "Đoạn một &lt;b&gt;không phải thẻ&lt;/b&gt;." in text
    assert article.section.path == "kinh-te"
    assert sorted(tag.name for tag in article.tags.all()) == ["Cải cách hành chính", "đầm Trà Sa"]
    assert article.revisions.get().act == "import"


def test_a_second_run_changes_nothing_and_a_changed_line_is_updated(tmp_path):
    path = write(tmp_path / "a.jsonl", [record(1), record(2)])
    assert "2 created, 0 updated, 0 unchanged, 0 refused" in run(path)[0]
    assert "0 created, 0 updated, 2 unchanged, 0 refused" in run(path)[0]
    write(path, [record(1), record(2, title="Tít mới", tags=["hoà bình"])])
    assert "0 created, 1 updated, 1 unchanged, 0 refused" in run(path)[0]
    changed = Article.objects.get(source_id="cu-2")
    assert (changed.title, changed.version, [tag.name for tag in changed.tags.all()]) == (
        "Tít mới",
        2,
        ["hoà bình"],
    )


def test_bad_lines_are_named_and_skipped_and_the_others_come_in_whole(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        [
            record(1),
            '{"id": "gãy", "title": "Dòng gãy',
            record(3, title=""),
            record(4, published_at="hôm qua"),
            record(5, title="x" * 201),
            record(6, body={"p": "?"}),
            record(7, title="NUL\x00 ở giữa"),
            record(8, body="<p>" + "y" * 1_100_000 + "</p>"),
            "[1, 2]",
            record(10, published_at="2999-01-01T00:00:00Z"),
        ],
    )
    out, err = run(path)
    assert "2 created, 0 updated, 0 unchanged, 8 refused" in out
    for line in (2, 3, 4, 5, 6, 8, 9, 10):
        assert f"line {line}:" in err
    assert {article.source_id for article in Article.objects.all()} == {"cu-1", "cu-7"}
    assert Article.objects.get(source_id="cu-7").title == "NUL ở giữa"


def test_a_record_the_database_refuses_stays_alone(tmp_path):
    """Two records of one batch, one with a section no address can be made of."""
    out, err = run(
        write(tmp_path / "a.jsonl", [record(1, category="Mới"), record(2, category="!!!"), record(3)])
    )
    assert "2 created, 0 updated, 0 unchanged, 1 refused" in out
    assert "line 2:" in err
    assert Section.objects.filter(path="moi").exists()


def test_a_dry_run_stores_nothing(tmp_path):
    out, _err = run(write(tmp_path / "a.jsonl", [record()]), dry_run=True)
    assert "1 created" in out
    assert not Article.objects.exists()
    assert not Tag.objects.exists()
    assert not Section.objects.exists()


def test_gzip_is_read_as_a_stream_and_a_cut_off_file_keeps_what_came_before(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress("\n".join(json.dumps(record(n)) for n in range(600)).encode())
    path.write_bytes(packed[:-8])
    with pytest.raises(CommandError):
        run(path)
    assert Article.objects.count() >= 250


def test_what_an_editor_changed_since_is_not_overwritten(tmp_path):
    path = write(tmp_path / "a.jsonl", [record()])
    run(path)
    article, chief = Article.objects.get(), make_person()
    edit_live(article, chief, title="Biên tập lại")
    out, err = run(write(path, [record(title="Tít từ tệp")]))
    assert "1 refused" in out
    assert "edited in the newsroom" in err
    assert Article.objects.get().title == "Biên tập lại"


def test_undated_records_get_the_date_of_the_option(tmp_path):
    run(write(tmp_path / "a.jsonl", [record(published_at=None)]), undated="2001-02-03")
    assert timezone.localdate(Article.objects.get().published_at).isoformat() == "2001-02-03"


def test_the_same_id_twice_in_a_file_is_one_article(tmp_path):
    out, _err = run(write(tmp_path / "a.jsonl", [record(1), record(1, title="Bản sau")]))
    assert "1 created, 0 updated, 1 unchanged, 0 refused" in out
    assert Article.objects.get().title == "Bản sau"


def test_a_page_known_in_full_has_all_its_parts(tmp_path, client):
    picks = [f"Tít liên quan số {number}" for number in range(1, 8)]
    page = record(
        2, byline="Tin, ảnh: Thái Sơn", source_prefix="BTP", caption="Giao dịch", picks=["cu-1", *picks]
    )
    run(write(tmp_path / "a.jsonl", [record(1), page]))
    article = Article.objects.get(source_id="cu-2")
    text = client.get(article.get_absolute_url()).content.decode()
    assert "Tin, ảnh:" in text
    assert "Thái Sơn" in text
    places = [text.index(title) for title in ["Bài lưu trữ số 1", *picks]]
    assert places == sorted(places)
    assert f'href="{Article.objects.get(source_id="cu-1").get_absolute_url()}"' in text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Tin, ảnh: Thái Sơn", [("Thái Sơn", "news"), ("Thái Sơn", "photo")]),
        ("Bài: Hạnh Nhi; ảnh: Thế Phong", [("Hạnh Nhi", "text"), ("Thế Phong", "photo")]),
        ("Bài và ảnh: A - B", [("A", "text"), ("B", "text")]),
        ("Minh Anh", [("Minh Anh", "text")]),
        ("", []),
    ],
)
def test_bylines_are_read_as_papers_write_them(text, rows):
    assert read_byline(text) == rows


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b"null", b'{"id": 5}', b"[" * 100_000, b'{"id": "a", "title": ["b"]}']
)
def test_no_line_breaks_the_reader(line):
    with pytest.raises(BadRecord):
        parse(1, line)


def test_kinds_and_translations_come_along(tmp_path, client):
    link = "https://vimeo.com/123456789"
    film = record(1, kind="video", recording_link=link, transcript="Một.\n\nHai.")
    told = record(2, title="Story two", language="en", category="Life", translation_of="cu-1")
    run(write(tmp_path / "a.jsonl", [film]))
    run(write(tmp_path / "b.jsonl", [told]))
    original, english = Article.objects.order_by("source_id")
    assert (original.kind, original.recording_link, original.transcript) == ("video", link, "Một.\n\nHai.")
    assert (english.language, english.section.path) == ("en", "en/life")
    assert english.translation_of == original
    assert original.get_absolute_url() in client.get(english.get_absolute_url()).content.decode()
    out, err = run(write(tmp_path / "c.jsonl", [record(3, kind="novel"), record(4, language="fr")]))
    assert "2 refused" in out
    assert "novel" in err
