"""`verify.py` names false histories that hold in chain, numbers and signature."""

import pytest

from tests.ledger.concern_forgeries import CONCERNS
from tests.ledger.course_forgeries import COURSES
from tests.ledger.forgery import outsider
from tests.ledger.test_tamper_battery import export, original  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("battery")]


FALSE = COURSES | CONCERNS


@pytest.mark.parametrize("what", FALSE)
def test_it_is_named_when(export, what):  # noqa: F811
    tamper, named = FALSE[what]
    tamper(export)

    code, said = outsider(export)

    assert code == 1
    assert any(named in line for line in said), said[:8]
