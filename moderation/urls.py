"""Moderation: the queue, appeals, the public codes."""

from django.urls import URLPattern, URLResolver, path

from moderation import views

app_name = "moderation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/next/", views.take_next, name="next"),
    path("moderation/mine/", views.mine, name="mine"),
    path("moderation/codes/", views.codes, name="codes"),
    path("moderation/items/<uuid:uuid>/", views.item, name="item"),
    path("moderation/items/<uuid:uuid>/take/", views.take, name="take"),
    path("moderation/items/<uuid:uuid>/release/", views.release, name="release"),
    path("moderation/items/<uuid:uuid>/decide/", views.decide, name="decide"),
    path("moderation/items/<uuid:uuid>/appeal/", views.appeal, name="appeal"),
]
