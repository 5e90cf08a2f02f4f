"""Every write of this app: one verb, one transaction, ``at`` passed in."""

from biomes.actions.archive import CannotArchive, archive_month, restore_month
from biomes.actions.bulk import (
    advance_sheet,
    apply_sheet,
    cancel_sheet,
    check_sheet,
    send_sheet,
    silent_sheets,
)
from biomes.actions.calendar import CannotSchedule, add_calendar_entry, end_calendar_entry
from biomes.actions.condition import assess_biome, review_conditions
from biomes.actions.file_steps import CannotImport, Unreadable
from biomes.actions.guardians import (
    agree_to_guardianship,
    ask_guardianship,
    ask_to_end,
    begin_guardianship,
    end_guardianship,
)
from biomes.actions.guests import (
    CannotConfirm,
    appeal_as_guest,
    ask_as_guest,
    confirm_as_guest,
    drop_unconfirmed,
    judge_guests,
    withdraw_as_guest,
)
from biomes.actions.import_files import (
    advance_import,
    cancel_import,
    forget_files,
    silent_imports,
    start_check,
    start_import,
    upload_import,
)
from biomes.actions.imports import Account, Told, import_survey
from biomes.actions.links import add_link, end_link
from biomes.actions.months import open_months, open_these
from biomes.actions.notifying import Written, tell_author
from biomes.actions.photos import CannotKeepPhoto, SentPhoto
from biomes.actions.pictures import CannotKeep, drop_pictures, hide_pictures, keep_picture, show_pictures
from biomes.actions.pins import (
    CannotFile,
    CannotSettle,
    apply_pin_decision,
    file_pin,
    lapse_pins,
    merge_pin,
    refuse_pin,
    settle_pin,
    take_up,
)
from biomes.actions.profile_pictures import (
    add_profile_picture,
    change_profile_picture,
    remove_profile_picture,
)
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
from biomes.actions.sightings import (
    apply_sighting_decision,
    file_sighting,
    set_corroboration_need,
    withdraw_sighting,
    withdraw_waiting_sightings_of,
)
from biomes.actions.statements import (
    apply_statement_decision,
    file_statement,
    withdraw_statement,
    withdraw_statements_of,
)
from biomes.actions.stations import (
    CannotIssue,
    close_station,
    issue_key,
    note_use,
    open_station,
    revoke_key,
    rotate_key,
)
from biomes.actions.stories import (
    CannotTell,
    Said,
    apply_decision_on_story,
    choose_afterwards,
    part_with_stories_of,
    tell_story,
    withdraw_story,
)
from biomes.actions.thresholds import CannotCorrect, correct_threshold, set_threshold
from biomes.actions.zone_indicators import (
    RowFound,
    TableFound,
    correct_zone_indicator,
    import_zone_indicators,
    set_zone_indicator,
)
from biomes.actions.zones import draw_zone, redraw_zone

__all__ = [
    "Account",
    "CannotArchive",
    "CannotConfirm",
    "CannotCorrect",
    "CannotEdit",
    "CannotFile",
    "CannotImport",
    "CannotIssue",
    "CannotJudge",
    "CannotKeep",
    "CannotKeepPhoto",
    "CannotRecord",
    "CannotRelate",
    "CannotSchedule",
    "CannotSettle",
    "CannotTell",
    "Photo",
    "Receipt",
    "RowFound",
    "RowVerdict",
    "Said",
    "SentPhoto",
    "TableFound",
    "Told",
    "Unreadable",
    "Written",
    "add_calendar_entry",
    "add_link",
    "add_profile_picture",
    "advance_import",
    "advance_sheet",
    "agree_to_guardianship",
    "appeal_as_guest",
    "apply_decision_on_story",
    "apply_pin_decision",
    "apply_sheet",
    "apply_sighting_decision",
    "apply_statement_decision",
    "archive_month",
    "ask_as_guest",
    "ask_guardianship",
    "ask_to_end",
    "assess_biome",
    "begin_guardianship",
    "cancel_import",
    "cancel_sheet",
    "change_profile_picture",
    "check_sheet",
    "choose_afterwards",
    "close_station",
    "confirm_as_guest",
    "correct_threshold",
    "correct_zone_indicator",
    "discard_biome",
    "draft_biome",
    "draw_zone",
    "drop_pictures",
    "drop_unconfirmed",
    "edit_biome",
    "end_calendar_entry",
    "end_guardianship",
    "end_link",
    "file_pin",
    "file_sighting",
    "file_statement",
    "forget_files",
    "hide_pictures",
    "import_survey",
    "import_zone_indicators",
    "install_reference",
    "issue_key",
    "judge_guests",
    "judge_reading",
    "keep_picture",
    "lapse_pins",
    "merge_pin",
    "name_competent",
    "note_use",
    "open_months",
    "open_station",
    "open_these",
    "part_with_stories_of",
    "publish_biome",
    "record_readings",
    "redraw_zone",
    "refuse_pin",
    "remove_profile_picture",
    "restore_biome",
    "restore_month",
    "revert_biome",
    "review_conditions",
    "revoke_key",
    "roll_up",
    "roll_up_due",
    "rotate_key",
    "seal_day",
    "seal_due_days",
    "send_sheet",
    "set_corroboration_need",
    "set_threshold",
    "set_zone_indicator",
    "settle_pin",
    "show_pictures",
    "silent_imports",
    "silent_sheets",
    "start_check",
    "start_import",
    "take_up",
    "tell_author",
    "tell_story",
    "upload_import",
    "withdraw_as_guest",
    "withdraw_biome",
    "withdraw_sighting",
    "withdraw_statement",
    "withdraw_statements_of",
    "withdraw_story",
    "withdraw_waiting_sightings_of",
]
