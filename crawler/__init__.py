"""Crawls council websites, keeps the evidence and scores it."""

__version__ = "0.1.0"
