"""What PostgreSQL itself keeps true of editions."""

from pgtrigger import After, Deferred, Insert, Row, Trigger, Update

NO_GAP = """
IF EXISTS (
    SELECT 1 FROM (
        SELECT until, lead(since) OVER (ORDER BY since) AS next_since,
               row_number() OVER (ORDER BY since DESC) AS from_last
        FROM charters_edition
        WHERE charter_id = NEW.charter_id AND merged_into_id IS NULL
    ) AS line
    WHERE (from_last > 1 AND until IS DISTINCT FROM next_since)
       OR (from_last = 1 AND until IS NOT NULL)
) THEN
    RAISE EXCEPTION 'charter %: between its first edition and the end of time there must be no gap',
        NEW.charter_id USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_no_gap';
END IF;
RETURN NULL;
"""


class NoGap(Trigger):
    """After the first edition some edition is in force on every day; looked at when the act commits."""

    level = Row
    when = After
    operation = Insert | Update
    timing = Deferred
    func = NO_GAP
