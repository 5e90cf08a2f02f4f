"""Text messages: the tests' site takes none, so there is no such door, whoever asks."""

from tests.permissions.format import HIDDEN, Row
from tests.permissions.who import EVERYONE

BODY = {"id": "1", "from": "+99555123987", "text": "YES 123456", "at": "2150-06-11T12:00:00Z"}
ROWS = [Row("petitions_sms", "POST", data=BODY, expect={HIDDEN: EVERYONE})]
