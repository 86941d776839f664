"""The made-up portfolio: customers, their people and eighteen months of contact, drawn from a seed.

Everything here is a function of the number of accounts, the seed and the date; nothing is written. The service
`stakeholders.services.demo` writes it, and the benchmarks make skies of any size from it.
"""
