"""Reading files of facts: encoding, delimiter, columns, values, and what contradicts what inside one file.

It owns everything about an import that needs neither database nor request; what a row means for the records is decided
by the importer of its kind, in the services.
"""
