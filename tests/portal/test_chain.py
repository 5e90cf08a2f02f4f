"""The chain's rules: what is told, once, and in which order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.rules.chain import LINKS, Happening, link_of, spine, told

NOON = datetime(2150, 6, 11, 12, tzinfo=UTC)
KINDS = [kind if kind.count(".") == 2 else f"{kind}.done" for kind in LINKS]
happenings = st.lists(
    st.builds(
        Happening,
        kind=st.sampled_from([*KINDS, "accounts.role.granted"]),
        subject=st.sampled_from(["a/1", "a/2", "b/1"]),
        about=st.just(()),
        at=st.integers(0, 90).map(lambda days: NOON + timedelta(days=days)),
        body=st.just({}),
    )
)


def everything(_happening):
    return True


@given(happenings)
def test_a_story_at_a_glance_has_each_link_once_and_none_is_missing(heard):
    links = [link_of(happening.kind)[0] for happening in spine(heard, everything)]

    assert len(links) == len(set(links))
    assert set(links) == {link[0] for happening in heard if (link := link_of(happening.kind))}


@given(happenings)
def test_a_story_at_a_glance_is_told_in_the_order_of_time_by_the_first_of_each(heard):
    glance = spine(heard, everything)

    assert [h.at for h in glance] == sorted(h.at for h in glance)
    for chosen in glance:
        alike = [h for h in heard if (link_of(h.kind) or ("",))[0] == link_of(chosen.kind)[0]]
        assert chosen.at == min(h.at for h in alike)


@given(happenings)
def test_what_may_not_be_told_leaves_its_place_to_the_next_of_its_link(heard):
    glance = spine(heard, lambda happening: happening.subject != "a/1")

    told_links = {link_of(h.kind)[0] for h in heard if link_of(h.kind) and h.subject != "a/1"}
    assert {link_of(h.kind)[0] for h in glance} == told_links
    assert all(h.subject != "a/1" for h in glance)


@given(happenings)
def test_a_chain_tells_each_subject_once_a_link(heard):
    keys = [(h.subject, link_of(h.kind)[0]) for h in told(heard)]

    assert len(keys) == len(set(keys))
