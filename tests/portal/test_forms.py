"""How fields, hints and errors are drawn: label, hint, error, field; a summary on top that leads to each."""

import pytest
from django import forms
from django.template import engines


class Asking(forms.Form):
    title = forms.CharField(label="Title", help_text="At most 80 characters.", max_length=80)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    where = forms.ChoiceField(
        label="Where", choices=[("a", "Here"), ("b", "There")], widget=forms.RadioSelect
    )
    news = forms.BooleanField(label="Tell me", required=False, help_text="Once a week.")
    sure = forms.CharField(label="Are you sure?", error_messages={"required": "Say it"})

    def clean(self):
        raise forms.ValidationError("These two do not fit together")


def render(source, **context):
    return engines["django"].from_string(source).render(context)


def test_label_hint_error_and_field_come_in_this_order_and_know_each_other():
    form = Asking({"title": "", "where": "a"})

    shown = render("{{ form.title.as_field_group }}", form=form)

    places = [shown.index(part) for part in ("<label", 'class="hint"', 'class="error"', "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_what_may_be_left_out_says_so():
    assert "(optional)" in render("{{ form.note.as_field_group }}", form=Asking())
    assert "(optional)" not in render("{{ form.title.as_field_group }}", form=Asking())


def test_choices_are_a_named_group_and_a_single_box_has_its_words_beside_it():
    radios = render("{{ form.where.as_field_group }}", form=Asking())
    box = render("{{ form.news.as_field_group }}", form=Asking())

    assert "<legend>Where</legend>" in radios
    assert radios.count("<label") == 2
    assert box.count("<label") == 1
    assert box.index("<input") < box.index("<span>Tell me</span>") < box.index("Once a week.")
    assert 'aria-describedby="id_news_helptext"' in box


def test_the_summary_leads_to_every_field_that_is_wrong():
    form = Asking({"title": "x" * 81})

    shown = render('{% include "components/_problems.html" %}', form=form)

    assert "There is a problem" in shown
    assert 'href="#id_title"' in shown
    assert 'href="#id_where_field"' in shown
    assert "These two do not fit together" in shown
    assert "data-focus" in shown
    assert "Are you sure? Say it" in shown
    assert "Where: This field is required." in shown


@pytest.mark.parametrize("form", [Asking(), None])
def test_nothing_wrong_no_summary(form):
    assert "problem" not in render('{% include "components/_problems.html" %}', form=form)
