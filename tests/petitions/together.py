"""What the tests of coalitions stand on: one that is open, its members, a pledge, a report."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from petitions import actions, queries
from petitions.models import Coalition, Judgement, Member, Pledge
from petitions.queries import Hat
from petitions.rules.coalitions import Act, Kind
from petitions.rules.pledges import Unit
from tests.accounts.people import person
from tests.petitions.scene import DAY, NOON, lagoon

TITLE = "Shade for the lower shore"
AIM = "Plant and keep reeds along the lower shore until the lagoon breathes."


def self_of(user) -> Hat:
    return Hat(Kind.PERSON, user, user.get_short_name())


def guardian_of(user, biome=None, at=NOON, since=None, until=None):
    from biomes import actions as biomes

    return biomes.begin_guardianship(
        biome=biome or lagoon(), user=user, hand=1, instrument="Art. 5", since=since or at - DAY, until=until, actor="", at=since or at - DAY
    )  # fmt: skip


def submitted(user, *, title=TITLE, around=(), hat=None, at=NOON) -> Coalition:
    whole = actions.WholeCoalition(
        biomes=[lagoon()], around=list(around), title=title, aim=AIM, hat=hat or self_of(user), language="en"
    )
    return actions.found_at_once(whole=whole, user=user, at=at)


def open_coalition(user=None, *, at=NOON, **more) -> Coalition:
    made = submitted(user or person(), at=at, **more)
    actions.apply_coalition_decision(slug=made.slug, approved=True, hides=False, at=at)
    return Coalition.objects.get(pk=made.pk)


def steward_of(coalition) -> Member:
    return coalition.members.get(is_steward=True)


def join(coalition, user, *, hat=None, at=NOON) -> Member:
    asked = actions.ask_to_join(coalition_id=coalition.pk, hat=hat or self_of(user), by=user, at=at)
    by = steward_of(coalition).user
    return actions.move_member(member_id=asked.pk, act=Act.ADMIT, by=by, at=at)


def waiting_pledge(member, by, *, amount="50", unit=Unit.HOURS, days=30, key=None, at=NOON, what="Clear the reeds by hand") -> Pledge:  # fmt: skip
    return actions.make_pledge(
        member_id=member.pk, what=what, unit=unit, amount=Decimal(amount), due_on=(at + days * DAY).date(),
        key=key or uuid4(), by=by, at=at,
    )  # fmt: skip


def pledged(member, by, **more) -> Pledge:
    made = waiting_pledge(member, by, **more)
    actions.apply_words_decision(
        noun="pledge", uuid=str(made.uuid), approved=True, hides=False, at=made.made_at
    )
    return Pledge.objects.whole().get(pk=made.pk)


def report(
    pledge, member, by, *, done="50", unit=Unit.HOURS, key=None, at=NOON, says="Done on three mornings."
):
    return actions.report_pledge(
        pledge_id=pledge.pk, member_id=member.pk, unit=unit, done=Decimal(done), says=says, link="",
        key=key or uuid4(), by=by, at=at,
    )  # fmt: skip


def judge(made, member, by, confirms=True, *, says="", at=NOON) -> Judgement:
    return actions.judge_report(
        report_id=made.pk, member_id=member.pk, confirms=confirms, says=says or ("" if confirms else "I saw none."), by=by, at=at
    )  # fmt: skip


def stage(pledge, at=NOON):
    return queries.stood(Pledge.objects.whole().get(pk=pledge.pk), at).account.stage


def after(pledge) -> object:
    return pledge.due_at + timedelta(seconds=1)
