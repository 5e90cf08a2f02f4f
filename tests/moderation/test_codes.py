"""Codes, drafts and the delay notice: kept as rows, changed in the open, never against what was decided by them."""

import pytest
from django.urls import reverse

from tests.accounts.people import person, sign_in
from tests.moderation.test_queue import reject

pytestmark = pytest.mark.django_db
NEW = {"slug": "off-topic", "label": "Off topic", "public_text": "It is about something else.", "order": "3"}


@pytest.fixture
def admin():
    from accounts.rules.roles import Role

    return person("ansa", Role.ADMIN)


@pytest.fixture
def desk(client, admin):
    return sign_in(client, admin)


def words(code, **changed):
    kept = {
        name: getattr(code, name) for name in ("slug", "label", "public_text", "approves", "hides", "order")
    }
    return kept | changed


def test_an_admin_adds_a_code_and_the_public_sees_it(desk, client, codes):
    from ledger.models import Fact

    answer = desk.post(reverse("moderation:add_code"), NEW)

    assert answer.status_code == 302
    assert "It is about something else." in client.get(reverse("moderation:codes")).content.decode()
    fact = Fact.objects.get(kind="moderation.code.published")
    assert fact.public
    assert fact.body == {"code": "off-topic", "approves": False, "hides": False}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slug": "fine"}, "slug"),
        ({"slug": "two words"}, "slug"),
        ({"label": ""}, "label"),
        ({"approves": "on", "hides": "on"}, "hides"),
        ({"order": "-1"}, "order"),
        ({"public_text": "x" * 601}, "public_text"),
        ({"label": "nul\x00"}, "label"),
    ],
)
def test_a_code_that_cannot_be_is_refused_by_field(desk, codes, changed, field):
    from moderation.models import Code

    answer = desk.post(reverse("moderation:add_code"), NEW | changed)

    assert answer.status_code == 422
    assert f"id_{field}" in answer.content.decode()
    assert Code.objects.count() == 3


def test_a_used_code_keeps_its_effect_and_cannot_be_deleted(desk, submit, moderators, codes, admin, noon):
    from moderation import actions

    reject(submit(), moderators[0], noon)
    unclear = codes["unclear"]

    with pytest.raises(actions.CannotChange):
        actions.change_code(**words(unclear, hides=True), by=admin, at=noon)
    assert desk.post(reverse("moderation:delete_code", args=["unclear"])).status_code == 409
    desk.post(
        reverse("moderation:change_code", args=["unclear"]), NEW | {"hides": "on", "public_text": "Say what."}
    )

    unclear.refresh_from_db()
    assert (unclear.hides, unclear.public_text, unclear.slug) == (False, "Say what.", "unclear")


def test_an_unused_code_can_change_its_effect_and_go(desk, codes):
    from moderation.models import Code

    desk.post(reverse("moderation:change_code", args=["unclear"]), NEW | {"hides": "on"})
    assert Code.objects.get(slug="unclear").hides

    desk.post(reverse("moderation:delete_code", args=["unclear"]))
    assert not Code.objects.filter(slug="unclear").exists()


def test_a_retired_code_is_not_offered_and_its_decisions_stand(desk, submit, moderators, codes, noon):
    from moderation import actions, queries

    decision = reject(submit(), moderators[0], noon)
    desk.post(reverse("moderation:retire_code", args=["unclear"]))

    assert "unclear" not in [code.slug for code in queries.codes()]
    assert queries.last_decision(decision.item.subject).code.slug == "unclear"
    with pytest.raises(actions.CannotDecide):
        reject(submit("b"), moderators[0], noon)
    desk.post(reverse("moderation:restore_code", args=["unclear"]))
    reject(submit("c"), moderators[0], noon)


def test_the_last_code_to_approve_by_is_not_retired(desk, codes):
    answer = desk.post(reverse("moderation:retire_code", args=["fine"]))

    assert answer.status_code == 409
    codes["fine"].refresh_from_db()
    assert not codes["fine"].retired


def test_only_admins_change_codes_and_only_moderators_drafts(client, codes, moderators, admin):
    sign_in(client, moderators[0])
    assert client.post(reverse("moderation:retire_code", args=["unclear"])).status_code == 403

    sign_in(client, admin)
    assert client.get(reverse("moderation:drafts")).status_code == 403


def test_the_columns_of_drafts_are_headed_by_the_names_of_the_languages(client, codes, moderators):
    sign_in(client, moderators[0])

    page = client.get(reverse("moderation:drafts")).content.decode()

    assert all(f'<th scope="col">{name}</th>' in page for name in ("English", "Spanish", "Arabic"))


def test_the_api_adds_changes_and_deletes_codes(desk, codes):
    listed, one = (
        reverse("api:moderation-code-list"),
        reverse("api:moderation-code-detail", args=["off-topic"]),
    )

    assert desk.post(listed, NEW, content_type="application/json").status_code == 201
    assert desk.post(listed, NEW, content_type="application/json").status_code == 409
    assert desk.post(listed, NEW | {"slug": "a b"}, content_type="application/json").status_code == 400
    assert (
        desk.patch(one, {"label": "Elsewhere"}, content_type="application/json").json()["label"]
        == "Elsewhere"
    )
    assert (
        desk.patch(one, {"approves": True, "hides": True}, content_type="application/json").status_code == 409
    )
    assert desk.delete(one).status_code == 204
    assert desk.get(one).status_code == 404


# --- Drafts of reasons ------------------------------------------------------------------------------


def test_a_draft_begins_the_decision_in_the_language_of_the_text(client, submit, moderators, codes):
    from ledger.queries import now
    from moderation import actions

    item = submit("a", language="es")
    actions.lock(item_id=item.pk, moderator=moderators[0], at=now())
    for language, text in (("en", "Say what should change."), ("es", "Diga qué debe cambiar.")):
        actions.write_draft(slug="unclear", language=language, text=text, base=0, by=moderators[0], at=now())

    page = sign_in(client, moderators[0]).get(
        reverse("moderation:item", args=[item.uuid]), {"code": "unclear"}
    )

    form = page.context["form"]
    assert (form["code"].value(), form["text"].value()) == ("unclear", "Diga qué debe cambiar.")
    assert "Say what should change." not in page.content.decode()


@pytest.mark.parametrize("code", ["none", "\x00", "'; --"])
def test_a_draft_asked_for_by_nonsense_is_no_draft(client, submit, moderators, codes, code):
    page = sign_in(client, moderators[0]).get(
        reverse("moderation:item", args=[submit().uuid]), {"code": code}
    )

    assert page.status_code == 200


def test_every_version_of_a_draft_is_kept_and_none_rewritten(moderators, codes, noon):
    from django.db import DatabaseError, transaction

    from moderation import actions, queries

    for base, text in enumerate(("One.", "Two.", "")):
        actions.write_draft(slug="unclear", language="en", text=text, base=base, by=moderators[0], at=noon)

    assert [(v.version, v.text) for v in queries.versions("unclear", "en")] == [
        (3, ""),
        (2, "Two."),
        (1, "One."),
    ]
    assert queries.drafts_for("en") == {}
    with pytest.raises(DatabaseError), transaction.atomic():
        queries.versions("unclear", "en").update(text="Rewritten.")


def test_who_writes_over_a_colleagues_newer_draft_is_told_and_loses_nothing(client, moderators, codes, noon):
    from moderation import actions, queries

    address = reverse("moderation:draft", args=["unclear", "en"])
    sign_in(client, moderators[0])
    actions.write_draft(slug="unclear", language="en", text="Theirs.", base=0, by=moderators[1], at=noon)

    refused = client.post(address, {"text": "Mine.", "base": "0"})
    again = client.post(address, {"text": "Mine.", "base": "1"})

    assert refused.status_code == 409
    assert "Mine." in refused.content.decode()
    assert "Theirs." in refused.content.decode()
    assert again.status_code == 302
    assert queries.drafts_for("en") == {"unclear": "Mine."}


def test_drafts_by_the_api(client, moderators, codes):
    address = reverse("api:moderation-code-drafts", args=["unclear"])
    sign_in(client, moderators[0])

    made = client.post(
        address, {"language": "en", "text": "Say what.", "base": 0}, content_type="application/json"
    )
    late = client.post(
        address, {"language": "en", "text": "Other.", "base": 0}, content_type="application/json"
    )
    wrong = client.post(
        address, {"language": "xx", "text": "Other.", "base": 0}, content_type="application/json"
    )
    empty = client.post(address, {"language": "ar", "text": "", "base": 0}, content_type="application/json")

    assert (made.status_code, late.status_code, wrong.status_code, empty.status_code) == (201, 409, 400, 400)
    assert [row["text"] for row in client.get(address).json()] == ["Say what."]


# --- Delay and medians ------------------------------------------------------------------------------


def test_the_notice_appears_by_itself_at_the_set_length(desk, client, submit, codes, author):
    said = "answers take longer"
    submit("a"), submit("b")
    assert said not in client.get(reverse("moderation:codes")).content.decode()

    assert desk.post(reverse("moderation:notice"), {"length": "2"}).status_code == 302
    for name in ("codes", "waits"):
        assert said in client.get(reverse(f"moderation:{name}")).content.decode()
    assert client.get(reverse("api:moderation-wait-list")).json()["delayed"] is True
    assert said in sign_in(client, author).get(reverse("moderation:mine")).content.decode()


def test_without_a_set_length_the_notice_begins_at_five_hundred(noon):
    from moderation import queries

    assert queries.counts(noon).notice_at == 500


@pytest.mark.parametrize("length", ["", "0", "-1", "many", "1e9", "9" * 40])
def test_a_length_that_is_none_is_refused(desk, length):
    from moderation.models import Notice

    assert desk.post(reverse("moderation:notice"), {"length": length}).status_code == 422
    assert not Notice.objects.exists()


def test_the_public_reads_how_long_answers_took(client, submit, moderators, codes):
    from datetime import timedelta

    from ledger.queries import now

    at = now()
    for name, days in (("a", 1), ("b", 3), ("c", 9)):
        reject(submit(name, at=at - timedelta(days=days), kind="petitions.petition"), moderators[0], at)

    row = client.get(reverse("api:moderation-wait-list")).json()["by_kind"][0]
    page = client.get(reverse("moderation:waits")).content.decode()

    assert (row["decided"], row["median_days"], row["in_time"]) == (3, 3.0, 2)
    assert "3.0 days" in page
    assert moderators[0].name not in page
