"""The pages, files and letters of coalitions, by browser and by program."""

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from moderation import queries as moderation
from petitions import actions, coalition_letters, queries
from petitions.doors_coalitions import aroundable
from petitions.models import Coalition, Member, Pledge
from petitions.queries import Hat
from petitions.rules.coalitions import Kind
from tests.accounts.people import person, sign_in
from tests.petitions.scene import lagoon, opened
from tests.petitions.together import (
    guardian_of,
    join,
    judge,
    open_coalition,
    pledged,
    report,
    self_of,
    steward_of,
    submitted,
    waiting_pledge,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def steward():
    return person("stella")


@pytest.fixture
def coalition(steward, now):
    return open_coalition(steward, at=now)


def form_of(now, **more):
    return {"what": "Clear the reeds", "amount": "5", "unit": "hours", "due_on": (now + 30 * DAY).date().isoformat()} | more  # fmt: skip


def test_the_list_says_that_there_is_none_and_that_none_fits(client, coalition):
    Coalition.objects.all()
    narrowed = client.get("/coalitions/?q=zebra")
    found = client.get("/coalitions/?q=shade&biome=vessa-lagoon&show=open")
    ended = client.get("/coalitions/?show=ended")

    assert "No coalition fits" in narrowed.content.decode()
    assert coalition.title in found.content.decode()
    assert coalition.title not in ended.content.decode()


def test_an_empty_list_says_what_to_do(client):
    assert "No coalitions yet" in client.get("/coalitions/").content.decode()


def test_a_coalition_is_founded_step_by_step_in_the_browser(client):
    lagoon()
    sign_in(client, person("lyra"))
    start = client.post("/coalitions/new/", {"biomes": ["vessa-lagoon"]})
    base = start.url.rsplit("/", 2)[0]
    early = client.get(f"{base}/check/")
    client.post(f"{base}/around/", {})
    short = client.post(f"{base}/aim/", {"title": "No", "aim": ""})
    client.post(f"{base}/aim/", {"title": "Shade for the shore", "aim": "Reeds."})
    forged = client.post(f"{base}/standing/", {"who": "biome:vessa-lagoon"})
    client.post(f"{base}/standing/", {"who": "person"})
    check = client.get(f"{base}/check/")
    client.post(f"{base}/check/")

    assert early.url.endswith("/aim/")
    assert short.status_code == 422
    assert forged.status_code == 422
    assert "Shade for the shore" in check.content.decode()
    assert Coalition.objects.get().state == "moderation"


def test_a_page_shows_members_pledges_bars_and_what_it_stands_around(client, steward, now):
    petition = opened(at=now)
    coalition = open_coalition(steward, around=[petition.subject], at=now)
    ana = person("ana")
    member = join(coalition, ana, at=now)
    pledge = pledged(member, ana, at=now)
    judge(report(pledge, member, ana, done="20", at=now), steward_of(coalition), steward, at=now)

    text = client.get(coalition.get_absolute_url()).content.decode()
    box = client.get("/coalitions/around/", {"subject": petition.subject}).content.decode()

    assert all(
        words in text for words in ("Ana", "Stella", pledge.what, petition.title, "20 confirmed, 40 %")
    )
    assert coalition.title in box


def test_evidence_is_withheld_until_a_moderator_has_read_it(client, coalition, now):
    ana = person("ana")
    member = join(coalition, ana, at=now)
    pledge = pledged(member, ana, at=now)
    made = report(pledge, member, ana, says="A very particular sentence.", at=now)
    url = reverse("petitions:pledge", args=[coalition.slug, pledge.number])
    surfaces = [url, f"/api/v1/coalitions/{coalition.slug}/pledges/{pledge.number}/"]
    before = [made.says in client.get(surface).content.decode() for surface in surfaces]

    actions.apply_words_decision(noun="report", uuid=str(made.uuid), approved=True, hides=False, at=now)

    assert before == [False, False]
    assert all(made.says in client.get(surface).content.decode() for surface in surfaces)


def test_a_waiting_pledge_is_on_no_surface(client, coalition, now):
    ana = person("ana")
    made = waiting_pledge(join(coalition, ana, at=now), ana, at=now)
    slug = coalition.slug

    for path in (f"/coalitions/{slug}/", f"/coalitions/{slug}.json", f"/coalitions/{slug}/pledges.csv",
                 f"/coalitions/{slug}/feed/", f"/api/v1/coalitions/{slug}/"):  # fmt: skip
        assert made.what not in client.get(path).content.decode()
    assert client.get(f"/coalitions/{slug}/pledges/{made.number}/").status_code == 404


def test_a_hidden_coalition_is_gone_from_every_surface(client, steward, now):
    made = submitted(steward, at=now)
    actions.apply_coalition_decision(slug=made.code, approved=False, hides=True, at=now)

    for path in (
        f"/coalitions/{made.code}/",
        f"/coalitions/{made.code}.json",
        f"/coalitions/{made.code}/feed/",
    ):
        answer = client.get(path)
        assert answer.status_code == 410
        assert made.title not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "-1"}, {"amount": "many"}, {"amount": "NaN"}, {"amount": "9" * 40}, {"unit": "furlongs"},
     {"due_on": "2001-01-01"}, {"due_on": "soon"}, {"what": "x"}, {"key": "no key"}],
)  # fmt: skip
def test_a_bad_pledge_keeps_the_form_and_names_the_field(client, steward, coalition, now, wrong):
    sign_in(client, steward)

    answer = client.post(f"/coalitions/{coalition.slug}/pledge/", form_of(now, **wrong))

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Pledge.objects.exists()


def test_a_pledge_is_made_reported_and_judged_in_the_browser(client, steward, coalition, now):
    ana = person("ana")
    join(coalition, ana, at=now)
    sign_in(client, ana)
    client.post(f"/coalitions/{coalition.slug}/pledge/", form_of(now))
    pledge = Pledge.objects.get()
    actions.apply_words_decision(noun="pledge", uuid=str(pledge.uuid), approved=True, hides=False, at=now)
    base = f"/coalitions/{coalition.slug}/pledges/{pledge.number}/"
    other_unit = client.post(f"{base}report/", {"done": "5", "unit": "km", "says": "Done on Monday."})
    client.post(f"{base}report/", {"done": "5", "unit": "hours", "says": "Done on Monday."})
    own = client.post(f"{base}reports/1/judge/", {"confirms": "yes"})
    other = sign_in(Client(), steward)
    silent = other.post(f"{base}reports/1/judge/", {"confirms": "no"})
    other.post(f"{base}reports/1/judge/", {"confirms": "yes"})

    assert other_unit.status_code == 422
    assert own.status_code == 403
    assert silent.status_code == 422
    assert "Kept" in client.get(base).content.decode()


def test_no_spreadsheet_runs_a_pledge(client, coalition, now):
    ana = person("ana")
    pledged(join(coalition, ana, at=now), ana, what="=HYPERLINK(0) and reeds", at=now)

    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/coalitions/{coalition.slug}/pledges.csv").content.decode()))
    )

    assert rows[0]["what"] == "'=HYPERLINK(0) and reeds"
    assert rows[0]["amount"] == "50.00"


def test_whether_an_address_is_known_here_is_told_to_nobody(client, steward, coalition):
    known = person("known")
    sign_in(client, steward)
    url = f"/coalitions/{coalition.slug}/invite/"

    answers = [
        client.post(url, {"email": email}, follow=True) for email in (known.email, "none@shore.example")
    ]

    assert Member.objects.filter(user=known, standing="invited").exists()
    assert len({(a.status_code, known.name in a.content.decode()) for a in answers}) == 1


def test_my_page_shows_invitations_pledges_and_what_waits(client, steward, coalition, now):
    ana = person("ana")
    actions.invite_member(coalition_id=coalition.pk, hat=self_of(ana), by=steward, at=now)
    sign_in(client, ana)
    invited = client.get("/coalitions/mine/").content.decode()
    member = actions.ask_to_join(coalition_id=coalition.pk, hat=self_of(ana), by=ana, at=now)
    pledge = pledged(member, ana, at=now)

    mine = client.get("/coalitions/mine/").content.decode()

    assert "Invitations" in invited
    assert pledge.what in mine


def test_a_reminder_goes_a_week_before_the_day_and_one_after_it_each_once(coalition, now):
    ana = person("ana")
    pledge = pledged(join(coalition, ana, at=now), ana, days=30, at=now)

    def told(at):
        return actions.remind_due(at=at, write=coalition_letters.reminder)

    far, before = told(now), told(pledge.due_at - 6 * DAY)
    again, after, twice = (
        told(pledge.due_at - 5 * DAY),
        told(pledge.due_at + DAY),
        told(pledge.due_at + 2 * DAY),
    )

    assert (far, before, again, after, twice) == (0, 1, 0, 1, 0)


def test_a_kept_pledge_is_not_reminded_of(coalition, steward, now):
    ana = person("ana")
    member = join(coalition, ana, at=now)
    pledge = pledged(member, ana, at=now)
    judge(report(pledge, member, ana, at=now), steward_of(coalition), steward, at=now)

    assert actions.remind_due(at=pledge.due_at + DAY, write=coalition_letters.reminder) == 0


def test_an_invitation_is_written_once_however_often_it_is_heard(coalition, steward, now):
    from accounts import actions as accounts
    from ledger.queries import around

    ana = person("ana")
    member = actions.invite_member(coalition_id=coalition.pk, hat=self_of(ana), by=steward, at=now)
    fact = around(member.subject).get()

    for _again in range(2):
        coalition_letters.tell_of_membership(fact)
    accounts.send_due_letters(at=now)

    assert [letter.to for letter in mail.outbox] == [[ana.email]]


def told_of(made, at):
    """To whom the letters of one report went, heard twice."""
    from accounts import actions as accounts
    from ledger.queries import around

    fact = around(made.pledge.subject).filter(kind="petitions.pledge.reported").latest("pk")
    for _again in range(2):
        coalition_letters.tell_of_report(fact)
    mail.outbox.clear()
    accounts.send_due_letters(at=at)
    return sorted(to for letter in mail.outbox for to in letter.to)


def test_a_report_waits_and_its_judge_is_told_once(coalition, steward, now):
    ana = person("ana")
    member = join(coalition, ana, at=now)

    made = report(pledged(member, ana, at=now), member, ana, at=now)

    assert told_of(made, now) == [steward.email]


def test_of_what_another_reports_whoever_pledged_hears_and_the_steward_who_reports_does_not(
    coalition, steward, now
):
    ana = person("ana")
    pledge = pledged(join(coalition, ana, at=now), ana, days=1, at=now)

    made = report(pledge, steward_of(coalition), steward, done="0", at=pledge.due_at + DAY)

    assert told_of(made, pledge.due_at + DAY) == [ana.email]


def test_the_api_refuses_in_the_words_of_the_page(client, steward, coalition, now):
    sign_in(client, steward)
    url = f"/api/v1/coalitions/{coalition.slug}/pledges/"

    wrong = client.post(url, form_of(now, amount="-1"), content_type="application/json")
    right = client.post(url, form_of(now), content_type="application/json")

    assert wrong.status_code == 400
    assert "amount" in str(wrong.json())
    assert right.status_code == 201
    assert Client().post(url, form_of(now), content_type="application/json").status_code in {401, 403}


def test_the_feed_tells_each_step(client, coalition, now):
    ana = person("ana")
    pledged(join(coalition, ana, at=now), ana, at=now)

    text = client.get(f"/coalitions/{coalition.slug}/feed/").content.decode()

    assert "A member joined" in text
    assert "50 hours" in text


def test_amounts_are_told_as_people_write_them(client, coalition, now):
    ana = person("ana")
    pledged(join(coalition, ana, at=now), ana, amount="40000.50", at=now)

    page = client.get(coalition.get_absolute_url()).content.decode()

    assert "Pledge 1: 40,000.5 hours" in page


def test_a_refused_appeal_keeps_the_whole_page(client):
    founder = person("stella")
    made = submitted(founder)
    actions.apply_coalition_decision(slug=made.slug, approved=False, hides=False, at=founder.date_joined)
    sign_in(client, founder)

    answer = client.post(f"/coalitions/new/{made.code}/appeal/", {"reason": ""})

    assert answer.status_code == 422
    assert "Founded by" in answer.content.decode()
    assert answer.context["founder"].user == founder


def test_who_has_judged_a_report_is_not_asked_again_under_another_hat(client, steward, coalition, now):
    ana, keeper = person("ana"), person("keeper")
    guardian_of(keeper, at=now)
    as_keeper = join(coalition, keeper, hat=Hat(Kind.BIOME, lagoon(), lagoon().name), at=now)
    join(coalition, keeper, at=now)
    member = join(coalition, ana, at=now)
    pledge = pledged(member, ana, at=now)
    made = report(pledge, member, ana, at=now)
    sign_in(client, keeper)
    before = client.get(f"/coalitions/{coalition.slug}/pledges/1/").content.decode()

    judge(made, as_keeper, keeper, confirms=False, at=now)

    page = client.get(f"/coalitions/{coalition.slug}/pledges/1/").content.decode()
    assert "Judge the newest report" in before
    assert "Judge the newest report" not in page
    assert queries.to_judge(keeper, now) == []


def test_two_petitions_of_one_name_are_told_apart_by_their_codes(client, now):
    one, two = opened(at=now), opened(at=now)
    made = submitted(person("stella"), at=now)

    labels = dict(aroundable(made, []))

    assert one.title == two.title
    assert labels[one.subject].endswith(f"({one.slug})")
    assert labels[one.subject] != labels[two.subject]


def test_moderators_read_what_a_coalition_stands_around_and_how_much_is_pledged(coalition, now):
    ana = person("ana")
    made = waiting_pledge(join(coalition, ana, at=now), ana, amount="12.5", at=now)
    petition = opened(at=now)
    founded = submitted(person("founder"), around=[petition.subject], at=now)

    pledge, whole = moderation.open_item(made.subject), moderation.open_item(founded.subject)

    assert {f.name: f.text for f in moderation.snapshot_fields(pledge)}["What is pledged"].startswith(
        "12.5 hours by"
    )
    assert {f.name: f.texts for f in moderation.snapshot_fields(whole)}["Stands around"] == (petition.title,)
