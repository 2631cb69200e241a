from django.db import migrations, models

HELP = "From the first slash on: {}"


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_corrected_articles")]

    operations = [
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text=HELP.format("/tin-cu.html"),
                        max_length=500,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        db_index=True,
                        help_text=HELP.format("/kinh-te/"),
                        max_length=500,
                        verbose_name="leads to",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["path"],
            },
        ),
    ]
