"""The plan: one sealed row a person."""

from __future__ import annotations

from django.db import models

from onward_app.vault.models import Sealed


class Plan(Sealed):
    """A person's safety net; what it holds is described in `queries.Plan`."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person"], name="one_plan_a_person"),)

    def __str__(self) -> str:
        return f"plan {self.pk}"
