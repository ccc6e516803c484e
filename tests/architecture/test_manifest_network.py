"""Who may talk to whom in the cluster: exactly this table."""

import pytest

from .manifests import FRONT, SERVICES, all_of, container, named

BROKER = ("tessera-data/rabbitmq", 5672)
DATABASE = ("tessera-data/postgresql", 5432)
PROMETHEUS = ("monitoring/prometheus", 9090)
STORE = ("tessera-data/minio", 9000)
ALSO = {
    "documents": {STORE, ("tessera-data/clamav", 3310)},
    "dashboards": {STORE},  # puts its reports where documents says
    "notifications": {("192.0.2.25/32", 587)},
}
OUT = {
    **{service: {BROKER, DATABASE} | ALSO.get(service, set()) for service in SERVICES},
    **{f"{service}-migration": {DATABASE} for service in SERVICES},
    **{front: {BROKER} for front in FRONT},
    "topology": {BROKER},
}
IN = {
    **{service: {PROMETHEUS} for service in SERVICES},
    "gateway": {PROMETHEUS, ("ingress-nginx/ingress-nginx", 8000)},
    "live": {PROMETHEUS, ("ingress-nginx/ingress-nginx", 8001)},
}


def peers(rules, side):
    return {
        (_peer(one), port["port"]) for rule in rules for one in rule[side] for port in rule["ports"]
    }


def _peer(one):
    if "ipBlock" in one:
        return one["ipBlock"]["cidr"]
    space = one["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
    return f"{space}/{one['podSelector']['matchLabels']['app.kubernetes.io/name']}"


def policies():
    return {one["metadata"]["name"]: one["spec"] for one in all_of("NetworkPolicy")}


def test_nothing_is_open_unless_a_policy_opens_it():
    closed = policies()["default-deny"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@pytest.mark.parametrize("name", OUT)
def test_a_pod_reaches_what_it_needs_and_no_more(name):
    assert peers(policies()[name]["egress"], "to") == OUT[name]


@pytest.mark.parametrize("name", OUT)
def test_a_pod_is_reached_by_those_who_need_it_and_no_more(name):
    assert peers(policies()[name].get("ingress", []), "from") == IN.get(name, set())


def test_there_is_no_other_policy():
    assert set(policies()) == set(OUT) | {"default-deny", "names"}


def test_everyone_may_look_up_names_and_only_that():
    (rule,) = policies()["names"]["egress"]
    assert {port["port"] for port in rule["ports"]} == {53}
    (peer,) = rule["to"]
    assert peer["podSelector"]["matchLabels"] == {"k8s-app": "kube-dns"}


def labels_of_pods():
    return {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in (*all_of("Deployment"), *all_of("Job"))
    }


def chosen_by(selector):
    wanted = selector.items()
    return [name for name, labels in labels_of_pods().items() if wanted <= labels.items()]


@pytest.mark.parametrize("name", OUT)
def test_a_policy_is_about_the_pods_of_its_name_only(name):
    assert chosen_by(policies()[name]["podSelector"]["matchLabels"]) == [name]


@pytest.mark.parametrize("name", SERVICES + FRONT)
def test_selectors_choose_the_pods_of_their_name_only(name):
    choices = [
        named("Service", name)["spec"]["selector"],
        named("PodDisruptionBudget", name)["spec"]["selector"]["matchLabels"],
        named("Deployment", name)["spec"]["selector"]["matchLabels"],
    ]
    assert [chosen_by(choice) for choice in choices] == [[name]] * 3


@pytest.mark.parametrize("name", IN)
def test_the_ports_that_are_opened_are_the_ports_that_listen(name):
    listening = {port["containerPort"] for port in container(named("Deployment", name))["ports"]}
    assert {port for _, port in IN[name]} == listening
    targets = {port["port"] for port in named("Service", name)["spec"]["ports"]}
    assert targets == listening


def test_every_pod_may_look_up_names():
    (selector,) = [policies()["names"]["podSelector"]["matchLabels"]]
    assert set(chosen_by(selector)) == set(labels_of_pods())
