"""A living system on the map was merged into one of the registry: what was asked for it goes along."""

from django.db import transaction

from biomes import queries as biomes
from petitions.models import PetitionBiome


@transaction.atomic
def carry_petitions(*, biome: str, into: str) -> int:
    """Every petition about the one is about the other, once; safe to run twice."""
    taking = biomes.public_biome(into)
    if taking is None:
        return 0
    moved = 0
    for row in PetitionBiome.objects.select_for_update(of=("self",)).filter(biome__slug=biome):
        if PetitionBiome.objects.filter(petition=row.petition_id, biome=taking).exists():
            row.delete()
        else:
            row.biome = taking
            row.save(update_fields=["biome"])
        moved += 1
    return moved
