"""Model fields that normalise every text on its way in, whatever door it came through."""

from django.db import models

from vietnamese.text import normalise, normalise_line


class NormalisedField:
    """Text is stored in one Unicode form; `clean_text` says which white space survives."""

    clean_text = staticmethod(normalise)

    def to_python(self, value):
        value = super().to_python(value)
        return self.clean_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return self.clean_text(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = self.clean_text(value)
            setattr(instance, self.attname, value)
        return value


class LineField(NormalisedField, models.CharField):
    """One line: titles, names, captions."""

    clean_text = staticmethod(normalise_line)


class TextField(NormalisedField, models.TextField):
    """Several lines: leads, descriptions, comments."""
