"""Every process gets the settings it reads, each from the right place, and no others."""

import importlib

import pytest

from gateway.settings import Settings as GatewaySettings
from libs.chassis import settings
from libs.chassis.settings import ServiceSettings
from services.documents.settings import DocumentsSettings
from services.notifications.settings import NotificationSettings
from services.portfolio.settings import PortfolioSettings

from . import manifests
from .manifests import FRONT, SERVICES, named, pod, workloads

OWN = {
    "documents": DocumentsSettings,
    "notifications": NotificationSettings,
    "portfolio": PortfolioSettings,
}
# Read straight from the environment, not through a settings class.
READ_APART = {
    **{service: {"DATABASE_URL"} for service in SERVICES},
    "gateway": {"HOST", "PORT"},
    "live": {"HOST", "LIVE_PORT"},
}


def classes_of(name):
    if name in FRONT:
        return [GatewaySettings]
    return [ServiceSettings, *([OWN[name]] if name in OWN else [])]


def known_names(name):
    fields = [one.__dataclass_fields__.values() for one in classes_of(name)]
    return {field.metadata["env"] for some in fields for field in some} | READ_APART[name]


def test_the_settings_classes_named_here_are_all_there_are():
    for service in set(SERVICES) - set(OWN):
        try:
            module = importlib.import_module(f"services.{service}.settings")
        except ModuleNotFoundError:
            continue
        classes = [one for one in vars(module).values() if hasattr(one, "__dataclass_fields__")]
        assert classes == [ServiceSettings]


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_a_process_can_read_all_its_settings(name):
    environment = manifests.environment(named("Deployment", name))
    for one in classes_of(name):
        assert settings.load(one, environment)
    assert READ_APART[name] <= set(environment)


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_a_process_gets_no_setting_it_does_not_read(name):
    environment = manifests.environment(named("Deployment", name))
    assert set(environment) <= known_names(name)


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_a_process_listens_beyond_its_own_pod(name):
    environment = manifests.environment(named("Deployment", name))
    assert environment["METRICS_HOST"] == "0.0.0.0"
    assert environment.get("HOST", "0.0.0.0") == "0.0.0.0"


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_the_keys_are_mounted_where_they_are_read(name):
    deployment = named("Deployment", name)
    environment = manifests.environment(deployment)
    issuer = "gateway" if name in FRONT else name
    mounts = {
        one["name"]: one["mountPath"] for one in manifests.container(deployment)["volumeMounts"]
    }
    volumes = {one["name"]: one for one in pod(deployment)["volumes"]}
    (item,) = volumes["passport-key"]["secret"]["items"]
    assert volumes["passport-key"]["secret"]["secretName"] == f"tessera-{issuer}"
    private = environment["PASSPORT_PRIVATE_KEY_FILE"]
    assert private == f"{mounts['passport-key']}/{item['path']}"
    public = volumes["public-keys"]["configMap"]["name"]
    (file,) = manifests.example_secrets()[public]
    assert environment["PASSPORT_PUBLIC_KEYS_FILE"] == f"{mounts['public-keys']}/{file}"


@pytest.mark.parametrize("service", SERVICES)
def test_only_the_migration_knows_the_owner_of_the_database(service):
    job = named("Job", f"{service}-migration")
    assert manifests.secrets_of(job) == {f"tessera-{service}-migration"}
    assert set(manifests.environment(job)) == {"MIGRATION_DATABASE_URL"}
    assert manifests.secrets_of(named("Deployment", service)) == {f"tessera-{service}"}
    owner = manifests.environment(job)["MIGRATION_DATABASE_URL"]
    application = manifests.environment(named("Deployment", service))["DATABASE_URL"]
    assert f"//{service}_owner:" in owner and f"//{service}_app:" in application
    assert owner.endswith(f"/tessera_{service}") and application.endswith(f"/tessera_{service}")


def test_no_two_processes_share_a_secret_but_the_gateways():
    readers = {}
    for workload in workloads():
        for secret in manifests.secrets_of(workload):
            readers.setdefault(secret, set()).add(workload["metadata"]["name"])
    shared = {secret: who for secret, who in readers.items() if len(who) > 1}
    assert shared == {"tessera-gateway": {"gateway", "live"}}


def test_the_example_holds_exactly_the_secrets_that_are_asked_for():
    asked = {secret for workload in workloads() for secret in manifests.secrets_of(workload)}
    assert set(manifests.example_secrets()) == asked | {"tessera-passport-keys"}


def test_the_example_holds_no_real_secret():
    for name, values in manifests.example_secrets().items():
        for key, value in values.items():
            assert "REPLACE" in value, f"{name}.{key}"
    kinds = {one["kind"] for one in manifests.everything()}
    assert "Secret" not in kinds


def test_every_setting_of_the_installation_is_used():
    used = {
        entry["valueFrom"]["configMapKeyRef"]["key"]
        for workload in workloads()
        for entry in manifests.container(workload)["env"]
        if "configMapKeyRef" in entry.get("valueFrom", {})
    }
    assert used == set(named("ConfigMap", "tessera-settings")["data"])
