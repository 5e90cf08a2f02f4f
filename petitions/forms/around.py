"""What other sites ask for."""

from django import forms

LARGEST = 10_000


class OembedForm(forms.Form):
    """The parameters of oEmbed 1.0; `format` is judged before, for it has a status of its own."""

    url = forms.CharField(max_length=500, error_messages={"required": "Say which url."})
    maxwidth = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    maxheight = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
