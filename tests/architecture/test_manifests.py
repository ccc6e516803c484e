"""The Kubernetes manifests are valid, hardened, and have all parts of every process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from libs.chassis.settings import ServiceSettings

from . import manifests
from .manifests import BASE, FRONT, ROOT, SERVICES, all_of, container, named, pod, workloads

NOT_SERVICES = {"__init__", "base", "faults", "subscriptions"}


def validate(*files):
    program = Path(sys.executable).parent / "kubernetes-validate"
    command = [str(program), "-k", "1.33", "--strict", "--quiet", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True)


def check_hardening(folder):
    program = ROOT / ".venv-tools" / "bin" / "checkov"
    assert program.exists(), "checkov is not installed; ./tessera test installs it"
    settings = manifests.FOLDER / "checkov.yaml"
    command = [str(program), "-d", str(folder), "--config-file", str(settings), "-o", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    report = json.loads(done.stdout)
    failed = report["results"]["failed_checks"]
    return report["summary"]["passed"], [(one["check_id"], one["resource"]) for one in failed]


def test_every_manifest_is_part_of_the_kustomization():
    files = {str(file.relative_to(BASE)) for file in BASE.rglob("*.yaml")}
    assert sorted(manifests.kustomization()["resources"]) == sorted(files - {"kustomization.yaml"})


def test_the_kustomization_changes_nothing_so_the_files_are_what_is_applied():
    assert set(manifests.kustomization()) == {"apiVersion", "kind", "resources"}


def test_the_manifests_are_valid_kubernetes():
    done = validate(*(BASE / name for name in manifests.kustomization()["resources"]))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_misspelt_field_would_be_noticed(tmp_path):
    text = (BASE / "forms/deployment.yaml").read_text()
    (tmp_path / "wrong.yaml").write_text(text.replace("readOnlyRootFilesystem", "readOnlyRoot"))
    assert validate(tmp_path / "wrong.yaml").returncode != 0


def test_the_manifests_are_hardened_and_a_softer_one_would_be_noticed(tmp_path):
    passed, failed = check_hardening(BASE)
    assert failed == []
    assert passed > 1000
    text = (BASE / "forms/deployment.yaml").read_text()
    softer = text.replace("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false")
    (tmp_path / "softer.yaml").write_text(softer)
    assert ("CKV_K8S_22", "Deployment.tessera.forms") in check_hardening(tmp_path)[1]


def test_each_check_that_is_skipped_has_its_reason_above_it():
    lines = (manifests.FOLDER / "checkov.yaml").read_text().splitlines()
    skipped = [number for number, line in enumerate(lines) if line.startswith("  - CKV")]
    assert skipped
    assert all(lines[number - 1].startswith("  # ") for number in skipped)


def test_every_service_with_a_contract_is_deployed():
    modules = (ROOT / "libs/contracts").iterdir()
    contracts = {one.stem for one in modules if one.stem != "__pycache__"} - NOT_SERVICES
    assert contracts == set(SERVICES)
    deployed = {one["metadata"]["name"] for one in all_of("Deployment")}
    assert deployed == contracts | set(FRONT)


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_a_process_has_all_its_parts(name):
    for kind in ("ServiceAccount", "Service", "PodDisruptionBudget", "NetworkPolicy"):
        assert named(kind, name)
    assert named("ServiceAccount", name)["automountServiceAccountToken"] is False


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_started_and_migrated_as_everywhere_else(service):
    job = container(named("Job", f"{service}-migration"))
    assert job["command"] == ["python", "-m", "libs.chassis.migrate", f"services.{service}"]
    deployed = container(named("Deployment", service))
    assert "command" not in deployed
    dockerfile = (ROOT / "services" / service / "Dockerfile").read_text()
    assert f'CMD ["python", "-m", "libs.chassis.run", "services.{service}"]' in dockerfile
    assert deployed["image"] == job["image"]


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_a_rollout_never_leaves_fewer_replicas_and_lets_work_end(name):
    deployment = named("Deployment", name)
    rolling = deployment["spec"]["strategy"]["rollingUpdate"]
    assert deployment["spec"]["replicas"] >= 2
    assert rolling["maxUnavailable"] == 0
    stop_within = next(
        field.metadata["default"]
        for field in ServiceSettings.__dataclass_fields__.values()
        if field.metadata["env"] == "STOP_WITHIN_S"
    )
    before = container(deployment).get("lifecycle", {}).get("preStop", {})
    pause = before.get("sleep", {}).get("seconds", 0)
    assert pod(deployment)["terminationGracePeriodSeconds"] >= stop_within + pause + 5


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_probes_ask_the_metrics_port(name):
    deployed = container(named("Deployment", name))
    ports = {port["name"]: port["containerPort"] for port in deployed["ports"]}
    probes = {
        kind: deployed[f"{kind}Probe"]["httpGet"] for kind in ("liveness", "readiness", "startup")
    }
    assert {probe["port"] for probe in probes.values()} == {"metrics"}
    assert ports["metrics"] == int(manifests.environment(named("Deployment", name))["METRICS_PORT"])
    assert probes["liveness"]["path"] == "/live"
    assert "/ready" in {probes["readiness"]["path"], probes["startup"]["path"]}


def test_the_gateway_keeps_its_traffic_while_the_broker_is_away():
    gateway = container(named("Deployment", "gateway"))
    assert gateway["readinessProbe"]["httpGet"]["path"] == "/live"
    assert gateway["startupProbe"]["httpGet"]["path"] == "/ready"


@pytest.mark.parametrize("workload", workloads(), ids=lambda one: one["metadata"]["name"])
def test_a_container_writes_to_tmp_only_and_has_no_rights(workload):
    inside = container(workload)
    assert inside["securityContext"]["readOnlyRootFilesystem"] is True
    assert inside["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert pod(workload)["securityContext"]["runAsNonRoot"] is True
    assert pod(workload)["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod(workload)["automountServiceAccountToken"] is False
    # Variables like LIVE_PORT=tcp://... would otherwise come from Services of that name.
    assert pod(workload)["enableServiceLinks"] is False
    writable = [one["mountPath"] for one in inside["volumeMounts"] if not one.get("readOnly")]
    assert writable == ["/tmp"]


@pytest.mark.parametrize("workload", workloads(), ids=lambda one: one["metadata"]["name"])
def test_an_image_is_one_we_build_in_the_version_of_the_project(workload):
    version = next(
        line.split('"')[1]
        for line in (ROOT / "pyproject.toml").read_text().splitlines()
        if line.startswith("version = ")
    )
    place, tag = container(workload)["image"].rsplit(":", 1)
    name = place.removeprefix("registry.example/tessera/")
    assert tag == version
    assert any((ROOT / folder / "Dockerfile").exists() for folder in (f"services/{name}", name))


def test_pages_and_live_events_share_the_origin_and_the_rest_is_closed():
    routes = {
        path["path"]: (path["backend"]["service"]["name"], path["backend"]["service"]["port"])
        for ingress in all_of("Ingress")
        for rule in ingress["spec"]["rules"]
        for path in rule["http"]["paths"]
    }
    assert routes == {"/": ("gateway", {"name": "http"}), "/events": ("live", {"name": "http"})}
    origin = named("ConfigMap", "tessera-settings")["data"]["PUBLIC_ORIGIN"]
    for ingress in all_of("Ingress"):
        (rule,) = ingress["spec"]["rules"]
        assert origin == f"https://{rule['host']}"
        assert [one["hosts"] for one in ingress["spec"]["tls"]] == [[rule["host"]]]


def test_live_events_are_passed_on_as_they_come():
    annotations = named("Ingress", "live")["metadata"]["annotations"]
    prefix = "nginx.ingress.kubernetes.io/"
    assert annotations[f"{prefix}proxy-buffering"] == "off"
    assert int(annotations[f"{prefix}proxy-read-timeout"]) >= 3600


def test_all_objects_are_in_one_namespace():
    spaces = {
        one["metadata"].get("namespace")
        for one in manifests.everything()
        if one["kind"] != "Namespace"
    }
    assert spaces == {"tessera"}
    assert yaml.safe_load((BASE / "namespace.yaml").read_text())["metadata"]["name"] == "tessera"
