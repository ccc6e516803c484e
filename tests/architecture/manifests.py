"""deploy/k8s/base as plain data. The kustomization only lists files, so reading them renders it."""

from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "k8s"
BASE = FOLDER / "base"
SERVICES = ("accounts", "forms", "portfolio", "documents", "dashboards", "notifications")
FRONT = ("gateway", "live")


def kustomization():
    return yaml.safe_load((BASE / "kustomization.yaml").read_text())


@cache
def _objects():
    files = [BASE / name for name in kustomization()["resources"]]
    return [one for file in files for one in yaml.safe_load_all(file.read_text())]


def all_of(kind):
    return [one for one in _objects() if one["kind"] == kind]


def named(kind, name):
    found = [one for one in all_of(kind) if one["metadata"]["name"] == name]
    assert len(found) == 1, f"{len(found)} {kind} {name}"
    return found[0]


def everything():
    return list(_objects())


def workloads():
    return [*all_of("Deployment"), *all_of("Job")]


def pod(workload):
    return workload["spec"]["template"]["spec"]


def container(workload):
    (only,) = pod(workload)["containers"]
    return only


def example_secrets():
    """Secret and ConfigMap name -> its keys and values, of deploy/k8s/secrets.example.yaml."""
    found = yaml.safe_load_all((FOLDER / "secrets.example.yaml").read_text())
    return {one["metadata"]["name"]: one.get("stringData") or one["data"] for one in found}


def environment(workload):
    """What the container reads, with example values where the manifest refers to a Secret."""
    return {entry["name"]: _value(entry) for entry in container(workload)["env"]}


def _value(entry):
    if "value" in entry:
        return entry["value"]
    source = entry["valueFrom"]
    if "configMapKeyRef" in source:
        reference = source["configMapKeyRef"]
        return named("ConfigMap", reference["name"])["data"][reference["key"]]
    reference = source["secretKeyRef"]
    return example_secrets()[reference["name"]][reference["key"]]


def secrets_of(workload):
    """The names of the Secrets a workload can read."""
    from_environment = {
        entry["valueFrom"]["secretKeyRef"]["name"]
        for entry in container(workload)["env"]
        if "secretKeyRef" in entry.get("valueFrom", {})
    }
    volumes = pod(workload).get("volumes", [])
    return from_environment | {one["secret"]["secretName"] for one in volumes if "secret" in one}
