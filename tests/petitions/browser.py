"""What the tests of pages share: letters and the links in them, and filing by hand."""

import re

from tests.petitions.scene import ASKS, BACKGROUND, TITLE, lagoon


def token_in(text, name):
    return re.search(rf"/petitions/{name}/([A-Za-z0-9_-]+)/", text)[1]


def masked(text):
    return re.sub(r"nonce-?=?[^ ;>]*", "", text)


def mail():
    """What the mail tick sends."""
    from django.core import mail as outbox

    from petitions import tasks

    outbox.outbox = []
    tasks.send_due()
    return outbox.outbox


def file_by_hand(client, title=TITLE):
    lagoon()
    start = client.post("/petitions/new/", {"biomes": ["vessa-lagoon"], "right": ""})
    base = start.url.rsplit("/", 2)[0]
    client.post(f"{base}/title/", {"title": title})
    client.post(f"{base}/asks/", {"ask_1": ASKS[0], "ask_3": ASKS[1]})
    client.post(f"{base}/background/", {"background": BACKGROUND, "details": ""})
    return base, client.post(f"{base}/relation/", {"relation": "lives", "zone": ""})
