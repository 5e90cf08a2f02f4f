"""Drafting: who may, what is refused, what is seen by whom, and that tabled words are frozen."""

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from charters import actions, queries
from charters.models import Amendment, Instruction
from charters.rules.amend import Change, Operation
from charters.rules.lifecycle import State
from tests.accounts.people import person, sign_in
from tests.charters.test_editions import BETTER, enact, replace_article

pytestmark = pytest.mark.django_db
AMEND = ("vessa-lagoon", "art_3")


@pytest.fixture
def now_(db):
    from ledger.queries import now

    return now()


@pytest.fixture
def curator(client, now_):
    user = person("noor", Role.CURATOR, at=now_)
    sign_in(client, user)
    return user


def base(eid="art_3"):
    return queries.article_to_amend("vessa-lagoon", eid)


def form(**changed):
    return {
        "title": "Breathe by night",
        "reasons": "Oxygen falls before dawn.",
        "operation": "replace",
        "heading": "The right to breathe",
        "text": BETTER,
        "new_eid": "",
        "expected_sha256": base().sha256,
    } | changed


def draft(client, **changed):
    client.post(reverse("charters:amend", args=AMEND), form(**changed))
    return Amendment.objects.get()


def test_a_curator_drafts_looks_and_tables(client, curator, charter):
    start = client.get(reverse("charters:amend", args=AMEND)).content.decode()
    saved = client.post(reverse("charters:amend", args=AMEND), form(), follow=True)
    amendment = Amendment.objects.get()
    tabled = client.post(reverse("charters:table", args=[amendment.pk]), follow=True)

    amendment.refresh_from_db()
    assert base().sha256 in start
    assert "<del>" in saved.content.decode()
    assert "Only you see this draft" in saved.content.decode()
    assert amendment.status is State.TABLED
    assert "frozen" in tabled.content.decode()
    assert amendment in queries.tabled_amendments()


@pytest.mark.parametrize("role", [None, Role.ENVOY, Role.ENGINEER, Role.MODERATOR, Role.ADMIN])
def test_nobody_else_drafts(client, charter, role, now_):
    user = person("someone", *([role] if role else []), at=now_)
    sign_in(client, user)

    assert client.get(reverse("charters:amend", args=AMEND)).status_code == 403
    assert client.post(reverse("charters:amend", args=AMEND), form()).status_code == 403
    assert client.post("/api/v1/amendments/", {}, content_type="application/json").status_code == 403
    assert not Amendment.objects.exists()


def test_a_curator_without_a_second_factor_does_not_draft(client, charter, now_):
    sign_in(client, person("noor", Role.CURATOR, at=now_), factor=False)

    assert client.post(reverse("charters:amend", args=AMEND), form()).status_code in (403, 302)
    assert not Amendment.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, charter):
    assert client.get(reverse("charters:amend", args=AMEND)).status_code == 302


def test_a_draft_leaks_nowhere(client, curator, charter, django_user_model):
    amendment = draft(client)
    client.logout()

    assert queries.public_amendment(amendment.pk) is None
    assert client.get(reverse("charters:amendment", args=[amendment.pk])).status_code == 404
    assert client.get(f"/api/v1/amendments/{amendment.pk}/").status_code == 404
    assert client.get("/api/v1/amendments/").json()["results"] == []
    for address in (
        reverse("charters:charter", args=["vessa-lagoon"]),
        reverse("charters:article", args=AMEND),
        "/charters/",
    ):
        assert "Breathe by night" not in client.get(address).content.decode()
    from charters.cards import CARDS

    assert CARDS["charters.amendment"](str(amendment.pk), None) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"text": ""},
        {"heading": ""},
        {"text": "x" * 13_000},
        {"expected_sha256": "nonsense"},
        {"expected_sha256": ""},
        {"operation": "rewrite"},
        {"operation": "insert_after", "new_eid": ""},
        {"operation": "insert_after", "new_eid": "art_x"},
        {"text": "nul\x00"},
        {"reasons": "x" * 5000},
    ],
)
def test_a_bad_form_says_what_is_wrong_and_saves_nothing(client, curator, charter, wrong):
    page = client.post(reverse("charters:amend", args=AMEND), form(**wrong))

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    "overtaken",
    [
        {"expected_sha256": "0" * 64},
        {"operation": "insert_after", "new_eid": "2"},
        {"operation": "repeal", "expected_sha256": "1" * 64},
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_saves_nothing(client, curator, charter, overtaken):
    page = client.post(reverse("charters:amend", args=AMEND), form(**overtaken))

    assert page.status_code == 409
    assert not Amendment.objects.exists()
    assert not Instruction.objects.exists()


def test_an_entrenched_article_cannot_be_amended(client, curator, charter):
    page = client.post(
        reverse("charters:amend", args=["vessa-lagoon", "art_1"]), form(expected_sha256=base("art_1").sha256)
    )

    assert page.status_code == 409
    assert "entrenched" in page.content.decode()


def test_more_steps_join_a_draft_and_a_second_on_one_article_takes_the_first_s_place(
    client, curator, charter
):
    amendment = draft(client)
    second = reverse("charters:amend", args=["vessa-lagoon", "art_2"]) + f"?to={amendment.pk}"
    client.post(
        second,
        form(operation="insert_after", new_eid="2a", heading="Between", expected_sha256=base("art_2").sha256),
    )
    again = reverse("charters:amend", args=AMEND) + f"?to={amendment.pk}"
    client.post(again, form(text="Other words."))

    steps = list(amendment.instructions.all())
    assert [(s.operation, s.eid, s.new_eid) for s in steps] == [
        ("insert_after", "art_2", "art_2a"),
        ("replace", "art_3", ""),
    ]
    assert steps[1].text == "Other words."

    client.post(reverse("charters:remove_step", args=[amendment.pk, steps[0].position]))
    assert amendment.instructions.count() == 1


@pytest.mark.parametrize("to", ["x", "0", "999999999999999999999", "-1"])
def test_steps_go_only_into_one_s_own_draft(client, curator, charter, to):
    assert client.post(reverse("charters:amend", args=AMEND) + f"?to={to}", form()).status_code == 404


def test_another_s_draft_cannot_be_touched(client, curator, charter, drafter, now_):
    foreign = actions.draft_amendment(
        charter_id=charter.pk, title="x", reasons="", drafted_by=drafter, at=now_
    )

    for name in ("table", "withdraw", "rebase"):
        assert client.post(reverse(f"charters:{name}", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("charters:remove_step", args=[foreign.pk, 1])).status_code == 404
    assert client.get(reverse("charters:amendment", args=[foreign.pk])).status_code == 404


def test_tabled_words_are_frozen(client, curator, charter):
    amendment = draft(client)
    client.post(reverse("charters:table", args=[amendment.pk]))
    step = amendment.instructions.get()

    assert client.post(reverse("charters:remove_step", args=[amendment.pk, step.position])).status_code == 409
    assert (
        client.post(reverse("charters:amend", args=AMEND) + f"?to={amendment.pk}", form()).status_code == 404
    )
    with pytest.raises(actions.CannotAmend):
        actions.add_instruction(amendment_id=amendment.pk, change=step.value)
    assert amendment.instructions.count() == 1


def test_an_empty_draft_cannot_be_tabled(client, curator, charter, now_):
    empty = actions.draft_amendment(charter_id=charter.pk, title="x", reasons="", drafted_by=curator, at=now_)

    assert client.post(reverse("charters:table", args=[empty.pk])).status_code == 409


def test_an_overtaken_draft_cannot_be_tabled_and_is_drafted_anew(client, curator, charter, noon):
    amendment = draft(client)
    enact(replace_article(charter, "art_3", "Someone was faster.", curator, noon), noon)

    refused = client.post(reverse("charters:table", args=[amendment.pk]))
    seen = client.get(reverse("charters:amendment", args=[amendment.pk])).content.decode()
    client.post(reverse("charters:rebase", args=[amendment.pk]))

    new = Amendment.objects.get(rebased_from=amendment)
    assert refused.status_code == 409
    assert "Overtaken" in seen
    assert not queries.is_overtaken(new)
    assert new.instructions.get().text == BETTER
    assert client.post(reverse("charters:table", args=[new.pk])).status_code == 302


def test_withdrawing_is_final(client, curator, charter):
    amendment = draft(client)
    client.post(reverse("charters:table", args=[amendment.pk]))

    assert client.post(reverse("charters:withdraw", args=[amendment.pk])).status_code == 302
    assert client.post(reverse("charters:table", args=[amendment.pk])).status_code == 404
    amendment.refresh_from_db()
    assert amendment.status is State.WITHDRAWN


def test_rivals_on_the_same_words_are_shown(client, curator, charter, noon):
    one = replace_article(charter, "art_3", BETTER, curator, noon)
    two = replace_article(charter, "art_3", "Quite other words.", curator, noon)
    replace_article(charter, "art_2", "Elsewhere.", curator, noon)

    assert queries.rivals_of(one) == [two]
    assert (
        "Others on the same words"
        in client.get(reverse("charters:amendment", args=[one.pk])).content.decode()
    )


def test_what_a_drafter_writes_is_shown_as_text(client, curator, charter):
    draft(
        client,
        text="<script>alert(1)</script> <b>x</b>",
        title="<img src=x>",
        reasons="[x](javascript:alert(1)) <script>",
    )
    page = client.get(reverse("charters:amendment", args=[Amendment.objects.get().pk])).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("to", [State.REJECTED, State.LAPSED, State.ADOPTED])
def test_a_motion_s_end_closes_the_amendment(charter, drafter, noon, to):
    amendment = replace_article(charter, "art_3", BETTER, drafter, noon)

    closed = actions.close_amendment(amendment_id=amendment.pk, to=to, actor="", at=noon)
    again = actions.close_amendment(amendment_id=amendment.pk, to=to, actor="", at=noon)

    assert closed.status is again.status is to
    if to is State.ADOPTED:
        assert enact(amendment, noon).number == 2
    else:
        with pytest.raises(actions.CannotEnact):
            enact(amendment, noon)


def test_an_amendment_is_never_closed_into_force(charter, drafter, noon):
    amendment = replace_article(charter, "art_3", BETTER, drafter, noon)

    with pytest.raises(actions.CannotAmend):
        actions.close_amendment(amendment_id=amendment.pk, to=State.ENACTED, actor="", at=noon)


def test_the_api_drafts_tables_and_withdraws_by_the_same_rules(client, curator, charter):
    body = {
        "charter": "vessa-lagoon",
        "title": "By API",
        "steps": [
            {
                "operation": "replace",
                "eid": "art_3",
                "expected_sha256": base().sha256,
                "heading": "H",
                "text": BETTER,
            }
        ],
    }

    def post(address, data=None):
        return client.post(f"/api/v1/amendments/{address}", data or {}, content_type="application/json")

    made = post("", body)
    number = made.json()["id"]
    assert made.status_code == 201
    assert made.json()["state"] == "draft"
    assert post(f"{number}/table/").json()["state"] == "tabled"
    assert post(f"{number}/table/").status_code == 409
    assert post(f"{number}/rebase/").status_code == 201
    assert post(f"{number}/withdraw/").json()["state"] == "withdrawn"
    assert post(f"{number}/withdraw/").json()["state"] == "withdrawn"
    stale = body | {"steps": [body["steps"][0] | {"expected_sha256": "0" * 64}]}
    before = Amendment.objects.count()
    assert post("", stale).status_code == 409
    assert post("", body | {"steps": []}).status_code == 400
    assert post("", body | {"charter": "none"}).status_code == 400
    assert post("", body | {"steps": [body["steps"][0] | {"eid": "art_3'"}]}).status_code == 400
    assert Amendment.objects.count() == before


def test_the_api_does_not_let_one_table_another_s_amendment(client, curator, charter, drafter, noon):
    foreign = replace_article(charter, "art_3", BETTER, drafter, noon)

    assert client.post(f"/api/v1/amendments/{foreign.pk}/withdraw/").status_code == 403


def test_the_words_of_a_step_are_cleaned_once(charter, drafter, noon):
    amendment = actions.draft_amendment(
        charter_id=charter.pk, title="x", reasons="", drafted_by=drafter, at=noon
    )
    step = actions.add_instruction(
        amendment_id=amendment.pk,
        change=Change(
            operation=Operation.REPLACE,
            eid="art_3",
            expected_sha256=base().sha256,
            heading="  Two\nlines ",
            text="One.\r\n\r\n\r\nCafe\u0301.",
        ),
    )

    assert (step.heading, step.text) == ("Two lines", "One.\n\nCafé.")


def test_a_title_of_nothing_but_invisible_characters_is_refused(client, curator, charter):
    answer = client.post(reverse("charters:amend", args=AMEND), form(title="\u202e\u200b"))

    assert answer.status_code == 409
    assert "Say in one line" in answer.content.decode()
    assert not Amendment.objects.exists()
