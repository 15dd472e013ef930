"""One file for each `usability` command."""
