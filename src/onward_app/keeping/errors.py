"""What keeping refuses; every message is a sentence for who runs Onward."""


class KeepingError(Exception):
    """Any refusal of this room; its message never holds a private word."""


class Busy(KeepingError):
    """Something else holds the data folder or the backups."""


class Torn(KeepingError):
    """A file is cut, changed or no database of Onward, so it is not used."""


class TooNew(KeepingError):
    """A file was written by a newer Onward than this one."""


class Missing(KeepingError):
    """What is asked for is not there."""


class Unequal(KeepingError):
    """Two databases that must hold the same rows do not."""
