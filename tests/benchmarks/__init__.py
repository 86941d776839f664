"""What is measured against its floor: `make bench`, or `python -m tests.benchmarks NAME` for one.

It has a database of its own beside the configured one, with the portfolio loaded once (BENCH_ACCOUNTS, by default
10,000), and starts its own web server. Floors are measured in the same run, alternating with what is measured.
"""
