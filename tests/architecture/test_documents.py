"""What the documents say is there, is there."""

import re

import pytest

from deploy.local.arguments import parser
from deploy.local.backing import Backing
from tests.architecture.test_house import ROOT, SERVICES

README = (ROOT / "README.md").read_text()
CARDS = [f"services/{service}/README.md" for service in SERVICES]
ROOMS = ("libs", "services", "gateway", "deploy", "docs", "tests")


@pytest.mark.parametrize("document", ["README.md", "docs/operator-guide.md", *CARDS])
def test_every_path_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text()
    named = set(re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*)`", text))
    missing = {path for path in named if not (ROOT / path).exists()}
    assert missing == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_card_names_the_contract_of_its_service(service):
    card = (ROOT / "services" / service / "README.md").read_text()
    contract = ROOT / "libs" / "contracts" / service
    path = f"libs/contracts/{service}" + ("/" if contract.is_dir() else ".py")
    assert f"`{path}`" in card


def test_the_readme_lists_every_command():
    commands = {
        name for action in parser()._actions for name in getattr(action, "choices", None) or ()
    }
    assert len(commands) >= 8
    assert {name for name in commands if f"./tessera {name}" not in README} == set()


def test_the_readme_lists_every_server_that_may_be_ones_own(tmp_path):
    everything = dict.fromkeys(
        ("AMQP_URL", "DATABASE_URL", "S3_ENDPOINT", "SMTP_URL", "CLAMD_ADDRESS"), "somewhere"
    )
    assert Backing(tmp_path, everything).ours == []
    assert {name for name in everything if f"`{name}`" not in README} == set()


def test_a_section_that_the_manifests_cite_is_there():
    cited = re.findall(r'\((\S+\.md), "([^"]+)"\)', (ROOT / "deploy/k8s/checkov.yaml").read_text())
    assert cited
    for document, section in cited:
        assert re.search(rf"^#+ .*{section}$", (ROOT / document).read_text(), re.MULTILINE)
