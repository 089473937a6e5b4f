"""The plan, and what a person answered to its offers: one sealed row a person of each."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Plan(Sealed):
    """A person's safety net; what it holds is described in `queries.Plan`."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person"], name="one_plan_a_person"),)

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Offered(Sealed):
    """What a person answered to what the plan offers (`queries.Answered`)."""

    person = models.UUIDField(unique=True, editable=False)

    def __str__(self) -> str:
        return f"offered {self.pk}"
