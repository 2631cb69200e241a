from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("articles", "0010_first_abbreviations"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("act__in", ("submit", "pass_on", "approve", "send_back", "publish"))),
                fields=["at"],
                name="revision_steps",
            ),
        ),
    ]
