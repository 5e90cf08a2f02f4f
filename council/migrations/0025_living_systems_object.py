"""A seat that speaks for a living system may object: what every such seat could do until now is written down."""

from django.db import migrations

# Seats whose statutes name other capacities keep those; nothing is taken back on the way down.
GIVE = """
UPDATE council_seat SET capacity = capacity || ARRAY['veto']::varchar[]
WHERE represents <> '' AND NOT capacity @> ARRAY['veto']::varchar[];
"""


class Migration(migrations.Migration):
    dependencies = [("council", "0024_seatings_by_count")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
