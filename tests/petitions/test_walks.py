"""Random walks over the life of a petition: whatever people try in whatever order, only the table's moves happen."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.rules.roles import Role
from ledger.queries import now as database_now
from petitions import actions
from petitions.models import Petition
from petitions.rules import lifecycle
from petitions.rules.lifecycle import State
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, NOON, draft, in_moderation, opened, sponsor

WHY = "A court has ordered that this petition be stopped."
REFUSALS = (actions.CannotEnd, actions.CannotFile, actions.CannotSponsor, actions.CannotConfirm)


def file(petition, at):
    actions.file_petition(
        petition_id=petition.pk, name="Lyra Orin", email="lyra@shore.example", is_confirmed=True, at=at
    )


def gather(petition, at):
    for number in range(5):
        sponsor(petition, number, at)


def approve(petition, at):
    actions.apply_decision(subject=petition.subject, approved=True, hides=False, at=at)


def reject(petition, at):
    actions.apply_decision(subject=petition.subject, approved=False, hides=False, at=at)


def hide(petition, at):
    actions.apply_decision(subject=petition.subject, approved=False, hides=True, at=at)


def withdraw(petition, at):
    actions.withdraw_petition(petition_id=petition.pk, by=None, at=at)


def stop(petition, at):
    asked = actions.ask_to_stop(petition_id=petition.pk, by=person(), reason=WHY, at=at)
    actions.agree_to_stop(petition_id=petition.pk, approval_id=asked.pk, by=person(), at=at)


def close(petition, at):
    actions.close_due(at=at + 200 * DAY)


ACTS = (file, gather, approve, reject, hide, withdraw, stop, close)


def reaches(before, after):
    """One move, or the two of an appeal that is upheld, or of sponsors whose last one files it."""
    if before == after:
        return True
    onward = lifecycle.MOVES[before]
    return after in onward or any(after in lifecycle.MOVES[step] for step in onward & {State.MODERATION})


class Walks(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(ACTS), max_size=7))
    def test_every_step_is_in_the_table_and_a_refusal_changes_nothing(self, walk):
        petition = draft()
        for act in walk:
            before = State(petition.state)
            try:
                act(petition, NOON)
            except REFUSALS:
                assert Petition.objects.get(pk=petition.pk).state == before
            petition = Petition.objects.get(pk=petition.pk)
            assert reaches(before, State(petition.state)), (act.__name__, before, petition.state)
            if before in lifecycle.FINAL:
                assert petition.state == before


def in_state(state, user):
    at = database_now()
    petition = {State.DRAFT: draft, State.MODERATION: in_moderation}.get(state, opened)(user=user, at=at)
    Petition.objects.filter(pk=petition.pk).update(state=state)
    return Petition.objects.get(pk=petition.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("state", sorted(set(State) - lifecycle.WITHDRAWABLE))
def test_withdrawing_what_has_ended_is_a_clear_refusal_at_page_and_api(client, state):
    filer = person("filer")
    petition = in_state(state, filer)
    sign_in(client, filer)

    page = client.post(reverse("petitions:withdraw", args=[petition.slug]), {"sure": "on", "reason": WHY})
    api = client.post(f"/api/v1/petitions/{petition.slug}/withdrawal/", {}, content_type="application/json")

    assert 400 <= page.status_code < 500
    assert 400 <= api.status_code < 500
    assert Petition.objects.get(pk=petition.pk).state == state


@pytest.mark.django_db
@pytest.mark.parametrize("state", sorted(set(State) - {State.OPEN}))
def test_stopping_what_is_not_open_is_a_clear_refusal_at_page_and_api(client, state):
    petition = in_state(state, person("filer"))
    sign_in(client, person("moderator", Role.MODERATOR))

    page = client.post(reverse("petitions:stop", args=[petition.slug]), {"reason": WHY})
    api = client.post(
        f"/api/v1/petitions/{petition.slug}/stop/", {"reason": WHY}, content_type="application/json"
    )

    assert 400 <= page.status_code < 500
    assert 400 <= api.status_code < 500
    assert Petition.objects.get(pk=petition.pk).state == state
