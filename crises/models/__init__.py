from crises.models.alert import Alert, AlertEntry
from crises.models.crisis import Crisis
from crises.models.plan import Deployment, Measure, Plan
from crises.models.run import Checkpoint, Frame, Member, Run, Statistics
from crises.models.scenario import Scenario, Template

__all__ = [
    "Alert",
    "AlertEntry",
    "Checkpoint",
    "Crisis",
    "Deployment",
    "Frame",
    "Measure",
    "Member",
    "Plan",
    "Run",
    "Scenario",
    "Statistics",
    "Template",
]
