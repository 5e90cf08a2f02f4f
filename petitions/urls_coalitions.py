"""Coalitions: their addresses."""

from django.urls import URLPattern, URLResolver, path

from petitions.views import coalition_files as files
from petitions.views import coalitions, founding, joining, pledging

pages: list[URLPattern | URLResolver] = [
    path("coalitions/", coalitions.coalitions, name="coalitions"),
    path("coalitions/new/", founding.new_coalition, name="new_coalition"),
    path("coalitions/new/<slug:slug>/appeal/", founding.appeal_coalition, name="appeal_coalition"),
    path("coalitions/new/<slug:slug>/<slug:step>/", founding.founding, name="founding"),
    path("coalitions/mine/", coalitions.my_coalitions, name="my_coalitions"),
    path("coalitions/around/", coalitions.coalitions_around, name="coalitions_around"),
    path("coalitions/for/<slug:biome>/", coalitions.coalitions_for, name="coalitions_for"),
    path("coalitions/<slug:slug>/", coalitions.coalition, name="coalition"),
    path("coalitions/<slug:slug>/join/", joining.join_coalition, name="join_coalition"),
    path("coalitions/<slug:slug>/invite/", joining.invite_member, name="invite_member"),
    path("coalitions/<slug:slug>/members/<uuid:member>/<slug:act>/", joining.move_member, name="move_member"),
    path("coalitions/<slug:slug>/end/", joining.end_coalition, name="end_coalition"),
    path("coalitions/<slug:slug>/beacon/", joining.request_beacon, name="request_beacon"),
    path("coalitions/<slug:slug>/pledge/", pledging.make_pledge, name="make_pledge"),
    path("coalitions/<slug:slug>/pledges/<int:number>/", pledging.pledge, name="pledge"),
    path("coalitions/<slug:slug>/pledges/<int:number>/report/", pledging.report_pledge, name="report_pledge"),
    path(
        "coalitions/<slug:slug>/pledges/<int:number>/reports/<int:report>/judge/",
        pledging.judge_pledge,
        name="judge_pledge",
    ),
]

machine: list[URLPattern | URLResolver] = [
    path("coalitions.json", files.coalitions_json, name="coalitions_json"),
    path("coalitions/feed/", files.coalitions_feed, name="coalitions_feed"),
    path("coalitions/<slug:slug>.json", files.coalition_json, name="coalition_json"),
    path("coalitions/<slug:slug>/feed/", files.coalition_feed, name="coalition_feed"),
    path("coalitions/<slug:slug>/pledges.csv", files.pledges_csv, name="pledges_csv"),
]
