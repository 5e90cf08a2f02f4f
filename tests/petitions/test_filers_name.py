"""Once a petition has ended, who filed it is told on no public surface."""

import pytest
from django.conf import settings

from petitions import actions
from petitions.models import Petition
from tests.petitions.scene import NOON, opened, sign

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Quillon Ravensworth", "quillon@hidden.example"


def surfaces(petition):
    slug, url = petition.slug, f"{settings.SITE_URL}/petitions/{petition.slug}/"
    return [
        f"/petitions/{slug}/", f"/petitions/{slug}/history/", f"/petitions/{slug}/card/", f"/petitions/{slug}/box/",
        f"/petitions/{slug}/count/", f"/petitions/{slug}.json", f"/petitions/{slug}/count.json",
        f"/petitions/{slug}/history.csv", f"/petitions/{slug}/feed/", "/petitions/feed/", "/petitions.json",
        "/petitions.csv", "/petitions/", "/petitions/?show=closed", "/petitions/?q=Quillon+Ravensworth&show=closed",
        "/petitions/for/vessa-lagoon/", "/petitions/for/vessa-lagoon/feed/", "/petitions/overdue/",
        f"/oembed/?url={url}&format=json", f"/oembed/?url={url}&format=xml", f"/api/v1/petitions/{slug}/",
        f"/api/v1/petitions/{slug}/steps/", f"/api/v1/petitions/{slug}/history/", "/api/v1/petitions/?show=closed",
        "/api/v1/petitions/overdue/",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["closed", "withdrawn", "stopped"])
def test_no_surface_names_the_filer_of_a_petition_that_ended(client, end):
    petition = opened(name=NAME, email=EMAIL)
    sign(petition, "ana@shore.example")
    actions.count_due(at=NOON)
    Petition.objects.filter(pk=petition.pk).update(state=end, ended_at=NOON)

    told = {address: client.get(address) for address in surfaces(petition)}

    assert {
        address: page.status_code for address, page in told.items() if page.status_code not in {200, 286}
    } == {}
    naming = [
        address for address, page in told.items()
        if address.find("?q=") < 0 and ("Ravensworth" in page.content.decode() or EMAIL in page.content.decode())
    ]  # fmt: skip
    found = told["/petitions/?q=Quillon+Ravensworth&show=closed"].content.decode()
    assert naming == []
    assert petition.title not in found
