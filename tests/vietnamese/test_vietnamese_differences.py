"""Two texts side by side, as an editor looks for what somebody changed."""

from hypothesis import given
from hypothesis import strategies as st

from vietnamese.differences import GONE, NEW, SAME, Part, differences, shortened
from vietnamese.text import normalise

SYLLABLES = st.lists(st.sampled_from("lợi tích ích hoà hòa đường các , . \n".split(" ")), max_size=20)


def test_a_changed_mark_is_a_changed_syllable():
    assert differences("Giữ hoà bình.", "Giữ hòa bình.") == [
        Part(SAME, "Giữ "),
        Part(GONE, "hoà"),
        Part(NEW, "hòa"),
        Part(SAME, " bình."),
    ]


def test_a_dropped_syllable_is_seen_alone():
    assert differences("các các đơn vị", "các đơn vị")[0].text.strip() in {"các", ""}
    gone = [part.text.strip() for part in differences("các các đơn vị", "các đơn vị") if part.kind == GONE]
    assert gone == ["các"]


def test_composed_and_decomposed_are_no_difference():
    assert differences("Trà Sa", "Tra\u0300 Sa") == [Part(SAME, "Trà Sa")]


@given(SYLLABLES.map(" ".join), SYLLABLES.map(" ".join))
def test_the_parts_give_both_texts_again(old, new):
    parts = differences(old, new)
    assert "".join(part.text for part in parts if part.kind != NEW) == normalise(old)
    assert "".join(part.text for part in parts if part.kind != GONE) == normalise(new)


def test_long_unchanged_stretches_are_left_out():
    parts = shortened(differences("xa " * 500 + "cũ", "xa " * 500 + "mới"))
    assert [part.kind for part in parts] == [SAME, GONE, NEW]
    assert len(parts[0].text) < 200
