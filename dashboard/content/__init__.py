"""What the pages say, as HTML: made once, used by the views and by the first response."""
