"""What the law outside said of a charter: recorded by curators with its source, read by everyone."""

import json

import pytest

from accounts.rules.roles import Role
from charters.models import LegalStatus
from tests.accounts.people import person, sign_in

pytestmark = pytest.mark.django_db
SAID = {"status": "upheld", "since": "2149-01-02", "source": "Court of Vessa 12/2149"}


def test_a_curator_records_it_and_everyone_reads_it(client, charter):
    sign_in(client, person("noor", Role.CURATOR))
    address = f"/charters/{charter.slug}/legal/"

    assert client.post(address, SAID).status_code == 302

    client.logout()
    assert SAID["source"] in client.get(f"/charters/{charter.slug}/").content.decode()
    assert client.get(f"/api/v1/charters/{charter.slug}/legal/").json()[0]["status"] == "upheld"
    assert client.post(address, SAID).status_code == 302
    assert LegalStatus.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [({"status": "liked"}, "status"), ({"since": "yesterday"}, "since"), ({"source": ""}, "source"), ({"source": "\x00"}, "source")],
)  # fmt: skip
def test_what_is_missing_names_its_field(client, charter, said, field):
    sign_in(client, person("noor", Role.CURATOR))

    answer = client.post(f"/charters/{charter.slug}/legal/", SAID | said)

    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    told = client.post(
        f"/api/v1/charters/{charter.slug}/legal/", json.dumps(SAID | said), content_type="application/json"
    )
    assert told.status_code == 400
    assert LegalStatus.objects.count() == 0
