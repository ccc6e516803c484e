"""A learner's dashboard as a full page over HTTP, at 100, 1,000 and 10,000 data points.

`python -m tests.bench.dashboards [--json] [--rounds 7] [--pages 30]`. Three learners get their
points through the use cases of portfolio and the consumers of dashboards. In every round each page
is fetched so often, one after the other in turn, with nothing between browser and page that keeps
answers; a figure is the median of the rounds' medians. What the page is made of is held against
SQL over the facts.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import sys
import time
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from deploy.local.platform import Platform
from tests.bench.platforms import a_platform
from tests.bench.report import Bound, Figure, Table, median, report
from tests.cookie_names import cookie_of
from tests.submissions.school import School, eventually, school
from tests.submissions.truth import Truth

_TILE = re.compile(
    r'/areas/(?P<lineage>[^"]+)">[^<]*</a></h3>\s*<p class="number">(?P<points>\d+) \w+ · '
    r"(?P<narratives>\d+) \w+</p>"
)
SIZES = (100, 1_000, 10_000)
POINTS_OF_A_SEND = 6  # judgements of three areas and of the activity, two narratives
BOUNDS = (Bound("growth", at_most=1.10), Bound("wrong", at_most=0))
_BY_AREA = """
SELECT lineage, count(*) FILTER (WHERE kind = 'point')::int,
  count(*) FILTER (WHERE kind = 'narrative')::int, max(encounter_date)::text,
  (array_agg(value ORDER BY encounter_date DESC, recorded_at DESC, id::text DESC)
   FILTER (WHERE value IS NOT NULL AND scale IS NOT NULL))[1]
FROM data_point WHERE institution_id = %(school)s AND portfolio_id = %(portfolio)s
  AND superseded_at IS NULL AND lineage IS NOT NULL AND kind <> 'flag' GROUP BY 1
"""
_ALL = """
SELECT count(*)::int FROM data_point
WHERE institution_id = %(school)s AND portfolio_id = %(portfolio)s AND superseded_at IS NULL
"""


class Reader:
    """A learner with a session, looking at the own dashboard over one kept connection."""

    def __init__(self, platform: Platform, portfolio_id: uuid.UUID, token: str) -> None:
        self.portfolio_id, self._token = portfolio_id, token
        self._cookie = f"{cookie_of(platform, 'tessera-session')}={token}"
        place = urlsplit(platform.public_origin()).netloc
        self._connection = http.client.HTTPConnection(place, timeout=30)

    def page(self) -> tuple[str, float]:
        """The whole page and the ms it took."""
        began = time.perf_counter()
        headers = {"Cookie": self._cookie, "Accept-Language": "en"}
        page = self._get(f"/dashboard/{self.portfolio_id}", headers)
        return page.decode(), (time.perf_counter() - began) * 1000

    def overview(self) -> dict[str, object]:
        """The same as data."""
        headers = {"Authorization": f"Bearer {self._token}"}
        path = f"/api/v1/portfolios/{self.portfolio_id}/overview"
        return dict(json.loads(self._get(path, headers)))

    def _get(self, path: str, headers: dict[str, str]) -> bytes:
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:300])
        return body


def prepare(platform: Platform, one: School, sizes: Sequence[int]) -> dict[int, Reader]:
    """A learner for each size, with at least so many data points in facts and read model."""
    readers = {}
    for size, learner in zip(sizes, one.learners, strict=True):
        portfolio_id = one.fill(learner, -(-size // POINTS_OF_A_SEND))
        readers[size] = Reader(platform, portfolio_id, one.session(learner.person))
    truth = Truth(platform, one.institution.id)
    eventually(lambda: not truth.differences(), "the read model equals the facts", 600)
    return readers


def wrong(truth: Truth, reader: Reader) -> int:
    """Numbers of a dashboard that differ from SQL over the facts, or that its page lacks."""
    portfolio = str(reader.portfolio_id)
    counted = {row[0]: row[1:] for row in truth.rows("portfolio", _BY_AREA, portfolio=portfolio)}
    overview, (page, _) = reader.overview(), reader.page()
    shown = {
        one["lineage"]: (
            one["points"],
            one["narratives"],
            one["last_on"],
            one["latest"] and one["latest"]["value"],
        )
        for one in overview["areas"]
        if one["points"] or one["narratives"]
    }
    differing = len(set(counted.items()) ^ set(shown.items()))
    plain = page.replace(",", "").replace("\u202f", "")
    drawn = {match["lineage"]: match for match in _TILE.finditer(plain)}
    lacking = sum(
        lineage not in drawn
        or (int(drawn[lineage]["points"]), int(drawn[lineage]["narratives"])) != numbers[:2]
        for lineage, numbers in counted.items()
        if lineage in {one["lineage"] for one in overview["areas"]}
    )
    totals = sum(numbers[0] for numbers in counted.values())
    return differing + lacking + (f">{totals}<" not in plain)


def measure(platform: Platform, sizes: Sequence[int], rounds: int, pages: int) -> dict[str, Figure]:
    """Medians by size, their growth, and how many numbers are wrong."""
    with school(platform, len(sizes), signing_in=len(sizes)) as one:
        readers = prepare(platform, one, sizes)
        truth = Truth(platform, one.institution.id)
        figures: dict[str, Figure] = {}
        for size, reader in readers.items():
            portfolio = str(reader.portfolio_id)
            figures[f"points_{size}"] = truth.rows("portfolio", _ALL, portfolio=portfolio)[0][0]
        medians: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(rounds + 1):
            for size, ms in _round(readers, pages).items():
                medians[size].append(ms)
        for size in sizes:
            figures[f"ms_{size}"] = median(medians[size][1:])  # the first round warms up
        ratios = zip(medians[sizes[-1]][1:], medians[sizes[0]][1:], strict=True)
        figures["growth"] = median([most / least for most, least in ratios])
        figures["wrong"] = sum(wrong(truth, reader) for reader in readers.values())
        return figures


def _round(readers: dict[int, Reader], pages: int) -> dict[int, float]:
    """Each page in turn, so that whatever else the machine does hits all alike."""
    taken: dict[int, list[float]] = {size: [] for size in readers}
    for _ in range(pages):
        for size, reader in readers.items():
            taken[size].append(reader.page()[1])
    return {size: median(times) for size, times in taken.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench dashboards", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pages", type=int, default=30, help="fetches of each page in a round")
    options = parser.parse_args(arguments)
    with a_platform() as platform:
        figures = measure(platform, SIZES, options.rounds, options.pages)
    rows = [[name, value] for name, value in figures.items()]
    table = Table("A learner's dashboard", ("figure", "value"), rows)
    return report([table], figures, BOUNDS, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
