"""The picture field of a form: a number without script, and all a script needs."""

import pytest
from django import forms

from images.widgets import PictureField
from tests.factory import make_picture


class Page(forms.Form):
    picture = PictureField(label="Ảnh", required=False)
    caption = forms.CharField(required=False)


def test_a_chosen_picture_shows_its_thumbnail(db):
    image = make_picture(caption="Cầu <Thanh Vân>")
    html = str(Page(initial={"picture": image.pk})["picture"])
    assert f'src="{image.thumbnail_url}"' in html
    assert "Cầu &lt;Thanh Vân&gt;" in html
    assert f'<input type="number" name="picture" value="{image.pk}"' in html
    assert 'data-upload-url="/admin/images/upload/"' in html
    assert 'data-fills="caption credit alternative_text"' in html
    assert "style=" not in html
    assert "onclick" not in html


def test_a_number_typed_without_script_is_a_picture(db):
    image = make_picture()
    form = Page({"picture": str(image.pk)})
    assert form.is_valid()
    assert form.cleaned_data["picture"] == image
    assert Page({"picture": ""}).is_valid()


@pytest.mark.parametrize("typed", ["999999", "-1", "abc", "9" * 40, "1e3", "1.5"])
def test_nonsense_is_answered_with_a_sentence_and_kept(db, typed):
    form = Page({"picture": typed})
    assert form.errors["picture"]
    assert f'value="{typed}"' in str(form["picture"])
