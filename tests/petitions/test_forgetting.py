"""180 days after the end nobody is left in a petition, and no number has moved; one that is exempt stops no other."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.serializers import serialize
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.roles import Role
from ledger.models import Fact
from ledger.queries import now as database_now
from petitions import actions, queries
from petitions.actions import forgetting
from petitions.models import (
    Attempt,
    BasinCount,
    Batch,
    Exemption,
    Filer,
    HourCount,
    Invalidation,
    Letter,
    Petition,
    Printed,
    Signature,
    Sponsor,
    ZoneCount,
)  # fmt: skip
from petitions.plain import as_whole
from petitions.rules import retention
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, NOON, ask_to_sign, opened, sign, zone

pytestmark = pytest.mark.django_db
WHY = "A court has ordered that the lists be kept for the case 12/2150."
SECOND = timedelta(seconds=1)
TABLES = (ZoneCount, HourCount, BasinCount, Printed, Batch)


def signed(email="lyra@shore.example", names="abcdefgh"):
    """Signed from several places, one of them invalidated, one attempt waiting, one reader of updates."""
    petition = opened(email=email)
    for number, letter in enumerate(names):
        where = zone("tessel-row") if number % 2 else None
        sign(petition, f"{letter}-{petition.pk}@shore.example", where=where, at=NOON + number * timedelta(hours=1),
             name=f"Secret Name {letter}", updates=number == 0)  # fmt: skip
    actions.count_due(at=NOON + DAY)
    taken = actions.draw_up_invalidation(
        petition_id=petition.pk, by=person(), at=NOON + DAY, reason="A form filled in by a program.",
        criteria=actions.criteria_of(address=f"a-{petition.pk}@shore.example", at=NOON + DAY),
    )  # fmt: skip
    actions.start_invalidation(invalidation_id=taken.pk, by=person(), at=NOON + DAY)
    actions.advance_invalidations(at=NOON + DAY)
    return Petition.objects.get(pk=petition.pk)


def ended(petition):
    actions.close_due(at=petition.closes_at + SECOND)
    return Petition.objects.get(pk=petition.pk)


def due(petition):
    return petition.closes_at + 180 * DAY + SECOND


def told(petition):
    """Every number and table there is of it, as rows and as the public reads them."""
    petition = Petition.objects.get(pk=petition.pk)
    return {
        **{model.__name__: serialize("json", model.objects.filter(petition=petition).order_by("pk")) for model in TABLES},
        "signatures": Signature.objects.filter(petition=petition).count(),
        "off": queries.taken_off(petition),
        "whole": as_whole(petition, NOON),
        "places": queries.places(petition),
        "history": queries.history(petition),
        "receipts": {
            code: queries.is_included(queries.receipt(code))
            for code in Signature.objects.filter(petition=petition).values_list("pk", flat=True)
        },
    }  # fmt: skip


def forget(at):
    while actions.forget_due(at=at):
        pass
    actions.forget_due(at=at)


def forget_for_ever(at):
    while True:
        actions.forget_due(at=at)


def left_of(petition):
    found = Signature.objects.filter(petition=petition)
    return found.exclude(name="", email="", canonical=None, zone=None, relation="").count()


def test_no_table_no_total_and_no_receipt_changes_to_the_unit():
    petition = ended(signed())
    before = told(petition)
    assert len(before["receipts"]) == 14
    assert all(before["receipts"].values())

    forget(due(petition))

    assert told(petition) == before
    assert queries.unbalanced() == []
    assert left_of(petition) == 0
    assert Petition.objects.get(pk=petition.pk).anonymised_at == due(petition)


def test_no_name_no_address_and_no_digest_of_one_is_left_in_any_table():
    petition = signed()
    ask_to_sign(petition, "waiting@shore.example", at=petition.closes_at - SECOND, name="Secret Name w")
    digests = [
        sha256(f"petitions/invalidated/v1\0a-{petition.pk}@shore.example".encode()).hexdigest(),
    ]
    assert Invalidation.objects.get().address in digests
    petition = ended(petition)

    forget(due(petition))

    rows = [
        row for model in (Signature, Attempt, Letter, Sponsor, Filer, Invalidation)
        for row in model.objects.filter(petition=petition).values_list()
    ]  # fmt: skip
    assert "shore.example" not in str(rows)
    assert "Secret Name" not in str(rows)
    assert not any(digest in str(rows) for digest in digests)
    assert Filer.objects.get(petition=petition).user is None


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_killed_anywhere_and_run_again_the_result_is_the_same(monkeypatch, steps):
    petition = ended(signed())
    before = told(petition)
    monkeypatch.setattr(forgetting, "STEP", 2)
    turns = iter(range(99))
    real = forgetting._forget_step

    def dies(petition_id, at):
        if next(turns) >= steps:
            raise KeyboardInterrupt
        return real(petition_id, at)

    monkeypatch.setattr(forgetting, "_forget_step", dies)
    with pytest.raises(KeyboardInterrupt):
        forget_for_ever(due(petition))
    halfway = left_of(petition)
    monkeypatch.setattr(forgetting, "_forget_step", real)

    forget(due(petition))

    assert halfway == 14 - 2 * steps
    assert told(petition) == before
    assert left_of(petition) == 0
    assert Petition.objects.get(pk=petition.pk).anonymised_at


def test_killed_while_the_people_go_nothing_of_that_step_is_half_done(monkeypatch):
    petition = ended(signed())

    def dies(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(forgetting.ledger, "record", dies)
    with pytest.raises(KeyboardInterrupt):
        forget(due(petition))
    assert Petition.objects.get(pk=petition.pk).anonymised_at is None
    assert Sponsor.objects.filter(petition=petition).exists()
    monkeypatch.undo()

    forget(due(petition))

    assert not Sponsor.objects.filter(petition=petition).exists()
    assert Fact.objects.filter(kind="petitions.petition.forgotten").count() == 1


def test_not_a_second_too_early():
    petition = ended(signed())

    forget(petition.closes_at + 180 * DAY)

    assert left_of(petition) == 14


def test_what_is_not_counted_yet_is_counted_first_and_stops_nothing():
    late, other = signed(), signed("other@shore.example", names="axyz")
    sign(late, "last@shore.example", at=NOON + 2 * DAY)
    late, other = ended(late), ended(other)

    forget(due(late))
    waits = Petition.objects.get(pk=late.pk).anonymised_at
    actions.count_due(at=due(late))
    forget(due(late))

    assert waits is None
    assert Petition.objects.get(pk=other.pk).anonymised_at
    assert Petition.objects.get(pk=late.pk).signature_count == 14
    assert left_of(late) == 0


def exempt(petition, at, until=None, reason=WHY):
    return actions.exempt_petition(
        petition_id=petition.pk, reason=reason, until=until or at + 300 * DAY, by=person(), at=at
    )


def test_an_exempt_petition_keeps_its_signers_and_stops_no_other(monkeypatch):
    monkeypatch.setattr(forgetting, "MOST_STEPS", 1)
    kept = [signed(f"kept{n}@shore.example", names="abc") for n in range(6)]
    other = signed("other@shore.example", names="axyz")
    for petition in [*kept, other]:
        ended(petition)
    at = due(other)
    for petition in kept:
        exempt(petition, at)

    forget(at)

    assert all(left_of(petition) == 9 for petition in kept)
    assert left_of(other) == 0


def test_after_the_exemption_it_is_forgotten_like_any_other():
    petition = ended(signed())
    row = exempt(petition, due(petition))
    forget(due(petition) + 299 * DAY)
    assert left_of(petition) == 14

    forget(row.until)

    assert left_of(petition) == 0


def test_an_exemption_can_be_ended_once_and_both_are_public_record():
    petition = ended(signed())
    row = exempt(petition, due(petition))

    actions.end_exemption(key=row.key, by=person(), at=due(petition) + DAY)
    with pytest.raises(actions.CannotExempt, match="ended already"):
        actions.end_exemption(key=row.key, by=person(), at=due(petition) + DAY)
    forget(due(petition) + DAY)

    facts = Fact.objects.filter(kind__startswith="petitions.exemption.").order_by("id")
    assert left_of(petition) == 0
    assert [fact.kind.rpartition(".")[2] for fact in facts] == ["made", "ended"]
    assert all(fact.public for fact in facts)
    assert facts[0].body["reason"] == WHY


def test_what_cannot_be_exempt_is_refused_in_a_sentence():
    petition = ended(signed())
    at = due(petition)
    for more, words in (
        ({"reason": "Because."}, "in a sentence"),
        ({"until": at}, "within two years"),
        ({"until": at + 732 * DAY}, "within two years"),
    ):
        with pytest.raises(actions.CannotExempt, match=words):
            exempt(petition, at, **more)
    exempt(petition, at)
    with pytest.raises(actions.CannotExempt, match="exempt already"):
        exempt(petition, at)
    actions.end_exemption(key=Exemption.objects.get().key, by=person(), at=at)
    forget(at)

    with pytest.raises(actions.CannotExempt, match="forgotten already"):
        exempt(petition, at)


def test_the_auditor_sees_what_was_forgotten_what_is_exempt_and_what_is_next(client):
    now = database_now()
    done, kept, soon = (signed(f"{n}@shore.example", names="abc") for n in ("done", "kept", "soon"))
    long_ago = now - 400 * DAY
    Petition.objects.filter(pk=done.pk).update(state="closed", ended_at=long_ago, title="Forgotten one")
    Petition.objects.filter(pk=kept.pk).update(state="closed", ended_at=long_ago, title="Kept one")
    Petition.objects.filter(pk=soon.pk).update(state="closed", ended_at=now - DAY, title="Coming one")
    sign_in(client, person("auditor", Role.AUDITOR))
    url = reverse("petitions:retention")
    day = (now + 30 * DAY).date().isoformat()

    bad = client.post(url, {"petition": "nowhere", "until": "soon", "reason": "No."})
    client.post(url, {"petition": kept.slug, "until": day, "reason": WHY})
    twice = client.post(url, {"petition": kept.slug, "until": day, "reason": WHY})
    forget(database_now())

    page = client.get(url)
    assert (bad.status_code, twice.status_code) == (422, 409)
    assert [row.title for row in page.context["page_obj"]] == ["Forgotten one"]
    assert [row.petition.title for row in page.context["exempt"]] == ["Kept one"]
    assert [row.petition.title for row in page.context["coming"]] == ["Coming one"]
    assert WHY in page.content.decode()
    assert WHY in client.get(kept.get_absolute_url()).content.decode()
    assert (
        client.post(reverse("petitions:end_exemption", args=[Exemption.objects.get().key])).status_code == 302
    )
    assert (
        client.post(reverse("petitions:end_exemption", args=[Exemption.objects.get().key])).status_code == 409
    )


def test_the_day_that_was_chosen_is_the_day_that_is_told(client):
    petition = signed(names="abc")
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=database_now() - DAY)
    sign_in(client, person("auditor", Role.AUDITOR))
    url = reverse("petitions:retention")

    day = (database_now() + 30 * DAY).date()
    client.post(url, {"petition": petition.slug, "until": day.isoformat(), "reason": WHY})

    for page in (client.get(url), client.get(petition.get_absolute_url())):
        assert f"ntil {day.day} {day:%B %Y}" in page.content.decode()


def test_the_day_until_which_they_are_kept_is_needed_and_named_in_its_turn(client):
    sign_in(client, person("auditor", Role.AUDITOR))

    page = client.post(reverse("petitions:retention"), {"petition": "", "until": "", "reason": ""})

    assert list(page.context["form"].errors) == ["petition", "until", "reason"]
    assert "Choose the day until which they are kept" in page.content.decode()
    assert "(optional)" not in page.content.decode()


def test_the_page_of_a_petition_says_that_its_signers_are_erased(client):
    petition = signed(names="abc")
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=database_now() - 400 * DAY)
    before = client.get(petition.get_absolute_url()).content.decode()

    forget(database_now())

    after = client.get(petition.get_absolute_url()).content.decode()
    assert "Erased 180 days after it ends." in before
    assert "of its signers were erased on" in after
    assert "Erased 180 days after it ends." not in after


def test_an_exempt_petition_does_not_promise_the_usual_end(client):
    petition = signed(names="abc")
    at = database_now()
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=at - DAY)

    exempt(petition, at)

    page = client.get(petition.get_absolute_url()).content.decode()
    assert "longer than the usual 180 days" in page
    assert "Erased 180 days after it ends." not in page


def test_an_empty_page_says_so(client):
    sign_in(client, person("auditor", Role.AUDITOR))

    page = client.get(reverse("petitions:retention")).content.decode()

    assert "No petition is exempt." in page
    assert "Nothing is forgotten yet" in page


def test_the_api_exempts_ends_and_refuses(client):
    now = database_now()
    petition = signed()
    Petition.objects.filter(pk=petition.pk).update(state="closed", ended_at=now - DAY)
    sign_in(client, person("auditor", Role.AUDITOR))
    url, json = "/api/v1/petition-exemptions/", "application/json"
    body = {"petition": petition.slug, "until": (now + 9 * DAY).date().isoformat(), "reason": WHY}

    bad = client.post(url, body | {"until": "x"}, content_type=json)
    made = client.post(url, body, content_type=json)
    again = client.post(url, body, content_type=json)
    ended_now = client.post(f"{url}{made.json()['key']}/end/", content_type=json)
    ended_twice = client.post(f"{url}{made.json()['key']}/end/", content_type=json)

    codes = [answer.status_code for answer in (bad, made, again, ended_now, ended_twice)]
    assert codes == [400, 201, 409, 200, 409]
    assert "until" in str(bad.json())


@given(
    st.datetimes(),
    st.timedeltas(timedelta(0), timedelta(days=400)),
    st.one_of(st.none(), st.integers(0, 900)),
)
def test_forgetting_once_due_stays_due_and_an_exemption_only_ever_delays(ended_at, span, days):
    if ended_at.year > 9000:
        return
    until = ended_at + timedelta(days=days) if days is not None else None
    at = ended_at + span

    if retention.is_due(ended_at, at, until):
        assert retention.is_due(ended_at, at)
        assert retention.is_due(ended_at, at + timedelta(days=1), until)
