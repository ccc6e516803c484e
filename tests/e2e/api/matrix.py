"""The matrix of actors and operations: a row for every operation of the API."""

from __future__ import annotations

from tests.e2e.api.matrix_accounts import ACCOUNTS
from tests.e2e.api.matrix_files import FILES
from tests.e2e.api.matrix_portfolios import PORTFOLIOS
from tests.e2e.api.matrix_records import RECORDS
from tests.e2e.api.matrix_services import SERVICES
from tests.e2e.api.rows import Open, Own, Row

MATRIX: tuple[Row | Own | Open, ...] = (*SERVICES, *PORTFOLIOS, *RECORDS, *FILES, *ACCOUNTS)
