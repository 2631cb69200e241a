from django.db import migrations

FILL = """
update ratings_ratingtotal as total set
    votes_1 = found.one, votes_2 = found.two, votes_3 = found.three, votes_4 = found.four, votes_5 = found.five
from (
    select article_id,
        count(*) filter (where stars = 1) as one,
        count(*) filter (where stars = 2) as two,
        count(*) filter (where stars = 3) as three,
        count(*) filter (where stars = 4) as four,
        count(*) filter (where stars = 5) as five
    from ratings_rating group by article_id
) as found
where found.article_id = total.article_id
"""


class Migration(migrations.Migration):
    """Counts the votes that were given before the sum knew how they are spread."""

    dependencies = [("ratings", "0002_distribution_and_floods")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
