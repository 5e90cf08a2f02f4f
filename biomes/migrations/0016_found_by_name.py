import django.db.models.functions.text
from django.db import migrations, models

# The folding of `biomes.models.folding`, letter for letter: another one would leave these indexes unused.
_DROPPED = (
    "\u0300-\u036f\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u0621"
)
_LETTERS, _TWINS = "\u03c2\u0671\u0649\u06cc\u0629\u06a9", "\u03c3\u0627\u064a\u064a\u0647\u0643"
_INDEX = (
    "CREATE INDEX {name} ON biomes_biome USING gin ((translate(regexp_replace(lower(normalize(({column})::text, NFKD)),"
    f" '[{_DROPPED}]', '', 'g'), '{_LETTERS}', '{_TWINS}')) gin_trgm_ops);"
)


class Migration(migrations.Migration):
    """A living system among tens of thousands is found by words of its names, and by its whole name."""

    dependencies = [
        ("biomes", "0015_desk"),
        # Trigrams.
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            _INDEX.format(name="biome_name_folded", column="name")
            + _INDEX.format(name="biome_names_folded", column="names"),
            "DROP INDEX biome_name_folded; DROP INDEX biome_names_folded",
        ),
        migrations.AddIndex(
            model_name="biome",
            index=models.Index(django.db.models.functions.text.Upper("name"), name="biome_name_upper"),
        ),
    ]
