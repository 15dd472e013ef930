"""The demo: our fictional councils, crawled twice."""
