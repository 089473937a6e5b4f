"""The app's settings, in a home and with a key of this run's own."""

import os
import tempfile
from pathlib import Path

_PLACE = Path(tempfile.mkdtemp(prefix="onward-test-"))
os.environ["ONWARD_HOME"] = str(_PLACE / "home")
os.environ["ONWARD_KEY_FILE"] = str(_PLACE / "configuration" / "key")
os.environ["ONWARD_TIME_ZONE"] = "Europe/Berlin"

from onward_app.vault import key_file  # noqa: E402  (the places are set before they are read)

key_file.make(_PLACE / "configuration" / "key")
(_PLACE / "home").mkdir()

from onward_app.settings import *  # noqa: E402, F403

# real files, as a person has them: WAL, and something to look into for who has stolen them
for _name, _database in DATABASES.items():  # noqa: F405
    if "sqlite" in _database["ENGINE"]:
        _database["TEST"] = {"NAME": str(_PLACE / "home" / f"test_{_name}.sqlite3")}
