"""Crises: alerts, runs, plans, and each crisis as one page."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import IntConverter
from django.views.decorators.http import require_safe

from crises.feeds import AlertFeed
from crises.views import alerts, crises, plans, runs


class RunNumber(IntConverter):
    """At most nine digits: a longer one is no run of ours, and no integer of PostgreSQL's."""

    regex = "[0-9]{1,9}"


class Day(IntConverter):
    regex = "[0-9]{1,2}"


register_converter(RunNumber, "run")
register_converter(Day, "day")

app_name = "crises"
urlpatterns: list[URLPattern | URLResolver] = [
    path("crises/", crises.index, name="index"),
    path("crises/alerts/", alerts.index, name="alerts"),
    path("crises/alerts/of/<slug:slug>/", alerts.strip, name="strip"),
    path("crises/alerts/<slug:code>/", alerts.show, name="alert"),
    path("crises/alerts/<slug:code>/release/", alerts.release, name="release"),
    path("crises/alerts/<slug:code>/cancel/", alerts.cancel, name="cancel"),
    path("crises/runs/", runs.index, name="runs"),
    path("crises/runs/new/", runs.new, name="run_new"),
    path("crises/runs/<run:number>/", runs.show, name="run"),
    path("crises/runs/<run:number>/progress/", runs.progress, name="progress"),
    path("crises/runs/<run:number>/cancel/", runs.cancel, name="run_cancel"),
    path("crises/runs/<run:number>/exercise/", runs.exercise, name="exercise"),
    path("crises/plans/new/", plans.new, name="plan_new"),
    path("crises/method/", runs.method, name="method"),
    path("crises/<slug:slug>/", crises.show, name="crisis"),
]
# Addresses for machines carry no language.
machine: list[URLPattern | URLResolver] = [
    path("crises/alerts/feed/", require_safe(AlertFeed()), name="crises-feed"),
    path("crises/alerts/<slug:code>.cap", alerts.cap, name="crises-cap"),
    path(
        "crises/runs/<run:number>/frames/<slug:arm>/<slug:layer>/<day:day>.png",
        runs.frame,
        name="crises-frame",
    ),
    path("crises/runs/<run:number>/<slug:name>.json", runs.document, name="crises-document"),
    path("crises/runs/<run:number>/zones.csv", runs.zones_csv, name="crises-zones-csv"),
]
