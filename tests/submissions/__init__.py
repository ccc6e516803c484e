"""Short assessments sent in numbers: a school to send them in, the sending, and the truth after.

Shared by the benches and the tests of faults.
"""
