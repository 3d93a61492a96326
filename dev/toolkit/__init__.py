"""What dev/run, dev/test and dev/lint share: Odoo, PostgreSQL and their databases in one folder.

Only the standard library is used, since this code runs before anything is installed.
"""
