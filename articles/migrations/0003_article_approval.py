import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("articles", "0002_search_indexes"),
        ("images", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("see_all_articles", "Can see everybody's articles"),
                    ("submit_article", "Can submit articles"),
                    ("edit_submitted_article", "Can edit submitted articles"),
                    ("pass_on_article", "Can pass on articles"),
                    ("send_back_article", "Can send articles back"),
                    ("publish_article", "Can publish articles"),
                    ("edit_live_article", "Can edit approved and public articles"),
                    ("withdraw_article", "Can withdraw articles"),
                    ("approve_as_chief", "Can approve as editor-in-chief"),
                    ("publish_in_emergency", "Can publish in an emergency"),
                ],
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="claimed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="claimed by",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="claimed_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="deadline",
            field=models.DateTimeField(blank=True, null=True, verbose_name="deadline"),
        ),
        migrations.AddField(
            model_name="article",
            name="embargo_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="under embargo until"),
        ),
        migrations.AddField(
            model_name="article",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Urgent"), (2, "Normal"), (3, "Can wait")], default=2, verbose_name="priority"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="seal",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="article",
            name="sealed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="sealed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("editor", "Editor"),
                    ("secretary", "Editorial secretary"),
                    ("chief", "Editor-in-chief"),
                ],
                editable=False,
                max_length=12,
                verbose_name="stage",
            ),
        ),
    ]
