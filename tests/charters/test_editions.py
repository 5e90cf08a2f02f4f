"""How a text comes into force, and what PostgreSQL keeps true of it."""

from datetime import date, timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from charters import actions, queries
from charters.models import Charter, Edition
from charters.rules.amend import Change, Operation
from charters.rules.lifecycle import State
from ledger import queries as ledger_queries

pytestmark = pytest.mark.django_db
BETTER = "The lagoon has the right to water that carries oxygen at every hour."


def replace_article(charter, eid, text, by, at):
    """A tabled amendment that replaces one article."""
    amendment = actions.draft_amendment(
        charter_id=charter.pk, title=f"Change {eid}", reasons="", drafted_by=by, at=at
    )
    base = next(a for a in queries.values(queries.latest_edition(charter)) if a.eid == eid)
    actions.add_instruction(
        amendment_id=amendment.pk,
        change=Change(
            operation=Operation.REPLACE, eid=eid, expected_sha256=base.sha256, heading=base.heading, text=text
        ),
    )
    return actions.table_amendment(amendment_id=amendment.pk, actor=by.code, at=at)


def enact(amendment, at, on=None):
    return actions.enact_amendment(
        amendment_id=amendment.pk,
        motion_subject="council.motion/12",
        actor="accounts.organisation/vessa-council",
        at=at,
        in_force_on=on or at.date(),
    )


def test_enactment_closes_the_old_edition_on_the_day_the_new_one_begins(charter, drafter, noon):
    amendment = replace_article(charter, "art_3", BETTER, drafter, noon)

    edition = enact(amendment, noon, noon.date() + timedelta(days=30))

    assert edition.number == 2
    assert queries.article("vessa-lagoon", "art_3", noon).text != BETTER
    assert queries.article("vessa-lagoon", "art_3", noon + timedelta(days=30)).text == BETTER
    assert queries.edition_on(charter, noon).until == edition.since


def test_enacting_twice_gives_the_same_edition_and_no_second_fact(charter, drafter, noon):
    amendment = replace_article(charter, "art_3", BETTER, drafter, noon)

    first, second = enact(amendment, noon), enact(amendment, noon)

    assert first == second
    assert charter.editions.count() == 2
    assert ledger_queries.around(amendment.subject).filter(kind="charters.edition.promulgated").count() == 1


def test_an_amendment_overtaken_by_another_is_refused_and_changes_nothing(charter, drafter, noon):
    late = replace_article(charter, "art_3", "Other words.", drafter, noon)
    enact(replace_article(charter, "art_3", BETTER, drafter, noon), noon)

    with pytest.raises(actions.CannotEnact):
        enact(late, noon + timedelta(days=1))

    late.refresh_from_db()
    assert late.status is State.TABLED
    assert queries.is_overtaken(late)
    assert charter.editions.count() == 2


def test_two_amendments_that_begin_on_one_day_apply_in_the_order_of_adoption(charter, drafter, noon):
    one = replace_article(charter, "art_3", BETTER, drafter, noon)
    other = replace_article(charter, "art_2", "The lagoon may exist, regenerate and evolve.", drafter, noon)

    first, second = enact(one, noon), enact(other, noon)

    first.refresh_from_db()
    assert first.merged_into == second
    assert queries.edition_on(charter, noon) == second
    assert queries.article("vessa-lagoon", "art_3", noon).text == BETTER
    assert Edition.objects.in_force_on(noon.date()).filter(charter=charter).count() == 1


def test_a_text_never_begins_before_one_adopted_earlier(charter, drafter, noon):
    enact(replace_article(charter, "art_3", BETTER, drafter, noon), noon, noon.date() + timedelta(days=60))

    later = enact(replace_article(charter, "art_2", "It may exist.", drafter, noon), noon, noon.date())

    assert later.since == noon.date() + timedelta(days=60)


def test_a_text_never_begins_in_the_past(charter, drafter, noon):
    edition = enact(replace_article(charter, "art_3", BETTER, drafter, noon), noon, date(2149, 1, 1))

    assert edition.since == noon.date()


def test_a_draft_cannot_be_enacted(charter, drafter, noon):
    draft = actions.draft_amendment(
        charter_id=charter.pk, title="Draft", reasons="", drafted_by=drafter, at=noon
    )

    with pytest.raises(actions.CannotEnact):
        enact(draft, noon)


def test_the_edition_s_document_is_named_by_its_own_hash(charter):
    fact = ledger_queries.around(charter.subject).get(kind="charters.charter.founded")

    paper = fact.documents.get()

    assert paper.path == f"charters/{paper.sha256}.json"
    assert fact.body["documents"] == [{"path": paper.path, "sha256": paper.sha256}]
    assert charter.editions.get().sha256 == paper.sha256


def test_the_database_refuses_two_editions_in_force_at_once(charter, noon):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            charter=charter, number=9, since=date(2149, 1, 1), sha256="0" * 64, promulgated_at=noon
        )


def test_the_database_refuses_a_gap(charter, noon):
    def leave_a_gap():
        with transaction.atomic():
            first = charter.editions.get()
            first.until = date(2149, 1, 1)
            first.save(update_fields=["until"])
            Edition.objects.create(
                charter=charter, number=2, since=date(2149, 2, 1), sha256="0" * 64, promulgated_at=noon
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="gap"):
        leave_a_gap()


@pytest.mark.parametrize("field", ["sha256", "since", "number"])
def test_the_words_of_an_edition_never_change(charter, field):
    edition = charter.editions.get()

    with pytest.raises(ProgrammingError), transaction.atomic():
        edition.save(update_fields=[field])


def test_an_article_is_never_deleted(charter):
    with pytest.raises(ProgrammingError), transaction.atomic():
        charter.editions.get().articles.all().delete()


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"preamble": "Other."}, {"of": ""}, {"slug": "other"}]
)
def test_no_hand_renames_a_charter_or_rewrites_its_preamble(charter, change):
    with pytest.raises(Error), transaction.atomic():
        Charter.objects.filter(pk=charter.pk).update(**change)


def test_no_hand_deletes_a_charter(charter):
    with pytest.raises(Error), transaction.atomic():
        Charter.objects.filter(pk=charter.pk).delete()
