"""Sealed until the close: two worlds whose ballots are opposite look the same to everybody else.

Only fields of fixed length that are random by themselves are masked: commitments and the hashes,
roots and signatures built on them, tokens and nonces; and the moment of asking.
"""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Letter
from accounts.rules.roles import Role
from ledger import actions as ledger
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.instructing import ask, assembly, instruct

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RANDOM = [
    (re.compile(rb"[0-9a-f]{64}"), b"<64 hex>"),
    (re.compile(rb"[0-9a-f]{16}(?:\xe2\x80\xa6|\.\.\.)"), b"<16 hex>"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"<uuid>"),
    (re.compile(rb"[A-Za-z0-9+/]{86,91}={1,2}"), b"<signature>"),
    (re.compile(rb"[A-Za-z0-9+/]{43}="), b"<base64 of 32>"),
    (re.compile(rb'csrfmiddlewaretoken" value="[A-Za-z0-9]{64}'), b"<token>"),
    (re.compile(rb'nonce="[^"]+"'), b"<nonce>"),
    (re.compile(rb"nonce-[A-Za-z0-9+/_=-]+"), b"<nonce>"),
    (re.compile(rb"\d\d:\d\d(:\d\d)?(\.\d+)?"), b"<time>"),
    (re.compile(rb'"[0-9a-f]{32}"'), b"<etag>"),
]
HEADERS_OF_THE_MOMENT = {"Set-Cookie", "X-Request-ID", "Date", "Expires", "Last-Modified"}


@pytest.fixture
def scene(db):
    """Of this very hour: pages read the database's clock."""
    return scenes.council(now())


def masked(data: bytes) -> bytes:
    for pattern, name in RANDOM:
        data = pattern.sub(name, data)
    return data


def surfaces(motion, seat, *, everything):
    """Addresses with headers: all of the council and of the log, or those that look at who asks."""
    fragment = {"HX-Request": "true"}
    code = motion.code
    own = [
        (reverse("council:index"), {}),
        (reverse("council:motion", args=[code]), {}),
        (reverse("council:presence", args=[code]), fragment),
        (reverse("council:cast", args=[code, seat]), {}),
        (reverse("council:instruction", args=[code, "b-1"]), {}),
        (reverse("council:questions"), {}),
        (reverse("council:seat_in", args=[code, seat]), fragment),
        (reverse("portal:desk"), {}),
        (reverse("api:motion-instructions", args=[code]), {}),
        (reverse("council:desk"), {}),
        (reverse("council:seats"), {}),
        (reverse("api:motion-detail", args=[code]), {}),
        (reverse("api:motion-ballots", args=[code]), {}),
        ("/admin/council/motion/", {}),
        ("/admin/council/closeddecision/", {}),
        ("/admin/council/ballot/", {}),
    ]
    if not everything:
        return own
    return [
        *own,
        (reverse("council:motions"), {}),
        (reverse("council:motion", args=[code]), fragment),
        (reverse("council:presence", args=[code]), {}),
        (reverse("council:body", args=["vessa-humans"]), {}),
        (reverse("council:record", args=[code]), {}),
        (reverse("council:seat", args=["b-1"]), {}),
        (reverse("api:motion-record", args=[code]), {}),
        (reverse("council:rule", args=["ordinary"]), {}),
        (reverse("api:motion-list"), {}),
        (reverse("api:seat-list"), {}),
        (reverse("api:mandate-list"), {}),
        (reverse("ledger:log"), {}),
        (reverse("ledger:log") + f"?about={motion.subject}", {}),
        (reverse("log-entries"), {}),
        (reverse("log-checkpoint"), {}),
        (reverse("portal:search") + "?q=council", {}),
        (reverse("sitemap"), {}),
    ]


def seen_by(client, motion, seat, *, everything):
    """Status, headers, masked body and true length of every surface."""
    found = {}
    for address, headers in surfaces(motion, seat, everything=everything):
        answer = client.get(address, headers=headers)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kept = {k: masked(v.encode()) for k, v in answer.items() if k not in HEADERS_OF_THE_MOMENT}
        found[address, bool(headers)] = (answer.status_code, kept, len(body), masked(body))
    return found


def world(scene, motion, clients, choices, told=()):
    """The same acts with these choices and instructions; what each viewer sees; then the world is undone."""
    at = motion.opens_at + timedelta(minutes=5)
    with transaction.atomic():
        for n, (answer, why) in enumerate(told):
            instruct(scene, motion, motion.opens_at + timedelta(minutes=2, seconds=n), answer, why)
        for n, (seat, choice) in enumerate(choices.items()):
            scene.cast(motion, seat, choice, at + timedelta(seconds=n), UUID(int=n + 1))
        # A change of mind, the other way round in the other world.
        first = next(iter(choices))
        scene.cast(motion, first, choices[first], at + timedelta(minutes=2), UUID(int=99))
        ledger.deliver_due(at=at + HOUR)
        ledger.seal_due(at=at + HOUR)
        found = {
            name: seen_by(client, motion, "h-5", everything=name == "anon")
            for name, client in clients.items()
        }
        letters = [(letter.subject, masked(letter.body.encode())) for letter in mail.outbox]
        letters += list(Letter.objects.order_by("pk").values_list("to", "subject", "text"))
        transaction.set_rollback(True)
    return found, letters


def first_difference(left, right):
    """The lines that give a leak away, for whoever reads the failure."""
    pairs = zip(left[3].splitlines(), right[3].splitlines(), strict=False)
    return next(((a, b) for a, b in pairs if a != b), (left[:3], right[:3]))


def test_two_opposite_worlds_look_the_same_before_the_close(scene):
    motion = scene.open(now() - HOUR, affects=["biomes.biome/vessa-lagoon"])
    viewers = {
        "anon": None,
        "member": scene.people["h-5"],
        "guardian": scene.people["b-2"],
        "secretary": scene.secretary,
        "admin": person("root", Role.ADMIN),
    }
    clients = {name: sign_in(Client(), who) if who else Client() for name, who in viewers.items()}
    one = {
        "h-1": "yes",
        "h-2": "no",
        "h-3": "abstain",
        "h-4": "yes",
        "b-1": "yes",
        "b-1/2": "yes",
        "b-3": "no",
    }
    # Alike hands in one world are a split seat in the other; abstentions and choices all change.
    other = {
        "h-1": "no",
        "h-2": "yes",
        "h-3": "yes",
        "h-4": "no",
        "b-1": "no",
        "b-1/2": "yes",
        "b-3": "abstain",
    }

    left, left_letters = world(scene, motion, clients, one)
    right, right_letters = world(scene, motion, clients, other)

    assert left_letters == right_letters
    for viewer in viewers:
        for surface, answer in left[viewer].items():
            assert answer == right[viewer][surface], (
                viewer,
                surface,
                first_difference(answer, right[viewer][surface]),
            )


ONE_WAY = [
    ("yes", "Short."),
    ("no", "The assembly of 3 May heard the fishers, and none wants the gates open."),
]
OTHER_WAY = [("abstain", "It heard both shores at length, and could not agree on one word."), ("free", "So.")]
CAST = {"h-1": "yes", "b-1/2": "yes", "b-2": "no"}


def asked(scene):
    """A motion that the lagoon's seat has put to its assembly; another seat has an appointer of its own."""
    for seat, slug in (("b-1", "lagoon-assembly"), ("b-2", "upstream-assembly")):
        assembly(scene, now(), seat=seat, slug=slug)
    motion = scene.open(now() - HOUR)
    ask(scene, motion, motion.opens_at + timedelta(minutes=1))
    return motion


def test_a_different_instruction_changes_nothing_for_anybody_else(scene):
    motion = asked(scene)
    viewers = {
        "anon": None,
        "member": scene.people["h-5"],
        "guardian of another": scene.people["b-2"],
        "officer of another": scene.people["upstream-assembly"],
        "secretary": scene.secretary,
        "admin": person("root", Role.ADMIN),
    }
    clients = {name: sign_in(Client(), who) if who else Client() for name, who in viewers.items()}

    left, left_letters = world(scene, motion, clients, CAST, ONE_WAY)
    right, right_letters = world(scene, motion, clients, CAST, OTHER_WAY)

    assert left_letters == right_letters
    for viewer in viewers:
        for surface, answer in left[viewer].items():
            assert answer == right[viewer][surface], (
                viewer,
                surface,
                first_difference(answer, right[viewer][surface]),
            )


@pytest.mark.parametrize("who", ["b-1", "b-1/2", "lagoon-assembly"])
def test_the_comparison_would_see_an_instruction(scene, who):
    """To the seat and to those who gave it the two worlds differ, on the page that is theirs."""
    motion = asked(scene)
    clients = {"theirs": sign_in(Client(), scene.people[who])}

    left, _ = world(scene, motion, clients, CAST, ONE_WAY)
    right, _ = world(scene, motion, clients, CAST, OTHER_WAY)

    surface = (reverse("council:instruction", args=[motion.code, "b-1"]), False)
    assert left["theirs"][surface] != right["theirs"][surface]


def test_the_comparison_would_see_a_leak(scene):
    """The same test against the caster herself finds the difference, so it is not blind."""
    motion = scene.open(now() - HOUR)
    clients = {"caster": sign_in(Client(), scene.people["h-1"])}

    left, _ = world(scene, motion, clients, {"h-1": "yes"})
    right, _ = world(scene, motion, clients, {"h-1": "no"})

    surface = (reverse("council:motion", args=[motion.code]), False)
    assert left["caster"][surface] != right["caster"][surface]


def test_after_the_close_the_choices_are_public(scene, client):
    motion = scene.open(now() - HOUR)
    scene.cast_all(motion, motion.opens_at + timedelta(minutes=1), h="yynya", b="yyn")
    scene.close(motion)

    page = client.get(motion.get_absolute_url()).content.decode()
    data = client.get(reverse("api:motion-detail", args=[motion.code])).json()

    assert "Roll call" in page
    assert data["working"]["seats"]["h-3"] == "no"
