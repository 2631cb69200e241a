from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_stage_of_submitted"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("review_state", "submitted"), ("stage__in", ["editor", "secretary", "chief"])),
                    models.Q(models.Q(("review_state", "submitted"), _negated=True), ("stage", "")),
                    _connector="OR",
                ),
                name="submitted_article_waits_at_a_stage",
            ),
        ),
    ]
