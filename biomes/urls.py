"""Biomes: its pages."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from biomes.views import (
    bulk,
    calendar,
    curate,
    exports,
    instruments,
    pictures,
    public,
    relations,
    revisions,
    stories,
)


class Code(StringConverter):
    """What a station may be called; anything else is no address."""

    regex = "[A-Za-z0-9][A-Za-z0-9._-]{0,39}"


register_converter(Code, "code")

app_name = "biomes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("biomes/", public.index, name="index"),
    path("biomes/<slug:slug>/", public.biome, name="biome"),
    path("stories/", stories.index, name="stories"),
    path("stories/tell/", stories.tell, name="tell"),
    path("stories/<uuid:uuid>/", stories.story, name="story"),
    path("stories/<uuid:uuid>/sound/", stories.sound, name="story_sound"),
    path("stories/<uuid:uuid>/withdraw/", stories.ask_withdraw, name="ask_withdraw_story"),
    path("stories/<uuid:uuid>/withdrawn/", stories.withdraw, name="withdraw_story"),
    path("zones/", public.zones, name="zones"),
    path("zones/<slug:slug>/", public.zone, name="zone"),
    path("stations/<code:code>/", public.station, name="station"),
    path("stations/<code:code>/readings/<code:number>/", public.reading, name="reading"),
    path("thresholds/", public.thresholds, name="thresholds"),
    path("thresholds/<int:pk>/", public.threshold, name="threshold"),
    path("readings/seals/<code:day>/", public.seal, name="seal"),
    path("desk/biomes/", curate.desk, name="desk"),
    path("desk/biomes/new/", curate.draft, name="draft"),
    path("desk/biomes/files/", bulk.files, name="bulk"),
    path("desk/biomes/files/newest.<slug:form>", bulk.newest, name="newest_file"),
    path("desk/biomes/files/<uuid:uuid>/", bulk.sheet, name="sheet"),
    path("desk/biomes/files/<uuid:uuid>/apply/", bulk.apply, name="apply_sheet"),
    path("desk/biomes/kinds/", curate.kinds, name="kinds"),
    path("desk/biomes/<slug:slug>/edit/", curate.edit, name="edit"),
    path("desk/biomes/<slug:slug>/calendar/", calendar.calendar, name="desk_calendar"),
    path("desk/biomes/<slug:slug>/calendar/<int:pk>/end/", calendar.end_entry, name="end_entry"),
    path("desk/biomes/<slug:slug>/publish/", revisions.publish, name="publish"),
    path("desk/biomes/<slug:slug>/revisions/", revisions.revisions, name="revisions"),
    path("desk/biomes/<slug:slug>/compare/", revisions.compare, name="compare"),
    path("desk/biomes/<slug:slug>/revisions/<int:number>/", revisions.revision, name="revision"),
    path("desk/biomes/<slug:slug>/revisions/<int:number>/revert/", revisions.revert, name="revert"),
    path("desk/biomes/<slug:slug>/<slug:verb>/", curate.step, name="step"),
    path("desk/readings/<code:number>/judge/", curate.judge, name="judge"),
    path("desk/thresholds/new/", instruments.new_threshold, name="new_threshold"),
    path("desk/thresholds/<int:pk>/correct/", instruments.correct, name="correct"),
    path("desk/stations/", instruments.stations, name="stations"),
    path("desk/stations/new/", instruments.new_station, name="new_station"),
    path("desk/stations/<code:code>/", instruments.keys, name="keys"),
    path("desk/stations/<code:code>/keys/", instruments.issue, name="issue"),
    path("desk/stations/<code:code>/keys/<int:pk>/revoke/", instruments.revoke, name="revoke"),
    path("desk/stations/<code:code>/close/", instruments.close, name="close"),
    path("desk/zones/", relations.zones, name="desk_zones"),
    path("desk/zones/new/", relations.new_zone, name="new_zone"),
    path("desk/zones/<slug:slug>/edit/", relations.edit_zone, name="edit_zone"),
    path("desk/links/", relations.links, name="links"),
    path("desk/links/new/", relations.new_link, name="new_link"),
    path("desk/links/<int:pk>/end/", relations.end_link, name="end_link"),
    path("desk/guardians/", relations.guardians, name="guardians"),
    path("desk/guardians/new/", relations.ask_guardian, name="new_guardian"),
    path("desk/guardians/<int:pk>/end/", relations.ask_end_of_guardianship, name="end_guardian"),
    path("desk/guardians/requests/<int:approval>/agree/", relations.agree, name="agree"),
    path("desk/guardians/requests/<int:approval>/withdraw/", relations.take_back, name="take_back"),
    path("desk/competent/", relations.competent, name="competent"),
]

machine = [
    path("biomes/<slug:slug>/readings.csv", exports.readings_csv, name="biomes-readings-csv"),
    path("pictures/<uuid:uuid>/<int:width>.webp", pictures.picture, name="biomes-picture"),
    path("biomes/<slug:slug>/calendar.ics", calendar.feed, name="biomes-calendar"),
    path("biomes/profiles.<slug:form>", bulk.profiles, name="biomes-profiles"),
    path("zones/zones.<slug:form>", bulk.zones, name="zones-file"),
    path("biomes.geojson", exports.places_geojson, name="biomes-geojson"),
    path("biomes/states.atom", exports.state_feed, name="biomes-states-feed"),
]
