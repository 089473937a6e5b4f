"""Django's SQLite, with writers that wait their turn fairly."""
