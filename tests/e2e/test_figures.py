"""Every service of the platform tells how full its queues are, as a broker user of its own."""

from __future__ import annotations

import urllib.request

import pytest

from deploy.local.environment import SERVICES
from deploy.local.platform import Platform
from libs.chassis.backlog import handlers_of
from tests.submissions.school import eventually


def figures(platform: Platform, name: str) -> str:
    url = str(platform.plan()[name]["ready_url"]).replace("/ready", "/metrics")
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tells_how_many_events_wait_for_each_of_its_handlers(whole_platform, service):
    wanted = {f'tessera_events_waiting{{handler="{one}"}}' for one in handlers_of(service)}

    def tells_all() -> bool:
        page = figures(whole_platform, service)
        told = {line.rsplit(" ", 1)[0] for line in page.splitlines()}
        return wanted <= told and "tessera_outbox_relay_leads 1.0" in page

    eventually(tells_all, f"the figures of {service}", 20)
    page = figures(whole_platform, service)
    assert "tessera_parked_messages 0.0" in page
    assert "tessera_database_connections_max 15.0" in page
    assert 'tessera_workers_max{pool="rpc"} 10.0' in page
