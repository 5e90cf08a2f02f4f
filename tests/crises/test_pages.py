"""The pages as browsers see them: with and without JavaScript, in every state, under hostile input."""

from datetime import timedelta
from uuid import uuid4

import pytest
from defusedxml import ElementTree
from django.urls import reverse
from lxml import etree

from accounts.rules.roles import Role
from crises import actions, tasks
from crises.models import Alert, Plan, Run
from tests.accounts.people import person, sign_in
from tests.crises.water import a_plan, a_run, send


@pytest.fixture
def felix(client, water, noon):
    user = person("felix", Role.ENGINEER, at=noon.replace(year=2000))
    sign_in(client, user)
    return user


@pytest.fixture
def finished(water, noon):
    run = a_run(water, noon, plan=a_plan(water, noon))
    tasks.finish_here(run.pk)
    return Run.objects.get(pk=run.pk)


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == status
    return response.content.decode()


def test_an_empty_list_says_why(client, db):
    assert "No alert is in force" in page(client, "crises:alerts")
    assert "No run yet" in page(client, "crises:runs")


def test_a_draft_is_on_no_public_surface(client, water, noon):
    send("61", noon)
    alert = Alert.objects.get()

    page(client, "crises:alert", alert.code, status=404)
    page(client, "crises-cap", alert.code, status=404)
    for name in ("crises:alerts", "crises-feed"):
        assert alert.code not in page(client, name)
    assert alert.code not in client.get("/api/v1/alerts/").content.decode()
    assert "draft" in page(client, "crises:alerts").lower()


def test_two_officers_release_in_their_browsers(client, water, noon):
    send("61", noon)
    alert = Alert.objects.get()
    officers = [person(key, Role.ALERT_OFFICER) for key in ("ada", "bela")]
    for officer in officers:
        sign_in(client, officer)
        assert client.post(reverse("crises:release", args=[alert.code])).status_code == 302
    client.logout()

    shown = page(client, "crises:alert", alert.code)
    assert "Chlorophyll" in shown
    assert "not known whether toxic" in shown
    assert "Released by two officers" in shown
    assert "Toxic" not in shown


def test_the_same_officer_twice_is_refused_with_a_sentence(client, water, noon):
    send("61", noon)
    alert = Alert.objects.get()
    sign_in(client, person("ada", Role.ALERT_OFFICER))
    client.post(reverse("crises:release", args=[alert.code]))

    again = client.post(reverse("crises:release", args=[alert.code]))

    assert again.status_code == 409
    assert "another person must agree" in again.content.decode()


def released(noon):
    send("61", noon)
    alert = Alert.objects.get()
    for key in ("ada", "bela"):
        actions.release_alert(code=alert.code, officer=person(key, Role.ALERT_OFFICER), at=noon)
    return alert


def test_the_cap_message_has_three_languages_and_cites_its_leaf(client, water, noon):
    alert = released(noon)

    response = client.get(reverse("crises-cap", args=[alert.code]))
    root = ElementTree.fromstring(response.content)

    assert response["Content-Type"] == "application/cap+xml"
    assert root.find("{*}status").text == "Actual"
    assert [i.find("{*}language").text for i in root.findall("{*}info")] == ["en", "es", "ar"]
    names = {p.find("{*}valueName").text for p in root.findall(".//{*}parameter")}
    assert "readingLeafSha256" in names


def test_every_message_of_an_alerts_life_is_valid_against_the_schema(client, water, noon, cap_schema):
    def message(alert):
        return etree.fromstring(client.get(reverse("crises-cap", args=[alert.code])).content)

    alert = released(noon)
    first = message(alert)
    send("75", noon + timedelta(hours=1))
    update = message(alert)
    actions.end_quiet_alerts(at=noon + timedelta(days=9))
    end = message(alert)

    assert [m.findtext("{*}msgType") for m in (first, update, end)] == ["Alert", "Update", "Cancel"]
    assert first.findtext("{*}references") is None
    assert first.findtext("{*}identifier") in update.findtext("{*}references")
    for told in (first, update, end):
        cap_schema.assertValid(told)


def test_an_exercise_is_marked_in_every_word_of_its_message(client, finished, noon, cap_schema):
    ada = person("ada", Role.ALERT_OFFICER)
    alert = actions.raise_exercise(run_number=finished.number, officer=ada, at=noon)

    root = etree.fromstring(client.get(reverse("crises-cap", args=[alert.code])).content)

    cap_schema.assertValid(root)
    assert root.findtext("{*}status") == "Exercise"
    assert root.findtext("{*}info/{*}headline").startswith("EXERCISE")


def test_the_feed_is_atom_and_links_the_message(client, water, noon):
    alert = released(noon)
    root = ElementTree.fromstring(client.get(reverse("crises-feed")).content)

    hrefs = [link.get("href") for link in root.findall(".//{*}entry/{*}link")]
    assert any(alert.code in href for href in hrefs)


def test_a_finished_run_tells_its_finding_with_maps_chart_and_table(client, finished):
    shown = page(client, "crises:run", finished.number)

    assert "not a forecast for bathing or drinking" in shown
    assert shown.count('class="map map--run"') == 2
    assert "Who gains, who does not" in shown
    assert "The same as a table" in shown
    assert 'style="' not in shown.replace("<!--", "")


@pytest.fixture
def undefended(water, noon):
    """A finished run that asks what happens if nothing is done."""
    run = a_run(water, noon)
    tasks.finish_here(run.pk)
    return Run.objects.get(pk=run.pk)


@pytest.mark.parametrize("query", [{}, {"layer": "spread", "day": "2"}, {"view": "whole"}])
def test_a_run_without_a_plan_has_one_map_a_chart_and_nobody_to_compare(client, undefended, query):
    shown = page(client, "crises:run", undefended.number, **query)

    assert shown.count('class="map map--run"') == 1
    assert "Doing nothing" in shown
    assert "With the plan" not in shown
    assert "Who gains" not in shown
    assert "The same as a table" in shown


def test_a_run_without_a_plan_stands_in_every_list_and_file(client, undefended):
    for name, args in (("crises:runs", []), ("crises:alerts", []), ("crises-zones-csv", [undefended.number]),
                       ("crises-document", [undefended.number, "statistics"])):  # fmt: skip
        page(client, name, *args)
    page(client, "crises-document", undefended.number, "plan", status=404)
    assert client.get(f"/api/v1/runs/{undefended.number}/").json()["finding"]["with_plan"] is None
    assert len(client.get(f"/api/v1/runs/{undefended.number}/frames/").json()) == 6


@pytest.mark.parametrize("query", [{"day": "99"}, {"day": "-1"}, {"day": "x"}, {"day": "9" * 400}, {"layer": "nope"},
                                   {"zone": "nowhere"}, {"view": "whole"}, {"day": "²"}])  # fmt: skip
def test_strange_choices_show_the_nearest_thing_there_is(client, finished, query):
    page(client, "crises:run", finished.number, **query)


def test_each_layer_and_day_has_its_own_address_without_javascript(client, finished):
    shown = page(client, "crises:run", finished.number, layer="median", day="2")

    assert 'value="2"' in shown
    assert '<button class="button button--small">' in shown


def test_htmx_gets_only_the_maps(client, finished):
    url = reverse("crises:run", args=[finished.number])
    shown = client.get(
        url, {"day": 2}, headers={"HX-Request": "true", "HX-Target": "run-maps"}
    ).content.decode()

    assert shown.count("<h1") == 0
    assert 'id="run-maps"' in shown


def test_frames_documents_and_csv_of_a_run(client, finished):
    png = client.get(reverse("crises-frame", args=[finished.number, "plan", "median", 2]))
    assert png.content[:4] == b"\x89PNG"
    assert "immutable" in png["Cache-Control"]
    for name in ("scenario", "plan", "statistics"):
        assert client.get(reverse("crises-document", args=[finished.number, name])).json()
    csv = client.get(reverse("crises-zones-csv", args=[finished.number])).content.decode()
    assert csv.splitlines()[0].startswith("zone,arm,day")
    assert len(csv.splitlines()) == 1 + 2 * 2


NONSENSE = ["\x00", "' OR 1=1 --", "<script>", "a" * 5000, "\u202e", "ö"]


@pytest.mark.parametrize("nonsense", NONSENSE)
@pytest.mark.parametrize("name", ["crises:runs", "crises:alerts", "crises:run_new", "crises:plan_new"])
def test_nonsense_in_an_address_is_as_good_as_nothing(client, felix, name, nonsense):
    page(client, name, biome=nonsense, page=nonsense, state=nonsense, plan=nonsense)


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_a_layer_that_is_none_is_refused(client, undefended, nonsense):
    page(client, "crises:run", undefended.number, layer=nonsense, zone=nonsense, day=nonsense)
    answer = client.get(f"/api/v1/runs/{undefended.number}/frames/", {"layer": nonsense})

    assert answer.status_code == 400
    assert "layer" in answer.json()["errors"]


@pytest.mark.parametrize("path", ["/crises/runs/999999999/", "/crises/runs/1/frames/up/median/1.png",
                                  "/crises/runs/12345678901234567890/", "/crises/alerts/none/", "/crises/none/",
                                  "/api/v1/runs/12345678901234567890/"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_a_watched_run_reports_and_stops_asking_when_it_ends(client, water, noon):
    run = a_run(water, noon)
    watching = client.get(reverse("crises:progress", args=[run.number]))
    assert watching.status_code == 200
    assert "0 of 4 simulated days" in watching.content.decode()

    tasks.finish_here(run.pk)

    assert client.get(reverse("crises:progress", args=[run.number])).status_code == 286


def asked(**changes):
    return {"plan": "", "members": "8", "days": "3", "cells": "64", "key": str(uuid4()), **changes}


def test_an_engineer_starts_a_run_once_per_key(client, felix, water):
    data = asked()
    url = reverse("crises:run_new") + "?biome=vessa-lagoon"

    first, second = client.post(url, data), client.post(url, data)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Run.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"members": "1000000000"}, {"days": "0"}, {"days": "NaN"}, {"cells": "1"},
                                   {"plan": "somebody-elses"}, {"key": "x"}, {"days": "9" * 500}])  # fmt: skip
def test_absurd_runs_are_refused_with_a_sentence(client, felix, water, wrong):
    response = client.post(reverse("crises:run_new") + "?biome=vessa-lagoon", asked(**wrong))

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Run.objects.exists()


def plan_form(**changes):
    given = {
        "title": "Plan X",
        "drones": "4",
        "capacity": "50",
        "drones_from": "North pier",
        "drones_to": "South pier",
    }
    return {**given, **changes}


def test_an_engineer_composes_a_plan_from_named_gates(client, felix, water):
    response = client.post(
        reverse("crises:plan_new") + "?biome=vessa-lagoon",
        plan_form(
            barrier="deflecting",
            barrier_from="-24.12, 38.12",
            barrier_to="South pier",
            source="Outfall",
            percent="30",
        ),
    )

    assert response.status_code == 302
    plan = Plan.objects.get()
    assert {m.kind for m in plan.measures.all()} == {"drones", "barrier", "cut"}
    assert plan.slug in response["Location"]


@pytest.mark.parametrize("wrong", [{"capacity": "NaN"}, {"capacity": "inf"}, {"capacity": "1e300"}, {"drones": "1000000000"},
                                   {"drones_from": "the moon"}, {"drones_from": "nan, nan"}, {"drones_from": ""},
                                   {"drones_from": "-24.30, 38.12", "drones_to": "-24.20, 38.12"}, {"drones": ""},
                                   {"barrier": "deflecting", "barrier_from": "North pier", "barrier_to": "North pier"},
                                   {"source": "Outfall", "percent": "-3"}, {"title": ""}, {"title": "x" * 5000}])  # fmt: skip
def test_plans_that_cannot_be_are_refused_beside_their_field(client, felix, water, wrong):
    response = client.post(reverse("crises:plan_new") + "?biome=vessa-lagoon", plan_form(**wrong))

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert not Plan.objects.exists()


def test_a_run_is_cancelled_by_its_engineer_and_not_twice(client, felix, water, noon):
    run = a_run(water, noon, by=felix, key=uuid4())
    url = reverse("crises:run_cancel", args=[run.number])

    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409
    assert "Cancelled" in page(client, "crises:run", run.number)


def test_the_api_starts_watches_and_cancels_a_run(client, felix, water):
    body = {"biome": "vessa-lagoon", "members": 2, "days": 2, "cells": 64, "key": str(uuid4())}
    made = client.post("/api/v1/runs/", body, content_type="application/json")
    again = client.post("/api/v1/runs/", body, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["number"] == again.json()["number"]
    assert made.json()["progress"] == {"done": 0, "total": 4, "seconds_left": None}

    url = f"/api/v1/runs/{made.json()['number']}/cancel/"
    assert client.post(url).status_code == 200
    assert client.post(url).status_code == 409


def test_a_failed_run_says_so(client, water, noon):
    run = a_run(water, noon)
    actions.fail_run(run_id=run.pk, failure="bad_scenario", at=noon)

    assert "refused the question" in page(client, "crises:run", run.number)


def test_a_crisis_page_tells_what_happened(client, water, noon):
    crisis = actions.open_crisis(
        slug="bloom", title="The bloom", summary="It grows.", biome=water, by=None, at=noon
    )
    released(noon)

    shown = page(client, "crises:crisis", crisis.slug)
    assert "As it happened" in shown
    assert "Alert released by two officers" in shown
