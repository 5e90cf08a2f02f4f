"""Moderation: the queue, groups, second opinions, drafts, appeals, the public codes and waits."""

from django.urls import URLPattern, URLResolver, path

from moderation.views import codes, everybody, queue, together

app_name = "moderation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("moderation/", queue.queue, name="queue"),
    path("moderation/next/", queue.take_next, name="next"),
    path("moderation/mine/", everybody.mine, name="mine"),
    path("moderation/codes/", everybody.codes, name="codes"),
    path("moderation/waits/", everybody.waits, name="waits"),
    path("moderation/items/<uuid:uuid>/", queue.item, name="item"),
    path("moderation/items/<uuid:uuid>/take/", queue.take, name="take"),
    path("moderation/items/<uuid:uuid>/release/", queue.release, name="release"),
    path("moderation/items/<uuid:uuid>/decide/", queue.decide, name="decide"),
    path("moderation/items/<uuid:uuid>/appeal/", everybody.appeal, name="appeal"),
    path("moderation/items/<uuid:uuid>/alike/", together.alike, name="alike"),
    path("moderation/items/<uuid:uuid>/ask/", together.ask, name="ask"),
    path("moderation/items/<uuid:uuid>/answer/", together.answer, name="answer"),
    path("moderation/items/<uuid:uuid>/take-back/", together.take_back, name="take_back"),
    path("moderation/drafts/", codes.drafts, name="drafts"),
    path("moderation/drafts/<slug:slug>/<slug:language>/", codes.draft, name="draft"),
    path("desk/codes/", codes.manage, name="manage_codes"),
    path("desk/new-code/", codes.add, name="add_code"),
    path("desk/delay-notice/", codes.notice, name="notice"),
    path("desk/codes/<slug:slug>/", codes.change, name="change_code"),
    path("desk/codes/<slug:slug>/retire/", codes.retire, name="retire_code"),
    path("desk/codes/<slug:slug>/restore/", codes.restore, name="restore_code"),
    path("desk/codes/<slug:slug>/delete/", codes.delete, name="delete_code"),
]
