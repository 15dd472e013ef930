"""What single gatherers saw of a page, each kind in a file of its own: parts of `PageFacts`."""
