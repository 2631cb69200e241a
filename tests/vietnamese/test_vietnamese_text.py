import unicodedata
from itertools import pairwise

import pytest

from vietnamese.text import (
    excerpt,
    fold,
    fold_syllables,
    normalise,
    normalise_line,
    one_tone,
    slug,
    sort_key,
    spelling_key,
    syllables,
)


def decomposed(text):
    return unicodedata.normalize("NFD", text)


class TestStoredForm:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            (decomposed("Thừa Thiên Huế, đường Lê Lợi"), "Thừa Thiên Huế, đường Lê Lợi"),
            ("Hu\u00ea\u0301", "Huế"),
            ("va\u0323\u0302n", "vận"),
            ("c\u00e1\u0302p", "cấp"),
            ("A\u0301\u0306n", "Ắn"),
            ("ng\u01b0\u0300\u031bi", "ngừi"),
            ("S\u01a1\u031bn", "Sơn"),
            ("\u00d0\u00e0 N\u1eb5ng, \u00f0\u01b0\u1eddng, \u0189\u00f4ng", "Đà Nẵng, đường, Đông"),
        ],
        ids=["decomposed", "half", "order", "late-shape", "late-breve", "late-horn", "twice", "eth"],
    )
    def test_letters_are_whole(self, typed, stored):
        assert normalise(typed) == stored
        assert unicodedata.is_normalized("NFC", normalise(typed))

    @pytest.mark.parametrize(
        "invisible",
        "\x00\x07\x1b\x7f\x9f\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069"
        "\ud800\udfff\ufe0f\ufeff\uffff",
        ids=ascii,
    )
    def test_nothing_invisible_stays_in_a_word(self, invisible):
        assert normalise(f"quố{invisible}c ngữ{invisible}") == "quốc ngữ"

    def test_an_invisible_character_does_not_keep_a_letter_apart_from_its_mark(self):
        assert normalise("Huê\u200b\u0301") == "Huế"

    @pytest.mark.parametrize("space", "\u00a0\u2000\u2003\u2009\u200a\u202f\u3000")
    def test_every_space_is_a_plain_space(self, space):
        assert normalise(f"Sở{space}Y tế") == "Sở Y tế"

    def test_line_breaks_and_tabs_stay(self):
        typed = "Đoạn một\r\nĐoạn hai\rĐoạn\tba\u2028bốn\x0bnăm\n\nsáu"
        assert normalise(typed) == "Đoạn một\nĐoạn hai\nĐoạn\tba\nbốn\nnăm\n\nsáu"

    @pytest.mark.parametrize(
        "emoji", ["👩\u200d🚀", "👨\u200d👩\u200d👧", "❤\ufe0f", "1\ufe0f\u20e3", "🏳\ufe0f\u200d🌈"]
    )
    def test_emoji_stay_joined(self, emoji):
        assert normalise(f"Chúc mừng {emoji}!") == f"Chúc mừng {emoji}!"

    def test_clean_text_is_returned_as_it_is(self):
        text = "Thừa Thiên Huế phấn đấu lọt top 10"
        assert normalise(text) is text

    def test_a_title_is_one_line(self):
        assert normalise_line(" \u00a0Sở  Y tế\r\n\tTP. Huế\u200b \n") == "Sở Y tế TP. Huế"


class TestOneTone:
    @pytest.mark.parametrize(
        ("typed", "spelling"),
        [
            ("hoà", "hòa"),
            ("Hoà bình, HOÀ BÌNH", "Hòa bình, HÒA BÌNH"),
            ("thuý Uỷ ban SUÝ", "thúy Ủy ban SÚY"),
            ("khoẻ toè hoè loá doạ", "khỏe tòe hòe lóa dọa"),
            ("hoà_bình", "hòa_bình"),
            (decomposed("hoà"), "hòa"),
        ],
    )
    def test_the_two_spellings_meet(self, typed, spelling):
        assert one_tone(typed) == spelling
        assert one_tone(spelling) == spelling

    def test_words_with_one_spelling_stay(self):
        words = "quý Quỳ quà quẻ giá toán Hoàng ngoéo huỳnh tuyết thuở loài xoáy khuỷu"
        assert one_tone(words) == words
        assert one_tone(words.upper()) == words.upper()


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Thái Sơn", "thai son"),
            ("ĐƯỜNG Đà Nẵng", "duong da nang"),
            ("ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ÝỲỶỸỴ", "aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy"),
            ("Café São Tomé, Malmö, Straße, Łódź", "cafe sao tome, malmo, strasse, lodz"),
            ("“Vừa làm - vừa học”…", "“vua lam - vua hoc”…"),
            ("\u00d0ồng", "dong"),
        ],
    )
    def test_marks_and_capitals_go(self, text, folded):
        assert fold(text) == folded

    @pytest.mark.parametrize("spelling", ["hoà", "hòa", "HOÀ", "Hòa", decomposed("hoà"), "ho\u200bà"])
    def test_every_spelling_is_one_key(self, spelling):
        assert fold(spelling) == "hoa"


class TestSpellingKey:
    def test_the_look_alikes_of_a_tag_are_one_tag(self):
        tag = "Cải cách hành chính"
        typed = [tag, decomposed(tag), f" {tag}  ", tag.upper(), tag.replace(" ", "\u00a0"), f"{tag}\u200b"]
        assert {spelling_key(each) for each in typed} == {"cải cách hành chính"}

    def test_both_tone_placements_are_one_tag(self):
        assert spelling_key("Hoà Bình") == spelling_key("hòa bình") == "hòa bình"

    def test_words_with_other_marks_are_other_tags(self):
        assert len({spelling_key(word) for word in ("ngu", "ngủ", "ngữ", "Ngư", "đa", "da")}) == 6


class TestSlug:
    @pytest.mark.parametrize(
        ("title", "address"),
        [
            ("Đà Nẵng", "da-nang"),
            ("đường", "duong"),
            ("ường", "uong"),
            ("TTH.VN - Phấn đấu: chỉ số 4.0!", "tth-vn-phan-dau-chi-so-4-0"),
            ("  “Hoà bình”  ", "hoa-binh"),
            ("50% số hộ dân_nghèo", "50-so-ho-dan-ngheo"),
            ("…", ""),
            ("日本", ""),
            ("", ""),
        ],
    )
    def test_ascii_address(self, title, address):
        assert slug(title) == address
        assert slug(decomposed(title)) == address

    def test_a_long_title_is_cut_between_words(self):
        assert slug("Thừa Thiên Huế phấn đấu", max_length=15) == "thua-thien-hue"
        assert slug("Thừa Thiên Huế phấn đấu", max_length=14) == "thua-thien-hue"
        assert slug("Thừa Thiên Huế phấn đấu", max_length=13) == "thua-thien"

    def test_one_endless_word_is_cut_anyway(self):
        assert slug("a" * 100) == "a" * 80


class TestSyllables:
    def test_words_keep_their_marks(self):
        assert syllables("Chữ Quốc ngữ, HOÀ bình (đường).") == ["chữ", "quốc", "ngữ", "hòa", "bình", "đường"]

    def test_a_word_list_entry_never_hits_another_word(self):
        for text in ("chữ quốc ngữ", "giấc ngủ", "người", "Ngự Bình"):
            assert "ngu" not in syllables(text)
            assert "ngu" not in syllables(decomposed(text))
        assert "ngu" in syllables("Đồ NGU!")

    def test_numbers_split_at_their_punctuation(self):
        assert syllables("4.0 ngày 12/12/2018: 1.234,5 Covid-19 m2") == (
            ["4", "0", "ngày", "12", "12", "2018", "1", "234", "5", "covid", "19", "m2"]
        )

    def test_underscores_part_words(self):
        assert syllables("thành_phố") == ["thành", "phố"]

    def test_a_letter_without_composed_form_stays_in_its_word(self):
        assert syllables("m\u0300am") == ["m\u0300am"]

    def test_reporter_is_found_without_marks(self):
        assert fold_syllables("Tin, ảnh: Thái Sơn") == ["tin", "anh", "thai", "son"]


class TestExcerpt:
    def test_a_short_text_stays(self):
        assert excerpt("Huế hôm nay.", 12) == "Huế hôm nay."

    def test_a_long_text_is_cut_between_words(self):
        text = "Thừa Thiên Huế phấn đấu lọt top 10"
        assert excerpt(text, 15) == "Thừa Thiên Huế…"
        assert excerpt(text, 14) == "Thừa Thiên…"

    @pytest.mark.parametrize("mark", [",", ":", ".", " –", " “", " (", "..."])
    def test_no_punctuation_dangles_before_the_ellipsis(self, mark):
        assert excerpt(f"Sở Y tế{mark} và những đơn vị khác", 11) == "Sở Y tế…"

    def test_one_endless_word_is_cut_anyway(self):
        assert excerpt("a" * 200, 10) == "a" * 9 + "…"

    def test_paragraphs_become_one_line(self):
        assert excerpt("Đoạn một.\n\nĐoạn hai.") == "Đoạn một. Đoạn hai."


class TestAlphabeticalOrder:
    def test_dictionary_order(self):
        dictionary = """
            1 10 2 a À ả ã á ạ ai ăn ẩm ân ba Bà bả bã bá bạ chợ da dung dũng Đà đê em Êm ga hoa hoà hòa
            huế Huế lan o Ô ông ơn pha quê rau sông ta ủng ưng vua xa y ý
        """
        words = dictionary.split()
        assert sorted(reversed(words), key=sort_key) == words
        assert all(sort_key(first) < sort_key(second) for first, second in pairwise(words))

    def test_da_nang_comes_after_dung(self):
        names = ["Đà Nẵng", "Dung", "Đắk Lắk", "An Giang", "Ấn Độ", "Ăn", "Zoé", "Huế", "2 giờ", "“Mở”"]
        assert sorted(names, key=sort_key) == [
            "“Mở”",
            "2 giờ",
            "An Giang",
            "Ăn",
            "Ấn Độ",
            "Dung",
            "Đà Nẵng",
            "Đắk Lắk",
            "Huế",
            "Zoé",
        ]

    def test_letters_decide_before_tones_over_the_whole_phrase(self):
        assert sorted(["má ba", "mà bê", "ma bô"], key=sort_key) == ["má ba", "mà bê", "ma bô"]

    def test_a_shorter_phrase_comes_first(self):
        assert sort_key("Hà") < sort_key("Hà Nội") < sort_key("Hải")

    def test_foreign_letters_sort_with_their_plain_ones(self):
        assert sort_key("Garb") < sort_key("Garçon") < sort_key("Gard")
        assert sort_key("日本") > sort_key("Zz")
