from django import forms
from django.utils.translation import gettext_lazy as _

from ratings.models import MOST_STARS


class VoteForm(forms.Form):
    """One of five radio buttons; anything else is answered with one sentence."""

    stars = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(1, MOST_STARS + 1)],
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Please choose one to five stars, then send your rating.")
        ),
    )
