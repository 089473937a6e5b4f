"""The lock of one machine: its passphrase, its recovery sheet, and opening it again."""
