"""Reports as PDF: gathered, set by typst in a process of its own, filed in My reports.

Nothing is imported here: the process that sets the type needs none of the service.
"""
