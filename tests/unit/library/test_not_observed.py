"""Not observed is an answer on every shared scale, unless the library says why it is none."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.library.definitions import LIBRARY

PAGE = Path(__file__).parents[3] / "docs" / "library.md"


def test_every_shared_scale_offers_not_observed_or_the_library_says_why_not():
    scales = [json.loads(path.read_text()) for path in (LIBRARY / "scales").glob("*.json")]
    without = {one["key"] for one in scales if "na" not in one}
    said = re.search(r"Whoever could not observe.*?not observed\.", PAGE.read_text(), re.DOTALL)
    assert said is not None
    excused = set(re.findall(r"`([a-z-]+)`", said[0]))
    assert without - excused == set()
    assert excused & ({one["key"] for one in scales} - without) == set()
