"""What real visitors met: Chrome UX Report data, from its API or from a file."""
