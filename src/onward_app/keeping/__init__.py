"""Backups, restoring, moving to another database, and the doctor who looks after all of it."""
