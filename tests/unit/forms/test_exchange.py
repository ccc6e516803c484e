"""Definitions as files: a round trip loses nothing, and what cannot be read says why."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms.domain import checks, exchange, json_schemas, shapes
from services.forms.domain.exchange import case_in, case_out, table
from tests.service.forms.documents import FORM, FRAMEWORK, PROGRAMME
from tests.unit.forms.test_frameworks import SUPERVISION, WHOLE

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
LANGUAGES = ("en", "nl", "fy")
letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\t\n\r")
text = st.text(letters, min_size=1, max_size=6).filter(str.strip)
wording = st.dictionaries(st.sampled_from(LANGUAGES), text, min_size=1)
codes = st.lists(
    st.sampled_from(["a", "a.1", "B", "1.2", "x-y", "n_1", "ab", "zz", "9", "EPA-3"]),
    min_size=1,
    max_size=6,
    unique=True,
)


def members(**options):
    """A document of which every member may be absent."""
    return st.fixed_dictionaries({}, optional=options)


@st.composite
def frameworks(draw):
    keys = draw(codes)
    outcomes = [draw(outcome(key, keys[:place])) for place, key in enumerate(keys)]
    document = draw(
        members(
            version=st.integers(1, 3000),
            description=wording,
            source=wording,
            phases=st.just([{"key": "year-1", "title": {"en": "Year 1"}}]),
            crosswalks=crosswalks(keys),
            extensions=st.just({"other": {"a": 1}}),
        )
    )
    key = draw(st.sampled_from(["areas", "gp-epas", "x1"]))
    title = draw(wording)
    if draw(st.booleans()):
        document["languages"] = list(title)
    return document | {
        "format": "framework/1",
        "key": key,
        "title": title,
        "outcomes": outcomes,
    }


@st.composite
def outcome(draw, key, before):
    found = draw(
        members(
            number=text.map(lambda one: one.strip()[:40]),
            description=wording,
            lineage=st.just(f"line/{key}"),
            descriptors=st.just({"supervision@1": {"1": {"en": "Low"}}}),
            expected=st.just([{"phase": "year-1", "scale": "supervision@1", "level": 2}]),
            kind=st.sampled_from(["competency", "role", "learning_outcome", "epa", "own"]),
        )
    )
    if found.get("kind") == "own":
        found["unit"] = draw(wording)
    if found.get("kind") == "epa":
        found["epa"] = draw(members(risks=wording, expires_months=st.integers(1, 36)))
    parent = draw(st.sampled_from([*before, None, "absent"]))
    if parent != "absent":
        found["parent"] = parent
    return {"key": key, "title": draw(wording)} | found


def crosswalks(keys):
    one = st.fixed_dictionaries(
        {
            "from": st.sampled_from(keys),
            "to": st.sampled_from(["a", "b"]),
            "as": st.sampled_from(shapes.ALIKE),
        },
        optional={"note": wording},
    )
    maps = st.lists(one, min_size=1, max_size=4)
    return st.lists(
        st.fixed_dictionaries({"to": st.sampled_from(["x@1", "y@2"]), "maps": maps}),
        min_size=1,
        max_size=2,
        unique_by=lambda crosswalk: crosswalk["to"],
    )


@given(frameworks())
def test_a_framework_comes_back_from_case_as_it_went(document):
    package = json.loads(json.dumps(case_out.package(document)))
    assert case_in.framework(package) == document


def from_csv(content):
    found = exchange.read(content, "csv", language="en")
    assert found.problems == []
    return found.document


@given(frameworks())
def test_a_framework_comes_back_from_a_list_as_it_went(document):
    assert from_csv(exchange.write("framework", document, 1, "csv").content) == document


@pytest.mark.parametrize("said", ["one\r\ntwo", "one\rtwo", "one\n\r\ntwo\r\n", "\r\none two "])
def test_line_ends_come_back_from_a_list_and_take_nothing_else_with_them(said):
    document = json.loads(json.dumps(WHOLE))
    document["description"] = {"en": said, "nl": "trail "}
    document["phases"][0]["title"]["en"] = said
    document["crosswalks"][0]["maps"][0]["note"] = {"en": said}
    document["outcomes"][0] |= {"title": {"en": said, "nl": "trail "}, "number": said}
    document["outcomes"][0]["descriptors"] = {"supervision@1": {"1": {"en": said}}}
    content = exchange.write("framework", document, 2, "csv").content
    assert from_csv(content) == document
    assert from_csv(content.replace("\r\n", "\n")) == document


def test_a_change_in_a_cell_counts_more_than_the_line_ends_kept_beside_it():
    document = json.loads(json.dumps(WHOLE))
    document["outcomes"][0]["title"] = {"en": "one\r\ntwo"}
    content = exchange.write("framework", document, 2, "csv").content
    changed = from_csv(content.replace('"one\ntwo"', '"one\nthree"'))
    assert changed["outcomes"][0]["title"] == {"en": "one\nthree"}


def test_a_framework_that_uses_everything_comes_back_from_case_as_it_went():
    file = exchange.write("framework", WHOLE, 2, "case", "2026-01-02T03:04:05Z")
    assert file.filename == "areas-2.case.json"
    found = exchange.read(file.content, language="en")
    assert (found.kind, found.document, found.problems) == ("framework", WHOLE, [])


LINK = {"title", "identifier", "uri"}
ITEM = LINK - {"title"} | {"fullStatement", "lastChangeDateTime"}


def test_a_package_has_what_case_1_1_demands_and_nothing_it_does_not_know():
    package = case_out.package(WHOLE, "2026-01-02T03:04:05Z")
    assert set(package) <= {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions"}
    head = package["CFDocument"]
    assert {"identifier", "uri", "creator", "title", "lastChangeDateTime"} <= set(head)
    assert head["caseVersion"] == "1.1"
    for one in (head, *package["CFItems"], *package["CFAssociations"]):
        assert UUID.fullmatch(one["identifier"])
        assert one["lastChangeDateTime"] == "2026-01-02T03:04:05Z"
    assert all(set(one) >= ITEM for one in package["CFItems"])
    assert "CFDocumentURI" not in package["CFItems"][0]
    for one in package["CFAssociations"]:
        assert set(one["originNodeURI"]) == set(one["destinationNodeURI"]) == LINK
    kinds = [one["associationType"] for one in package["CFAssociations"]]
    assert kinds.count("isChildOf") == 4
    assert "ext:isBroaderThan" in kinds


def test_the_tree_of_case_hangs_from_its_document():
    package = case_out.package(WHOLE)
    up = {
        one["originNodeURI"]["title"]: one["destinationNodeURI"]["title"]
        for one in package["CFAssociations"]
        if one["associationType"] == "isChildOf"
    }
    assert up["Talking"] == "Care"
    assert up["Care"] == "Areas"


FOREIGN = {
    "CFDocument": {
        "identifier": "11111111-1111-4111-8111-111111111111",
        "uri": "https://example.org/doc",
        "creator": "Board of Nursing",
        "title": "Nursing & care",
        "lastChangeDateTime": "2025-01-01T00:00:00Z",
        "language": "en",
        "adoptionStatus": "Adopted",
        "officialSourceURL": "https://example.org/",
        "extensions": {"theirs": 1},
    },
    "CFItems": [
        {
            "identifier": "22222222-2222-4222-8222-222222222222",
            "uri": "https://example.org/2",
            "fullStatement": "Washes hands before and after every contact with a patient.",
            "abbreviatedStatement": "Hand hygiene",
            "humanCodingScheme": "N 1.1",
            "CFItemType": "Skill",
            "educationLevel": ["BSc"],
            "lastChangeDateTime": "2025-01-01T00:00:00Z",
            "language": "en",
        },
        {
            "identifier": "33333333-3333-4333-8333-333333333333",
            "uri": "https://example.org/3",
            "fullStatement": "Hygiene",
            "humanCodingScheme": "N1",
            "CFItemType": "Competency",
            "lastChangeDateTime": "2025-01-01T00:00:00Z",
            "language": "en",
        },
    ],
    "CFAssociations": [
        {
            "identifier": "44444444-4444-4444-8444-444444444444",
            "uri": "https://example.org/4",
            "associationType": "isChildOf",
            "sequenceNumber": 1,
            "originNodeURI": {
                "title": "Hand hygiene",
                "identifier": "22222222-2222-4222-8222-222222222222",
                "uri": "https://example.org/2",
            },
            "destinationNodeURI": {
                "title": "Hygiene",
                "identifier": "33333333-3333-4333-8333-333333333333",
                "uri": "https://example.org/3",
            },
            "lastChangeDateTime": "2025-01-01T00:00:00Z",
        },
        {
            "identifier": "55555555-5555-4555-8555-555555555555",
            "uri": "https://example.org/5",
            "associationType": "precedes",
            "originNodeURI": {
                "title": "x",
                "identifier": "22222222-2222-4222-8222-222222222222",
                "uri": "https://example.org/2",
            },
            "destinationNodeURI": {
                "title": "y",
                "identifier": "99999999-9999-4999-8999-999999999999",
                "uri": "https://example.org/9",
            },
            "lastChangeDateTime": "2025-01-01T00:00:00Z",
        },
    ],
    "CFDefinitions": {"CFSubjects": []},
}


def test_a_package_of_others_becomes_a_framework_fit_to_publish():
    found = exchange.read(json.dumps(FOREIGN), language="nl").document
    assert checks.problems("framework", found) == []
    assert [(one["key"], one.get("number"), one.get("parent")) for one in found["outcomes"]] == [
        ("n-1-1", "N 1.1", "N1"),
        ("N1", None, None),
    ]
    skill = found["outcomes"][0]
    assert skill["title"] == {"en": "Hand hygiene"}
    assert skill["description"]["en"].startswith("Washes hands")
    assert (skill["kind"], skill["unit"]) == ("own", {"en": "Skill"})
    assert found["key"] == "nursing-care"


def test_what_we_have_no_place_for_goes_back_to_others_as_it_came():
    found = case_in.framework(FOREIGN)
    again = case_out.package(found, "2026-06-06T06:06:06Z")

    def facts(one):
        return {name: value for name, value in one.items() if name not in ("extensions", "version")}

    for name in ("CFItems",):
        for before, after in zip(FOREIGN[name], again[name], strict=True):
            assert facts(before).items() <= facts(after).items()
    assert facts(FOREIGN["CFDocument"]).items() <= facts(again["CFDocument"]).items()
    assert again["CFDocument"]["extensions"]["theirs"] == 1
    kept = {one["identifier"]: one for one in again["CFAssociations"]}
    assert kept["55555555-5555-4555-8555-555555555555"] == FOREIGN["CFAssociations"][1]
    assert kept["44444444-4444-4444-8444-444444444444"]["uri"] == "https://example.org/4"
    assert again["CFDefinitions"] == {"CFSubjects": []}
    assert case_in.framework(again) == found


def test_links_lead_to_the_address_that_an_item_has_elsewhere():
    again = case_out.package(case_in.framework(FOREIGN))
    link = next(one for one in again["CFAssociations"] if one["associationType"] == "isChildOf")
    for name in ("originNodeURI", "destinationNodeURI"):
        assert link[name] == FOREIGN["CFAssociations"][0][name]
    top = next(
        one for one in again["CFAssociations"] if one["destinationNodeURI"]["uri"][-3:] == "doc"
    )
    assert top["originNodeURI"]["uri"] == "https://example.org/3"


@pytest.mark.parametrize("stated", ["en-us", "en-US", "EN", "en-Latn"])
def test_a_language_goes_back_as_others_wrote_it(stated):
    items = [one | {"language": stated} for one in FOREIGN["CFItems"]]
    head = FOREIGN["CFDocument"] | {"language": stated}
    found = case_in.framework(FOREIGN | {"CFDocument": head, "CFItems": items})
    again = case_out.package(found)
    assert {one["language"] for one in again["CFItems"]} == {stated}
    assert again["CFDocument"]["language"] == stated
    assert case_in.framework(again) == found


@pytest.mark.parametrize("part", ["CFDocument", "CFItems", "CFAssociations"])
def test_null_says_that_there_are_no_extensions(part):
    whole = FOREIGN[part]
    named = (
        [{**one, "extensions": None} for one in whole]
        if isinstance(whole, list)
        else {**whole, "extensions": None}
    )
    found = exchange.read(json.dumps(FOREIGN | {part: named}), language="en")
    assert (found.problems, len(found.document["outcomes"])) == ([], 2)


def test_a_change_made_in_another_system_comes_through():
    package = case_out.package(WHOLE)
    item = package["CFItems"][0]
    item["fullStatement"], item["humanCodingScheme"] = "Caring", "1a"
    care = case_in.framework(package)["outcomes"][0]
    assert care["title"]["en"] == "Caring"
    assert (care["key"], care["number"]) == ("care", "1a")


def test_the_numbers_of_case_decide_the_order():
    package = case_out.package(WHOLE)
    tops = [one for one in package["CFAssociations"] if one["associationType"] == "isChildOf"]
    for one in tops:
        one["sequenceNumber"] = 10 - one["sequenceNumber"]
    order = [one["key"] for one in case_in.framework(package)["outcomes"]]
    assert order == ["acute", "theme", "care", "care.talk"]


@pytest.mark.parametrize(
    ("kind", "document"),
    [("form", FORM), ("framework", FRAMEWORK), ("programme", PROGRAMME), ("scale", SUPERVISION)],
)
def test_every_kind_comes_back_from_its_file(kind, document):
    file = exchange.write(kind, document, 3, "json")
    assert file.filename.endswith(f"-3.{kind}.json")
    assert exchange.read(file.content, language="en")[:2] == (kind, document)
    assert json_schemas.of(kind)["$schema"].endswith("2020-12/schema")


def test_only_frameworks_go_out_as_case_and_as_a_list():
    assert [kind for kind in exchange.KINDS if exchange.can_write(kind, "case")] == ["framework"]
    assert all(exchange.can_write(kind, "json") for kind in exchange.KINDS)


@given(frameworks())
def test_codes_words_and_tree_come_back_from_a_list(document):
    found, problems = table.read(table.write(document), "en")
    assert problems == []

    def listed(outcomes):
        return [
            {
                "key": one["key"],
                "parent": one.get("parent"),
                "number": (one.get("number") or "").strip(),
                **{
                    name: {tongue: said.strip() for tongue, said in one.get(name, {}).items()}
                    for name in ("title", "description")
                },
            }
            for one in outcomes
        ]

    assert listed(found) == listed(document["outcomes"])


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"CFDocument": 3}', '{"format": 1}', ""])
def test_what_is_no_definition_is_refused_in_words(content):
    found = exchange.read(content, language="en")
    assert found.document is None
    assert [one["message"] for one in found.problems] != []


@given(st.text(), st.sampled_from(["auto", "json", "case", "csv"]))
def test_any_text_is_read_or_refused(content, format):
    found = exchange.read(content, format, language="en")
    assert found.document is not None or found.problems


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(FOREIGN["CFItems"][0])), JSON)
def test_a_broken_package_is_read_or_refused(member, value):
    items = [FOREIGN["CFItems"][0] | {member: value}, FOREIGN["CFItems"][1]]
    found = exchange.read(json.dumps(FOREIGN | {"CFItems": items}), language="en")
    assert found.document is not None or found.problems
