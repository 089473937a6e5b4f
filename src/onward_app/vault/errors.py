"""What the vault refuses."""


class VaultError(Exception):
    """Any refusal of the vault; its message never holds a private word."""


class KeyFileError(VaultError):
    """The key file is missing, unreadable or not a key file."""


class Refused(VaultError):
    """A seal does not open: another key, another row, another person, or changed bytes."""


class Erased(VaultError):
    """The person's key was destroyed, so nothing of their record can be read."""


class KeyStoreError(VaultError):
    """The store of keys holds no key for a person who is there."""
