"""What the app adds to the command line, one module a topic."""
