"""What accounts hold of a person: why, how long, and what leaving does to it."""

from ledger.registry import Personal

MEMBER = "while the account exists"

PERSONAL = {
    "accounts.User.email": Personal(
        purpose="to sign in, and to be reached about one's own acts",
        retention=MEMBER,
        export=True,
        erase="blank",
    ),
    "accounts.User.name": Personal(
        purpose="to be called by a name beside one's acts", retention=MEMBER, export=True, erase="blank"
    ),
    "accounts.User.language": Personal(
        purpose="to write letters in a language one reads", retention=MEMBER, export=True, erase="blank"
    ),
    "accounts.User.password": Personal(
        purpose="to sign in; only a slow hash of it is kept", retention=MEMBER, export=False, erase="blank"
    ),
    "accounts.User.last_login": Personal(
        purpose="to notice a stranger's sign-in", retention=MEMBER, export=True, erase="blank"
    ),
    "accounts.RoleGrant.user": Personal(
        purpose="who held which office when",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.RoleGrant.role": Personal(
        purpose="who held which office when",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Office.user": Personal(
        purpose="who spoke for which body when",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Approval.asked_by": Personal(
        purpose="who asked for an act of two persons",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Approval.given_by": Personal(
        purpose="who agreed to an act of two persons",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Restoration.person": Personal(
        purpose="whose second factor was restored",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Restoration.first_by": Personal(
        purpose="which officer saw a person first",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Restoration.second_by": Personal(
        purpose="which officer saw a person too",
        retention="for good; the code names nobody after erasure",
        export=True,
        erase="keep",
    ),
    "accounts.Keeper.email": Personal(
        purpose="to mail the checkpoints of the public log that somebody asked for",
        retention="until they leave; seven days where they never confirm",
        export=True,
        erase="delete",
    ),
    "accounts.Keeper.canonical": Personal(
        purpose="so that one mailbox gets one letter",
        retention="until they leave; seven days where they never confirm",
        export=False,
        erase="delete",
        of="email",
    ),
    "accounts.Keeper.mark": Personal(
        purpose="so that a letter's link ends the letters; a keyed hash, never the address",
        retention="until they leave; seven days where they never confirm",
        export=False,
        erase="delete",
        of="email",
    ),
    "accounts.Keeper.origin": Personal(
        purpose="to see that one network does not ask too often; a keyed hash, never the address",
        retention="until they leave; seven days where they never confirm",
        export=False,
        erase="delete",
        of="email",
    ),
    "accounts.Letter.leave": Personal(
        purpose="the link that ends letters of this kind; it holds a keyed hash of the address",
        retention="until it is sent, at most two days",
        export=False,
        erase="delete",
        of="to",
    ),
    "accounts.Letter.to": Personal(
        purpose="a letter on its way",
        retention="until it is sent, at most two days",
        export=True,
        erase="delete",
    ),
    "accounts.Letter.text": Personal(
        purpose="a letter on its way",
        retention="until it is sent, at most two days",
        export=False,
        erase="delete",
        of="to",
    ),
    "account.EmailAddress.email": Personal(
        purpose="addresses that may sign in or are being confirmed",
        retention=MEMBER,
        export=True,
        erase="delete",
    ),
    "mfa.Authenticator.type": Personal(
        purpose="second factors; their secrets are never exported",
        retention=MEMBER,
        export=True,
        erase="delete",
    ),
    "mfa.Authenticator.data": Personal(
        purpose="to check a second factor", retention=MEMBER, export=False, erase="delete"
    ),
    "usersessions.UserSession.ip": Personal(
        purpose="to recognise one's own sessions; only the network part is kept",
        retention="until the session ends",
        export=True,
        erase="delete",
    ),
    "usersessions.UserSession.user_agent": Personal(
        purpose="to recognise one's own sessions",
        retention="until the session ends",
        export=True,
        erase="delete",
    ),
}
