import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_submitted_waits_at_a_stage"),
    ]

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("editor", models.BooleanField(default=True, verbose_name="passes the editor")),
                (
                    "secretary",
                    models.BooleanField(default=True, verbose_name="passes the editorial secretary"),
                ),
                ("chief", models.BooleanField(default=False, verbose_name="passes the editor-in-chief")),
            ],
            options={
                "verbose_name": "chain of approval",
                "verbose_name_plural": "chains of approval",
                "ordering": ["section__path"],
            },
        ),
        migrations.AddField(
            model_name="chain",
            name="section",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: every section without a chain of its own.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chains",
                to="articles.section",
                verbose_name="section",
            ),
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.UniqueConstraint(
                fields=("section",),
                name="one_chain_per_section",
                nulls_distinct=False,
                violation_error_message="This section has a chain already: change that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="chain",
            constraint=models.CheckConstraint(
                condition=models.Q(("secretary", True), ("chief", True), _connector="OR"),
                name="chain_ends_with_somebody_who_approves",
                violation_error_message="The secretary or the editor-in-chief must approve: tick one.",
            ),
        ),
    ]
