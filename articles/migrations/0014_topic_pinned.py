import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_openings")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="pinned",
            field=models.ForeignKey(
                blank=True,
                help_text="Stands on top of the story's page: an explainer, or where to get help.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.article",
                verbose_name="pinned article",
            ),
        ),
    ]
