"""Addresses that are still free."""

from itertools import count

from django.db import models

from vietnamese.text import slug


def free_slug(row: models.Model, name: str, max_length: int = 100) -> str:
    """An ASCII slug of `name` that no other row of this model has: ngoc-anh, ngoc-anh-2, ..."""
    base = slug(name, max_length) or row._meta.model_name
    others = type(row)._default_manager.exclude(pk=row.pk)
    for number in count(1):
        candidate = base if number == 1 else f"{base}-{number}"
        if not others.filter(slug=candidate).exists():
            return candidate
    raise AssertionError("count() does not end")
