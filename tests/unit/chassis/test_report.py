"""The printing of benches."""

import json

from tests.bench.report import Bound, Table, percentile, report


def test_with_json_the_object_is_alone_on_standard_output(capsys):
    table = Table("Speed", ("side", "calls/s"), [("ours", 1234.5)])

    code = report([table], {"ratio": 2.51234, "n": 3}, [Bound("ratio", at_least=2)], as_json=True)

    out, err = capsys.readouterr()
    assert json.loads(out) == {"ratio": 2.5123, "n": 3}
    assert "1,234" in err
    assert code == 0


def test_a_missed_bound_is_named_and_ends_with_one(capsys):
    code = report([], {"ratio": 2.6}, [Bound("ratio", at_most=2.5)], as_json=False)

    assert code == 1
    assert "ratio = 2.6 (wanted <= 2.5): MISSED" in capsys.readouterr().out


def test_percentiles_are_values_that_occurred():
    values = list(range(1, 101))

    assert percentile(values, 50) == 50
    assert percentile(values, 99) == 99
    assert percentile([7.0], 99) == 7.0
