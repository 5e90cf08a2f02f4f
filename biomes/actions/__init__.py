"""Every write of this app: one verb, one transaction, ``at`` passed in."""

from biomes.actions.condition import assess_biome, review_conditions
from biomes.actions.imports import Account, import_survey
from biomes.actions.profiles import (
    CannotEdit,
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
from biomes.actions.relations import (
    CannotRelate,
    begin_guardianship,
    end_guardianship,
    end_link,
    name_competent,
    save_link,
    save_zone,
)
from biomes.actions.seals import seal_day, seal_due_days
from biomes.actions.stations import CannotIssue, close_station, issue_key, open_station, revoke_key
from biomes.actions.thresholds import CannotCorrect, correct_threshold, set_threshold

__all__ = [
    "Account",
    "CannotCorrect",
    "CannotEdit",
    "CannotIssue",
    "CannotJudge",
    "CannotRecord",
    "CannotRelate",
    "Receipt",
    "RowVerdict",
    "assess_biome",
    "begin_guardianship",
    "close_station",
    "correct_threshold",
    "discard_biome",
    "draft_biome",
    "edit_biome",
    "end_guardianship",
    "end_link",
    "import_survey",
    "install_reference",
    "issue_key",
    "judge_reading",
    "name_competent",
    "open_station",
    "publish_biome",
    "record_readings",
    "restore_biome",
    "revert_biome",
    "review_conditions",
    "revoke_key",
    "save_link",
    "save_zone",
    "seal_day",
    "seal_due_days",
    "set_threshold",
    "withdraw_biome",
]
