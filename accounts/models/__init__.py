from accounts.models.approval import Approval
from accounts.models.keeper import Keeper
from accounts.models.letter import Letter
from accounts.models.office import Office
from accounts.models.organisation import Organisation
from accounts.models.restoration import Restoration
from accounts.models.role import RoleGrant
from accounts.models.user import User

__all__ = ["Approval", "Keeper", "Letter", "Office", "Organisation", "Restoration", "RoleGrant", "User"]
