"""What the vault refuses."""


class VaultError(Exception):
    """Any refusal of the vault; its message never holds a private word."""


class KeyFileError(VaultError):
    """The key file is missing, unreadable or not a key file."""


class MissingKeyFile(KeyFileError):
    """There is no key file."""


class Locked(VaultError):
    """The key file is wrapped by a passphrase, and the key is not open in this process."""


class WrongPassphrase(VaultError):
    """The passphrase does not open the key file, or may not be one."""


class TooManyTries(WrongPassphrase):
    """Wrong passphrases came too often; for a while none is tried.

    Attributes
    ----------
    minutes : int
        For how long.
    """

    def __init__(self, minutes: int) -> None:
        super().__init__(f"That was tried often. Wait {minutes} min, then try again.")
        self.minutes = minutes


class CodeError(VaultError):
    """A recovery code was typed with a slip.

    Attributes
    ----------
    line : int or None
        The line that it is in, from 1; None where the code as a whole is at fault.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Refused(VaultError):
    """A seal does not open: another key, another row, another person, or changed bytes."""


class Erased(VaultError):
    """The person's key was destroyed, so nothing of their record can be read."""


class KeyStoreError(VaultError):
    """The store of keys holds no key for a person who is there."""


class StoreBusy(VaultError):
    """Another program reads the store of keys, so old bytes could not be taken out of its log."""
