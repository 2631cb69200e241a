"""Short forms are looked up by their folded words."""

from django.db import migrations, models

import vietnamese.fields
from articles.models.indexes import key_of


def fill(apps, schema_editor):
    """Of two spellings of one short form the first stays."""
    known = set()
    for row in apps.get_model("articles", "Abbreviation").objects.order_by("pk"):
        row.short_key, row.long_key = key_of(row.short), key_of(row.long)
        if row.short_key in known or not row.short_key:
            row.delete()
            continue
        known.add(row.short_key)
        row.save(update_fields=["short_key", "long_key"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0024_holds_on_suggestions")]
    operations = [
        migrations.AddField(
            "abbreviation", "short_key", models.CharField(editable=False, max_length=60, null=True)
        ),
        migrations.AddField(
            "abbreviation", "long_key", models.CharField(editable=False, max_length=200, null=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "abbreviation", "short", vietnamese.fields.LineField(max_length=20, verbose_name="short form")
        ),
        migrations.AlterField(
            "abbreviation", "short_key", models.CharField(editable=False, max_length=60, unique=True)
        ),
        migrations.AlterField(
            "abbreviation", "long_key", models.CharField(db_index=True, editable=False, max_length=200)
        ),
    ]
