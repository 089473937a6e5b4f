"""How passwords are hashed: argon2id, sized so that a storm of sign-ins does not eat the memory."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """46 MiB and two passes in one lane, which is above what OWASP asks for.

    Django's own 100 MiB in eight lanes costs about the same time on two cores, and four threads
    of each process may hash at once.
    """

    time_cost = 2
    memory_cost = 47_104
    parallelism = 1
