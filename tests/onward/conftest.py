"""What the tests of the science share: where the data of others lies, if it is here."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data sets that the project may use and not ship; skips without it.

    It is looked for in ``$ONWARD_SHARED/data`` and in ``shared/data`` beside the repository.
    """
    named = os.environ.get("ONWARD_SHARED")
    folder = (Path(named) if named else REPOSITORY.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip("data sets of others are not here; set ONWARD_SHARED to their folder")
    return folder
