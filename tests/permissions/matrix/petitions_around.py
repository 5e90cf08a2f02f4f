"""Around petitions: everything is for everybody to read, hidden ones are gone, and the creator's days are the creator's."""

from tests.permissions.format import GONE, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.petitions import of
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ANY, ALL_GONE, NOT_THERE = {A: EVERYONE}, {GONE: EVERYONE}, {HIDDEN: EVERYONE}
SLUGGED = ("petitions:history", "petitions:card", "petition_feed", "api:petition-count", "api:petition-history",
           "api:petition-steps")  # fmt: skip


def shown(state):
    from django.conf import settings

    return lambda w: {"url": f"{settings.SITE_URL}/petitions/{w[f'p {state}'].slug}/"}


ROWS = [
    *(Row(route, "GET", args=of("open"), expect=ANY) for route in SLUGGED),
    *(Row(route, "GET", state="draft", args=of("draft"), expect=NOT_THERE) for route in SLUGGED),
    *(Row(route, "GET", state="hidden", args=of("hidden"), expect=ALL_GONE) for route in SLUGGED),
    Row("petitions_feed_for", "GET", args={"biome": "vessa-lagoon"}, expect=ANY),
    Row("petitions_feed_for", "GET", state="unknown", args={"biome": "nowhere"}, expect=NOT_THERE),
    Row("oembed", "GET", query=shown("open"), expect=ANY),
    Row("oembed", "GET", state="draft", query=shown("draft"), expect=NOT_THERE),
    Row("oembed", "GET", state="hidden", query=shown("hidden"), expect=NOT_THERE),
    Row("oembed", "GET", state="without an address", expect={INVALID: EVERYONE}),
    Row("api:petition-moving", "GET", expect=ANY),
    Row("api:petition-days", "GET", args=of("open"),
        expect={SIGN_IN: STRANGERS, A: {Who.AUTHOR}, HIDDEN: SIGNED_IN - {Who.AUTHOR}}),
]  # fmt: skip
