"""`python -m bench [FOLDER …]`: what an audit costs, see `bench/visit.py`."""

from bench.visit import main

main()
