"""One question, and a total that somebody else worked out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onward.measures import catalogue
from onward_app.once import Once


class Question(forms.Form):
    """The options of one question; none of them is set before.

    Parameters
    ----------
    options : list of (str, str)
        Value and official words, in the order of the form.
    """

    def __init__(self, *args: Any, options: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = {value for value, _text in options}
        self.fields["given"] = forms.ChoiceField(
            choices=options, required=False, widget=forms.RadioSelect
        )

    def given(self) -> str | None:
        """The option that was chosen; None where none was, or one that the form does not have."""
        chosen = self.data.get("given") if self.is_bound else None
        return chosen if chosen in self.known else None


class Begin(forms.Form):
    """Which questionnaire to begin."""

    measure = forms.CharField(max_length=20)
    anew = forms.BooleanField(required=False)
    once = Once()


class Total(forms.Form):
    """A total from a therapist or a paper form.

    Parameters
    ----------
    today : date
        The last day that may be written about.
    """

    once = Once()
    measure = forms.ChoiceField(
        label=gettext_lazy("Which questionnaire?"),
        error_messages={"required": gettext_lazy("Choose which one it was.")},
    )
    total = forms.FloatField(
        label=gettext_lazy("The total"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the total as a number."),
            "invalid": gettext_lazy("Write the total as a number, such as 12."),
        },
    )
    day = forms.DateField(
        label=gettext_lazy("Which day was it?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day such as 2026-05-19.")},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        # a translator may know the name that a questionnaire has in their language
        names = [(name, _(m.title)) for name, m in catalogue().items()]
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *names]
        field.error_messages["invalid_choice"] = _("Choose one from the list.")
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        """The day; today where none was written."""
        day: date = self.cleaned_data["day"] or self.today
        if day > self.today or day.year < 1900:
            raise forms.ValidationError(_("Choose today or a day before it."))
        return day

    def clean(self) -> None:
        """The total lies in the range of its questionnaire."""
        measure, total = self.cleaned_data.get("measure"), self.cleaned_data.get("total")
        if not measure or total is None:
            return
        low, high = catalogue()[measure].range
        if not low <= total <= high:
            allowed = {"low": f"{low:g}", "high": f"{high:g}"}
            wrong = _("Totals of this one go from %(low)s to %(high)s.") % allowed
            self.add_error("total", wrong)
