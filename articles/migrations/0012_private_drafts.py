import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_revision_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivateDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tab", models.CharField(max_length=32)),
                ("seen", models.PositiveIntegerField()),
                ("fields", models.JSONField()),
                ("closed", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
            },
        ),
        migrations.AddField(
            model_name="privatedraft",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="private_drafts",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="privatedraft",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="privatedraft",
            index=models.Index(fields=["by", "article"], name="draft_offered"),
        ),
        migrations.AddConstraint(
            model_name="privatedraft",
            constraint=models.UniqueConstraint(fields=("by", "tab"), name="one_draft_per_open_form"),
        ),
    ]
