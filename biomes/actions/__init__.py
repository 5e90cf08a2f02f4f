"""Every write of this app: one verb, one transaction, ``at`` passed in."""

from biomes.actions.bulk import CannotApply, apply_sheet, keep_sheet
from biomes.actions.calendar import CannotSchedule, add_calendar_entry, end_calendar_entry
from biomes.actions.condition import assess_biome, review_conditions
from biomes.actions.guardians import (
    agree_to_guardianship,
    ask_guardianship,
    ask_to_end,
    begin_guardianship,
    end_guardianship,
)
from biomes.actions.imports import Account, import_survey
from biomes.actions.links import add_link, end_link
from biomes.actions.pictures import CannotKeep, drop_pictures, hide_pictures, keep_picture, show_pictures
from biomes.actions.profiles import (
    CannotEdit,
    Photo,
    discard_biome,
    draft_biome,
    edit_biome,
    publish_biome,
    restore_biome,
    revert_biome,
    withdraw_biome,
)
from biomes.actions.quality import CannotJudge, judge_reading
from biomes.actions.readings import CannotRecord, Receipt, RowVerdict, record_readings
from biomes.actions.reference import install_reference
from biomes.actions.relations import CannotRelate, name_competent
from biomes.actions.rollups import roll_up, roll_up_due
from biomes.actions.seals import seal_day, seal_due_days
from biomes.actions.stations import CannotIssue, close_station, issue_key, open_station, revoke_key
from biomes.actions.stories import CannotTell, Said, apply_decision_on_story, tell_story, withdraw_story
from biomes.actions.thresholds import CannotCorrect, correct_threshold, set_threshold
from biomes.actions.zones import draw_zone, redraw_zone

__all__ = [
    "Account",
    "CannotApply",
    "CannotCorrect",
    "CannotEdit",
    "CannotIssue",
    "CannotJudge",
    "CannotKeep",
    "CannotRecord",
    "CannotRelate",
    "CannotSchedule",
    "CannotTell",
    "Photo",
    "Receipt",
    "RowVerdict",
    "Said",
    "add_calendar_entry",
    "add_link",
    "agree_to_guardianship",
    "apply_decision_on_story",
    "apply_sheet",
    "ask_guardianship",
    "ask_to_end",
    "assess_biome",
    "begin_guardianship",
    "close_station",
    "correct_threshold",
    "discard_biome",
    "draft_biome",
    "draw_zone",
    "drop_pictures",
    "edit_biome",
    "end_calendar_entry",
    "end_guardianship",
    "end_link",
    "hide_pictures",
    "import_survey",
    "install_reference",
    "issue_key",
    "judge_reading",
    "keep_picture",
    "keep_sheet",
    "name_competent",
    "open_station",
    "publish_biome",
    "record_readings",
    "redraw_zone",
    "restore_biome",
    "revert_biome",
    "review_conditions",
    "revoke_key",
    "roll_up",
    "roll_up_due",
    "seal_day",
    "seal_due_days",
    "set_threshold",
    "show_pictures",
    "tell_story",
    "withdraw_biome",
    "withdraw_story",
]
