"""Accounts: its own pages; allauth's are beside them (config.urls)."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from accounts.views import demo, keeping, own, people, restoring


class MailLeave(StringConverter):
    """A mark and its proof."""

    regex = r"m-[0-9a-f]{30}\.[A-Za-z0-9_-]{32}"


register_converter(MailLeave, "mail_leave")

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", own.account, name="account"),
    path("accounts/export/", own.export, name="export"),
    path("accounts/erase/", own.erase, name="erase"),
    path("accounts/demo/", demo.demo, name="demo"),
    path("accounts/demo/<slug:code>/", demo.demo_sign_in, name="demo_sign_in"),
    path("accounts/lost-factor/", restoring.lost, name="lost_factor"),
    path("accounts/lost-factor/new/", restoring.enrol, name="enrol_anew"),
    path("accounts/lost-factor/withdraw/", restoring.withdraw_own, name="withdraw_restoration"),
    path("accounts/restorations/", restoring.restorations, name="restorations"),
    path("accounts/restorations/<uuid:key>/confirm/", restoring.confirm, name="confirm_seen"),
    path("accounts/restorations/<uuid:key>/end/", restoring.refuse, name="refuse_restoration"),
    path("log/letters/", keeping.keep, name="keep"),
    path("log/letters/sent/", keeping.sent, name="keep_sent"),
    path("log/letters/leave/<mail_leave:token>/", keeping.leave, name="leave_checkpoints"),
    path("log/letters/<slug:token>/", keeping.confirm, name="confirm_keeper"),
    path("accounts/people/", people.people, name="people"),
    path("accounts/people/<slug:code>/", people.person, name="person"),
    path("accounts/people/<slug:code>/appoint/", people.appoint, name="appoint"),
    path("accounts/people/<slug:code>/end-role/", people.end_role, name="end_role"),
    path("accounts/people/<slug:code>/suspend/", people.suspend, name="suspend"),
    path("accounts/people/<slug:code>/restore/", people.restore, name="restore"),
    path("accounts/appointments/<int:approval>/approve/", people.approve, name="approve"),
    path("accounts/appointments/<int:approval>/withdraw/", people.withdraw, name="withdraw"),
]
