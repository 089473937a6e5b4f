"""These tests look at the app in a real browser."""

from in_a_browser import (  # noqa: F401  (fixtures of this folder)
    _database_beside_the_browser,
    _static_files_as_served,
    axe,
    browser_type_launch_args,
    page,
    plain_page,
    trap,
)
