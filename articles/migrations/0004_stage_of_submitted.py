from django.db import migrations


def with_the_editor(apps, schema_editor):
    """What was submitted before stages had a name waits for the editor."""
    articles = apps.get_model("articles", "Article").objects.filter(review_state="submitted", stage="")
    articles.update(stage="editor")


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_article_approval")]
    operations = [migrations.RunPython(with_the_editor, migrations.RunPython.noop)]
