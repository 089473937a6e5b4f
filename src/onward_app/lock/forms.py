"""The forms of the passphrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from onward_app.vault.errors import WrongPassphrase
from onward_app.vault.key_text import LONGEST, SHORTEST, refuse_weak


class Passphrase(forms.CharField):
    """A passphrase: never shown again, and left as it was typed."""

    def __init__(self, label: Any, complete: str = "current-password") -> None:
        super().__init__(
            label=label,
            strip=False,
            max_length=LONGEST,
            widget=forms.PasswordInput(attrs={"autocomplete": complete, "spellcheck": "false"}),
            error_messages={"required": _("Type your passphrase.")},
        )


class Unlock(forms.Form):
    """The passphrase, and the page to go on to."""

    passphrase = Passphrase(_("Your passphrase"))
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class TakeAway(forms.Form):
    """The passphrase that is to go."""

    passphrase = Passphrase(_("Your passphrase"))


class Sheet(TakeAway):
    """Asks for the passphrase where there is one; else for nothing."""

    def __init__(self, *args: Any, guarded: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not guarded:
            del self.fields["passphrase"]


class SetPassphrase(forms.Form):
    """A new passphrase, typed twice, and the one so far where there is one."""

    passphrase_before = Passphrase(_("Your passphrase so far"))
    passphrase = Passphrase(_("The new passphrase"), "new-password")
    passphrase_again = Passphrase(_("The new one once more"), "new-password")

    def __init__(self, *args: Any, first: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if first:
            del self.fields["passphrase_before"]

    def clean_passphrase(self) -> str:
        """Refuse one that is too short."""
        new: str = self.cleaned_data["passphrase"]
        try:
            refuse_weak(new)
        except WrongPassphrase:
            raise ValidationError(
                _now("Use %(least)s to %(most)s letters. Four or five words are good.")
                % {"least": SHORTEST, "most": LONGEST}
            ) from None
        return new

    def clean(self) -> dict[str, Any]:
        """Refuse a slip in one of the two."""
        data = super().clean() or {}
        new, again = data.get("passphrase"), data.get("passphrase_again")
        if new and again and new != again:
            said = _now("The two are not the same. Type both again.")
            self.add_error("passphrase_again", said)
        return data
