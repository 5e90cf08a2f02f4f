from accounts.models.approval import Approval
from accounts.models.organisation import Organisation
from accounts.models.role import RoleGrant
from accounts.models.user import User

__all__ = ["Approval", "Organisation", "RoleGrant", "User"]
