"""What holds for any text at all: `anything` draws from all of Unicode, `vietnamese` makes likely trouble."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import (
    TONES,
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

LETTERS = "aeiouydđqhtnAEOUYDĐQ" + "âăêôơưáàạốệỳỷòÒÀẬ"
TROUBLE = (
    "\u0302\u0306\u031b\u0327\u0338"
    + "\u200b\u200d\ufe0f\u00ad\u00a0\r\n\t"
    + "ðÐ\u0189ßİıΣﬁ²…-_.,1❤👩↔\u20e3\ud800"
)

every_character = st.characters(exclude_categories=())  # lone surrogates too
anything = st.text(every_character)
vietnamese = st.text(st.sampled_from(LETTERS + TONES + TROUBLE))
texts = anything | vietnamese


@given(texts)
def test_normalising_again_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(texts)
def test_stored_text_can_be_stored_and_sent(text):
    stored = normalise(text)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b\u200c\u200e\u200f\u202a-\u202e\ufeff]", stored
    )
    assert stored.encode().decode() == stored


@given(texts)
def test_composed_and_decomposed_text_have_the_same_forms(text):
    for form in (unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)):
        assert normalise(form) == normalise(text)
        assert one_tone(form) == one_tone(text)
        assert fold(form) == fold(text)
        assert spelling_key(form) == spelling_key(text)
        assert slug(form) == slug(text)
        assert syllables(form) == syllables(text)
        assert sort_key(form) == sort_key(text)


@given(texts)
def test_keys_of_keys_are_the_same_keys(text):
    for key in (normalise_line, one_tone, fold, spelling_key, slug):
        assert key(key(text)) == key(text)


@given(vietnamese)
def test_the_tone_placement_does_not_change_a_key(text):
    for key in (fold, spelling_key, slug, syllables):
        assert key(one_tone(normalise(text))) == key(text)


@given(texts)
def test_one_tone_keeps_every_letter(text):
    assert fold(one_tone(text)) == fold(text)
    assert len(one_tone(text)) == len(unicodedata.normalize("NFC", text))


@given(st.text(st.sampled_from(LETTERS + TONES + " ")))
def test_vietnamese_folds_to_ascii_letters(text):
    assert re.fullmatch("[a-z ]*", re.sub("[\u0300-\u036f]", "", fold(text)))
    assert fold(text.upper()) == fold(text)


@given(texts, st.integers(0, 100))
def test_a_slug_is_an_address(text, max_length):
    address = slug(text, max_length)
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", address)
    assert len(address) <= max_length
    assert slug(text, 10**6).startswith(address)


@given(texts, st.integers(0, 200))
def test_an_excerpt_is_never_longer_than_its_limit(text, limit):
    short = excerpt(text, limit)
    assert len(short) <= limit
    assert "\n" not in short
    line = normalise_line(text)
    assert short == line or line.startswith(short.removesuffix("…"))


@given(texts)
def test_syllables_are_words_of_the_text(text):
    lowered = one_tone(normalise(text).lower())
    for word in syllables(text):
        assert word in lowered
        assert not re.search(r"[\s_.,-]", word)
    assert syllables(" ".join(syllables(text))) == syllables(text)


@given(texts)
def test_folded_syllables_are_those_of_the_folded_text(text):
    assert fold_syllables(text) == fold_syllables(fold(text))


@given(texts)
def test_a_sort_key_is_plain_ascii_of_bounded_length(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert len(key) <= 9 * len(normalise_line(text)) + 2
