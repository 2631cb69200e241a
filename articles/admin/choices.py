"""Searching selects that do not ask the database for what the page has read already."""

from django import forms

from articles.admin.lists import CheckedSelect


class KnownSelect(CheckedSelect):
    """`known` has rows by number; only what is not among them is asked for."""

    known: dict = {}

    def optgroups(self, name, value, attrs=None):
        chosen = [key for key in value if str(key).isdecimal()]
        if any(int(key) not in self.known for key in chosen):
            return super().optgroups(name, value, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance
        for number, key in enumerate(chosen, 1):
            row = self.known[int(key)]
            options.append(self.create_option(name, row.pk, label(row), True, number))
        return [(None, options, 0)]


class KnownChoice(forms.ModelChoiceField):
    """Takes what is chosen from `known`; anything else is asked for, unless `asks` is switched off."""

    known: dict = {}
    asks = True

    def to_python(self, value):
        if value not in self.empty_values and str(value).isdecimal() and int(value) in self.known:
            return self.known[int(value)]
        if value not in self.empty_values and not self.asks:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class KnownRow(KnownChoice):
    """In a row of a formset: the rows' names are asked for together (inlines.KnownRows)."""

    asks = False
