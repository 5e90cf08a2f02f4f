"""Exhibits: their addresses."""

from django.urls import URLPattern, URLResolver, path

from exhibits.views import moving, reading, working

app_name = "exhibits"
urlpatterns: list[URLPattern | URLResolver] = [
    path("exhibits/", reading.index, name="index"),
    path("exhibits/mine/", working.mine, name="mine"),
    path("exhibits/mine/new/", working.draft, name="draft"),
    path("exhibits/<slug:slug>/", reading.exhibit, name="exhibit"),
    path("exhibits/<slug:slug>/edit/", working.edit, name="edit"),
    path("exhibits/<slug:slug>/languages/", working.translate, name="translate"),
    path("exhibits/<slug:slug>/scenes/", working.add_scene, name="add_scene"),
    path("exhibits/<slug:slug>/submit/", moving.submit, name="submit"),
    path("exhibits/<slug:slug>/reopen/", moving.reopen, name="reopen"),
    path("exhibits/<slug:slug>/withdraw/", moving.withdraw, name="withdraw"),
    path("exhibits/<slug:slug>/<int:number>/", reading.exhibit, name="scene"),
    path("exhibits/<slug:slug>/<int:number>/edit/", working.edit_scene, name="edit_scene"),
    path("exhibits/<slug:slug>/<int:number>/languages/", working.translate_scene, name="translate_scene"),
    path("exhibits/<slug:slug>/<int:number>/sources/", working.cite, name="cite"),
    path("exhibits/<slug:slug>/<int:number>/move/", moving.move, name="move"),
    path("exhibits/<slug:slug>/<int:number>/remove/", moving.remove, name="remove"),
]

# Without a language: for machines.
machine: list[URLPattern | URLResolver] = [
    path("exhibits/<slug:slug>/manifest.json", reading.manifest, name="exhibit-manifest"),
    path("exhibits/<slug:slug>/<int:number>/picture.svg", reading.picture, name="exhibit-picture"),
]
