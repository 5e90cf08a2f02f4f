"""Sealed until the close: two worlds whose ballots are opposite look the same to everybody else.

Only fields of fixed length that are random by themselves are masked: the very commitments of this world and the
hashes, roots and signatures built on them, tokens and nonces; and the moment of asking.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import timedelta
from hashlib import md5, sha256
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Letter
from accounts.rules.roles import Role
from council import actions
from council.models import Ballot, Instruction, Reason
from ledger import actions as ledger
from ledger.models import Checkpoint, Entry
from ledger.queries import now
from ledger.rules import tree
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.instructing import ask, assembly, instruct

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Random by themselves, whoever asks, and of a fixed length.
RANDOM = [
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"<uuid>"),
    (re.compile(rb'csrfmiddlewaretoken" value="[A-Za-z0-9]{64}'), b"<token>"),
    (re.compile(rb'"X-CSRFToken": ?"[A-Za-z0-9]{64}"'), b"<token>"),
    (re.compile(rb'nonce="[^"]+"'), b"<nonce>"),
    (re.compile(rb"nonce-[A-Za-z0-9+/_=-]+"), b"<nonce>"),
    (re.compile(rb"\d\d:\d\d(:\d\d)?(\.\d+)?"), b"<time>"),
]
HEADERS_OF_THE_MOMENT = {"Set-Cookie", "X-Request-ID", "Date", "Expires"}


@pytest.fixture
def scene(db):
    """Of this very hour: pages read the database's clock."""
    return scenes.council(now())


def built_on_commitments() -> list[tuple[bytes, bytes]]:
    """What stands in the log of this world, and nowhere in another: each commitment, and hash, root and signature built on it.

    Only these very values are masked, in full or by their first sixteen digits: any other hash must be equal in both worlds.
    """
    hashes = [
        *Ballot.objects.values_list("commitment", flat=True),
        *Reason.objects.values_list("commitment", flat=True),
        *Instruction.objects.values_list("commitment", flat=True),
    ]
    for entry in Entry.objects.order_by("seq"):
        hashes += [bytes(entry.digest).hex(), bytes(entry.leaf).hex()]
    told = [(one.encode(), b"<64 hex>") for one in hashes]
    told += [(one[:16].encode() + dots, b"<16 hex>") for one in hashes for dots in (b"\xe2\x80\xa6", b"...")]
    for head in Checkpoint.objects.all():
        root, signature = bytes(head.root), head.note.rstrip("\n").rpartition(" ")[2]
        told += [
            (root.hex().encode(), b"<64 hex>"),
            (b64encode(root), b"<root>"),
            (signature.encode(), b"<signature>"),
        ]
    # Nodes of the tree, wherever a proof begins or ends.
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    told += [(node.hex().encode(), b"<64 hex>") for node in nodes(leaves)]
    return told


def nodes(leaves: list[bytes]) -> set[bytes]:
    """Every hash that a proof in this log may hold."""
    included = {step for at in range(len(leaves)) for step in tree.inclusion_proof(leaves, at)}
    return included | set(tree.consistency_proof(leaves, len(leaves) // 2))


def masked(data: bytes, known: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
    for value, name in known:
        data = data.replace(value, name)
    for pattern, name in RANDOM:
        data = pattern.sub(name, data)
    return data


def etag(told: str, body: bytes, known: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A fingerprint of the body says no more than the body does; any other is compared as it stands."""
    if told.removeprefix("W/") == f'"{md5(body, usedforsecurity=False).hexdigest()}"':
        return b"<of the body>"
    return masked(told.encode(), known)


def surfaces(motion, seat, sitting, *, everything):
    """Addresses with headers: all of the council and of the log, or those that look at who asks."""
    fragment = {"HX-Request": "true"}
    code, size = motion.code, Entry.objects.count()
    meeting = [sitting.body.code, sitting.number]
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
        (reverse("council:sitting_live", args=meeting), fragment),
        (reverse("council:sitting_screen", args=meeting), {}),
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
        (reverse("log-checkpoints-feed"), {}),
        (reverse("log-inclusion") + f"?seq={size // 2}&size={size}", {}),
        (reverse("log-consistency") + f"?from={size // 2}&to={size}", {}),
        (reverse("council:sittings_feed", args=[motion.body.code]), {}),
        (reverse("council:sitting_live", args=meeting), {}),
        (reverse("portal:search") + "?q=council", {}),
        (reverse("sitemap"), {}),
    ]


def seen_by(client, motion, seat, sitting, *, everything, known):
    """Status, headers, masked body and true length of every surface."""
    found = {}
    for address, headers in surfaces(motion, seat, sitting, everything=everything):
        answer = client.get(address, headers=headers)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kept = {k: masked(v.encode(), known) for k, v in answer.items() if k not in HEADERS_OF_THE_MOMENT}
        if "ETag" in answer:
            kept["ETag"] = etag(answer["ETag"], body, known)
        found[address, bool(headers)] = (answer.status_code, kept, len(body), masked(body, known))
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
        known, sitting = built_on_commitments(), motion.points.get().sitting
        found = {
            name: seen_by(client, motion, "h-5", sitting, everything=name == "anon", known=known)
            for name, client in clients.items()
        }
        letters = [(letter.subject, masked(letter.body.encode(), known)) for letter in mail.outbox]
        letters += list(Letter.objects.order_by("pk").values_list("to", "subject", "text"))
        transaction.set_rollback(True)
    return found, letters


def in_session(scene, **fields):
    """A motion open to the vote for an hour, taken up by a sitting that is in session."""
    motion = scene.open(now() - HOUR, **fields)
    by, before = scene.secretary, now() - 10 * DAY
    sitting = actions.call_sitting(
        body=scene.council, starts_at=now() - HOUR / 2, place="Hall", by=by, at=before
    )
    own = {"sitting_id": sitting.pk, "by": by}
    actions.add_point(**own, kind="motion", motion=motion, at=before)
    actions.publish_agenda(**own, at=before)
    actions.open_sitting(**own, at=now() - HOUR / 2)
    actions.take_up_point(**own, position=1, at=now() - HOUR / 2)
    return motion


def first_difference(left, right):
    """The lines that give a leak away, for whoever reads the failure."""
    pairs = zip(left[3].splitlines(), right[3].splitlines(), strict=False)
    return next(((a, b) for a, b in pairs if a != b), (left[:3], right[:3]))


def test_two_opposite_worlds_look_the_same_before_the_close(scene):
    motion = in_session(scene, affects=["biomes.biome/vessa-lagoon"])
    viewers = {
        "anon": None,
        "member": scene.people["h-5"],
        "chair": scene.people["h-1"],
        "teller": person("teun", Role.TELLER),
        "auditor": person("audun", Role.AUDITOR),
        "guardian": scene.people["b-2"],
        "secretary": scene.secretary,
        "admin": person("root", Role.ADMIN),
    }
    clients = {name: sign_in(Client(), who) if who else Client() for name, who in viewers.items()}
    one = {
        "h-2": "no",
        "h-3": "abstain",
        "h-4": "yes",
        "b-1": "yes",
        "b-1/2": "yes",
        "b-3": "no",
    }
    # Alike hands in one world are a split seat in the other; abstentions and choices all change.
    other = {
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
    motion = in_session(scene)
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
    motion = in_session(scene)
    clients = {"caster": sign_in(Client(), scene.people["h-1"])}

    left, _ = world(scene, motion, clients, {"h-1": "yes"})
    right, _ = world(scene, motion, clients, {"h-1": "no"})

    surface = (reverse("council:motion", args=[motion.code]), False)
    assert left["caster"][surface] != right["caster"][surface]


@pytest.mark.parametrize("where", ["body", "header", "etag", "moment"])
def test_the_comparison_would_see_a_hash_of_the_choices_or_a_moment_that_depends_on_them(
    scene, monkeypatch, where
):
    """A fingerprint that nobody salted looks like any commitment, and is none of the log's."""
    from council.views import reading

    motion = in_session(scene)
    page = reading.motion_page

    def leaking(request, found, at):
        choices = "".join(Ballot.objects.live().order_by("seat__code").values_list("choice", flat=True))
        request.leaked = sha256(choices.encode()).hexdigest()
        return page(request, found, at) | (
            {"steps": [{"text": request.leaked, "at": None}]} if where == "body" else {}
        )

    class Leak:
        """What stands in a header of every answer, from then on."""

        def __init__(self, client):
            self.get = lambda address, headers=None: self.marked(client.get(address, headers=headers))

        def marked(self, answer):
            leaked = getattr(answer.wsgi_request, "leaked", "")
            named = {"header": "X-Build", "etag": "ETag", "moment": "Last-Modified"}
            if leaked and where in named:
                answer[named[where]] = f'"{leaked[:32]}"'
            return answer

    monkeypatch.setattr(reading, "motion_page", leaking)
    clients = {"anon": Leak(Client())}

    left, _ = world(scene, motion, clients, {"h-2": "yes"})
    right, _ = world(scene, motion, clients, {"h-2": "no"})

    surface = (reverse("council:motion", args=[motion.code]), False)
    assert left["anon"][surface] != right["anon"][surface]


def test_after_the_close_the_choices_are_public(scene, client):
    motion = scene.open(now() - HOUR)
    scene.cast_all(motion, motion.opens_at + timedelta(minutes=1), h="yynya", b="yyn")
    scene.close(motion)

    page = client.get(motion.get_absolute_url()).content.decode()
    data = client.get(reverse("api:motion-detail", args=[motion.code])).json()

    assert "Roll call" in page
    assert data["working"]["seats"]["h-3"] == "no"
