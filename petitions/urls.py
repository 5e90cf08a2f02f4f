"""Petitions: their addresses."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from petitions import urls_coalitions
from petitions.views import (
    around,
    auditing,
    counting,
    feeds,
    filing,
    mail,
    managing,
    numbers,
    oembed,
    overdue,
    paper,
    reading,
    retention,
    sealing,
    signing,
    sponsoring,
    succession,
    texting,
)
from petitions.views import machine as machines


class Token(StringConverter):
    """What a link in a mail carries; anything longer is no link of ours."""

    regex = "[A-Za-z0-9_-]{16,64}"


class LeaveToken(StringConverter):
    regex = r"[a-z2-7]{26}\.[A-Za-z0-9_-]{32}"


class ReceiptCode(StringConverter):
    regex = "[A-Za-z2-7-]{26,40}"


register_converter(Token, "token")
register_converter(LeaveToken, "leave_token")
register_converter(ReceiptCode, "receipt_code")

app_name = "petitions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("petitions/", reading.index, name="index"),
    path("petitions/new/", filing.new, name="new"),
    path("petitions/new/sent/", filing.sent_filing, name="sent_filing"),
    path("petitions/new/<slug:slug>/<slug:step>/", filing.step, name="step"),
    path("petitions/mine/", filing.mine, name="mine"),
    path("petitions/held/", auditing.held, name="held"),
    path("petitions/held/release/", auditing.release_many, name="release_many"),
    path("petitions/held/<uuid:key>/release/", auditing.release, name="release"),
    path("petitions/held/letters/<uuid:key>/release/", auditing.release_letter, name="release_letter"),
    path("petitions/senders/", auditing.senders, name="senders"),
    path("petitions/senders/<uuid:key>/end/", auditing.end_listing, name="end_listing"),
    path("petitions/signing-rules/", auditing.signing_rules, name="signing_rules"),
    path("petitions/signing-rules/household/", auditing.set_household, name="set_household"),
    path("petitions/invalidations/", counting.invalidations, name="invalidations"),
    path("petitions/invalidations/<uuid:key>/", counting.invalidation, name="invalidation"),
    path("petitions/invalidations/<uuid:key>/start/", counting.start, name="start_invalidation"),
    path("petitions/invalidations/<uuid:key>/cancel/", counting.cancel, name="cancel_invalidation"),
    path("petitions/invalidations/<uuid:key>/reverse/", counting.reverse, name="reverse_invalidation"),
    path("petitions/sheets/", paper.sheets, name="sheets"),
    path("petitions/sheets/twins/", paper.twins, name="twins"),
    path("petitions/sheets/lines/<uuid:key>/", paper.judge_line, name="judge_line"),
    path("petitions/sheets/<uuid:key>/", paper.sheet, name="sheet"),
    path("petitions/sheets/<uuid:key>/enter/", paper.enter_sheet, name="enter_sheet"),
    path("petitions/sheets/<uuid:key>/compare/", paper.compare_sheet, name="compare_sheet"),
    path("petitions/sheets/<uuid:key>/check/", paper.check_sheet, name="check_sheet"),
    path("petitions/sheets/<uuid:key>/aside/", paper.set_sheet_aside, name="set_sheet_aside"),
    path("petitions/books/", counting.books, name="books"),
    path("petitions/books/check/", counting.check_books, name="check_books"),
    path("petitions/mail/", mail.mail, name="mail"),
    path("petitions/mail/retry/", mail.retry_kind, name="retry_mails"),
    path("petitions/mail/works/", mail.lift, name="lift_bounces"),
    path("petitions/mail/<uuid:key>/retry/", mail.retry, name="retry_mail"),
    path("petitions/switches/", counting.switches, name="switches"),
    path("petitions/switches/pause/", counting.pause, name="pause"),
    path("petitions/switches/resume/", counting.resume, name="resume"),
    path("petitions/switches/interval/", counting.interval, name="interval"),
    path("petitions/overdue/", overdue.overdue, name="overdue"),
    path("petitions/bodies/", succession.bodies, name="bodies"),
    path("petitions/retention/", retention.retention, name="retention"),
    path("petitions/retention/<uuid:key>/end/", retention.end_exemption, name="end_exemption"),
    path("petitions/names/", sealing.names, name="names"),
    path("petitions/names/<uuid:key>/", sealing.name_request, name="name_request"),
    path("petitions/names/<uuid:key>/answer/", sealing.answer, name="answer_name_request"),
    path("petitions/names/<uuid:key>/withdraw/", sealing.withdraw, name="withdraw_name_request"),
    path("petitions/names/<uuid:key>/read/", sealing.read, name="read_name"),
    path("petitions/numbers/", numbers.numbers, name="numbers"),
    path("petitions/numbers/signatures/", numbers.set_threshold, name="set_threshold"),
    path(
        "petitions/numbers/signatures/<slug:body>/<slug:kind>/take-back/",
        numbers.take_back_threshold,
        name="take_back_threshold",
    ),
    path("petitions/numbers/sponsors/", numbers.set_sponsors, name="set_sponsors"),
    path(
        "petitions/numbers/sponsors/<slug:zone>/take-back/",
        numbers.take_back_sponsors,
        name="take_back_sponsors",
    ),
    path("petitions/receipts/", signing.check_receipt, name="check_receipt"),
    path("petitions/receipts/<receipt_code:code>/", signing.receipt, name="receipt"),
    path("petitions/confirm/<token:token>/", signing.confirm, name="confirm"),
    path("petitions/filing/<token:token>/", sponsoring.confirm_filing, name="confirm_filing"),
    path("petitions/sponsors/sent/", sponsoring.sent_sponsor, name="sent_sponsor"),
    path("petitions/sponsors/<token:token>/", sponsoring.confirm_sponsor, name="confirm_sponsor"),
    path("petitions/updates/<leave_token:token>/", signing.unsubscribe, name="unsubscribe"),
    path("petitions/for/<slug:biome>/", reading.box_for, name="box_for"),
    path("petitions/<slug:slug>/", reading.petition, name="petition"),
    path("petitions/<slug:slug>/count/", reading.count, name="count"),
    path("petitions/<slug:slug>/box/", reading.box, name="box"),
    path("petitions/<slug:slug>/sign/", signing.sign, name="sign"),
    path("petitions/<slug:slug>/sign-now/", signing.sign_now, name="sign_now"),
    path("petitions/<slug:slug>/sent/", signing.sent, name="sent"),
    path("petitions/<slug:slug>/sponsor/<token:share>/", sponsoring.sponsor, name="sponsor"),
    path("petitions/<slug:slug>/manage/", managing.manage, name="manage"),
    path("petitions/<slug:slug>/invite/", managing.invite, name="invite"),
    path("petitions/<slug:slug>/withdraw/", managing.withdraw, name="withdraw"),
    path("petitions/<slug:slug>/appeal/", managing.appeal, name="appeal"),
    path("petitions/<slug:slug>/name/", sealing.ask, name="ask_for_name"),
    path("petitions/<slug:slug>/stop/", managing.stop, name="stop"),
    path("petitions/<slug:slug>/invalidate/", counting.draw_up, name="draw_up"),
    path("petitions/<slug:slug>/respond/", managing.respond, name="respond"),
    path("petitions/<slug:slug>/sheet/", paper.paper_sheet, name="paper_sheet"),
    path("petitions/<slug:slug>/sheets/new/", paper.register_sheet, name="register_sheet"),
    path("petitions/<slug:slug>/history/", around.history, name="history"),
    path("petitions/<slug:slug>/card/", around.card, name="card"),
    *urls_coalitions.pages,
]

# Without a language: for machines.
machine: list[URLPattern | URLResolver] = [
    path("petitions.json", machines.petitions_json, name="petitions_json"),
    path("petitions.csv", machines.petitions_csv, name="petitions_csv"),
    path("petitions/feed/", feeds.feed, name="petitions_feed"),
    path("petitions/sms/", texting.text, name="petitions_sms"),
    path("petitions/<slug:slug>.json", machines.petition_json, name="petition_json"),
    path("petitions/<slug:slug>/count.json", machines.count_json, name="petition_count_json"),
    path("petitions/<slug:slug>/history.csv", machines.history_csv, name="petition_history_csv"),
    path("petitions/for/<slug:biome>/feed/", feeds.feed_for, name="petitions_feed_for"),
    path("petitions/<slug:slug>/feed/", feeds.steps, name="petition_feed"),
    path("oembed/", oembed.oembed, name="oembed"),
    *urls_coalitions.machine,
]

# Asked a thousand times a second: method, name, address, and the function that answers without what it does not need.
short = [
    ("POST", "petitions:confirm", rf"petitions/confirm/(?P<token>{Token.regex})/", signing.press),
    ("GET", "petition_count_json", r"petitions/(?P<slug>[-a-zA-Z0-9_]+)/count\.json", machines.count_json),
]
