"""`python -m bench`: what an audit costs."""

from bench.visit import main

main()
