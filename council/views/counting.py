"""A count on the spot: ballots pasted as BLT or CSV, the result round by round. Nothing is stored."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import UserRateThrottle

from council.rules.counts.blt import FileFault, read_blt
from council.rules.counts.bounds import MOST_BALLOTS, MOST_OPTIONS, MOST_SEATS, MOST_TEXT, STEPS
from council.rules.counts.count import count, record
from council.rules.counts.papers import Budget, Contest, Method, TooMuchWork
from council.rules.counts.table import read_csv
from council.words import counts as words
from council.words.faults import fault_sentence

METHODS = [
    (Method.SCOTTISH.value, gettext_lazy("STV, Scottish rules")),
    (Method.MEEK.value, gettext_lazy("STV, Meek")),
    (Method.IRV.value, gettext_lazy("Instant runoff, one seat")),
    (Method.APPROVAL.value, gettext_lazy("Approval")),
    (Method.SCORE.value, gettext_lazy("Score, 0 to 5 points")),
]
POINTS = 5


class Trial(UserRateThrottle):
    rate = "60/min"
    scope = "count-page"


class CountForm(forms.Form):
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=METHODS)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS, initial=1)
    ballots = forms.CharField(
        label=gettext_lazy("Ballots"),
        help_text=gettext_lazy("BLT, or CSV: a column for each option, a row for each ballot."),
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": "10", "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["contest"] = self._contest(data)
                data["record"] = record(data["contest"], count(data["contest"], Budget(STEPS)))
            except FileFault as fault:
                self.add_error("ballots", fault_sentence(fault))
            except TooMuchWork:
                self.add_error("ballots", _("This is more than two seconds of counting."))
        return data

    def _contest(self, data: dict[str, Any]) -> Contest:
        method, seats, text = Method(data["method"]), data["seats"], data["ballots"]
        is_blt = text.lstrip()[:1].isdigit() and "," not in text.lstrip().split("\n", 1)[0]
        if is_blt and method in (Method.APPROVAL, Method.SCORE):
            raise FileFault(1, 1, "blt_is_ranked")
        if is_blt:
            read = read_blt(text)
            contest = Contest(method, seats, read.options, read.papers)
        else:
            contest = read_csv(text, method, seats, POINTS)
        if len(contest.papers) > MOST_BALLOTS or len(contest.options) > MOST_OPTIONS:
            raise TooMuchWork
        if not contest.valid:
            raise FileFault(1, 1, "no_ballots")
        if seats > len(contest.options) or (method is Method.IRV and seats != 1):
            raise FileFault(1, 1, "seats_out_of_range")
        return contest


@require_http_methods(["GET", "HEAD", "POST"])
def counts(request: HttpRequest) -> HttpResponse:
    form = CountForm(request.POST or None)
    if request.method != "POST":
        return render(request, "council/counts.html", {"form": CountForm()})
    if not Trial().allow_request(request, None):  # type: ignore[arg-type]
        refusal = _("Too many counts in a minute. Try again in a moment.")
        return render(request, "council/counts.html", {"form": CountForm(), "refusal": refusal}, status=429)
    if not form.is_valid():
        return render(request, "council/counts.html", {"form": form}, status=422)
    return render(request, "council/counts.html", {"form": form, **words.shown(form.cleaned_data["record"])})
