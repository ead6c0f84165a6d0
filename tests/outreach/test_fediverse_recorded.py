"""What another implementation really said (`recorded`), said again; and what it took from us."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation import outside
from broadsheet.foundation.outside import Answer
from broadsheet.outreach.fediverse import actors, messages, signing, tasks, telling
from broadsheet.outreach.models import FediActor, FediFollower, FediPeer, FediSending

FILES = Path(__file__).parent / "recorded"
PAPER, FEDI = "paper.example", "fedi.example"
ANA = "https://fedi.example/users/ana"


class Recording:
    """One file, and the clock, which stands where an exchange was."""

    def __init__(self, name: str) -> None:
        file = json.loads((FILES / f"{name}.json").read_text())
        self.keys: dict[str, dict[str, str]] = file["keys"]
        self.exchanges: list[dict[str, Any]] = file["exchanges"]
        self.moment = datetime.now(UTC)
        self.told: list[dict[str, Any]] = []  # what we say meanwhile

    def said(self, to: str, method: str, kind: str = "") -> list[dict[str, Any]]:
        return [
            one
            for one in self.exchanges
            if (one["to"], one["method"]) == (to, method)
            and (not kind or json.loads(one["body"])["type"] == kind)
        ]

    def again(self, one: dict[str, Any], **changes: str) -> Any:
        """Say to the paper what was said then."""
        self.moment = datetime.fromtimestamp(one["at"], UTC)
        headers = {name: value for name, value in one["headers"] if name.lower() != "content-length"}
        headers |= {
            name.replace("_", "-"): value for name, value in changes.items() if name[0].isupper()
        }
        target = changes.get("target", one["target"])
        client = Client()
        if one["method"] == "GET":
            return client.get(target, headers=headers, secure=True)
        kind = headers.pop("Content-Type")
        body = changes.get("body", one["body"]).encode()
        return client.post(target, body, content_type=kind, headers=headers, secure=True)


@pytest.fixture(params=["fedify-cavage", "fedify-rfc9421"])
def recording(
    request: pytest.FixtureRequest,
    settings: Any,
    paper: Any,
    section: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Recording:
    made = Recording(request.param)
    settings.PAPER = replace(settings.PAPER, url=f"https://{PAPER}", fediverse=True)
    settings.ALLOWED_HOSTS = [PAPER]
    for name, key in made.keys.items():
        FediActor.objects.create(
            name=name, section=section if name == "world" else None,
            private_key=key["private"], public_key=key["public"],
        )  # fmt: skip
    [described] = made.said(FEDI, "GET")

    def get(address: str, **_: Any) -> Answer:
        assert address == f"https://{FEDI}{described['target']}"
        answer = described["answer"]
        headers = {name.lower(): value for name, value in answer["headers"]}
        return Answer(
            status=answer["status"], address=address, headers=headers, body=answer["body"].encode()
        )

    def post(address: str, *, body: bytes, headers: Any, **_: Any) -> Answer:
        made.told.append({"address": address, "said": json.loads(body), "headers": headers})
        return Answer(status=202, address=address)

    monkeypatch.setattr(outside, "get", get)
    monkeypatch.setattr(outside, "post", post)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.moment)
    return made


def test_fedify_finds_follows_and_leaves(recording: Recording) -> None:
    for one in recording.said(PAPER, "GET")[:4]:  # WebFinger and actor, of the paper and of a section
        answer, then = recording.again(one), json.loads(one["answer"]["body"])
        assert answer.status_code == one["answer"]["status"] == 200
        if "publicKey" in then:
            assert answer.json()["publicKey"] == then["publicKey"]
        else:
            assert answer.json() == then

    follows = recording.said(PAPER, "POST", "Follow")
    assert [recording.again(one).status_code for one in follows] == [202, 202]
    assert set(FediFollower.objects.values_list("actor__name", "uri")) == {
        ("paper", ANA),
        ("world", ANA),
    }
    assert FediFollower.objects.first().inbox == f"https://{FEDI}/inbox"  # type: ignore[union-attr]
    tasks.send.func()
    taken = [json.loads(one["body"]) for one in recording.said(FEDI, "POST", "Accept")]
    for ours in recording.told:
        [then] = {one["id"]: one for one in taken if one["actor"] == ours["said"]["actor"]}.values()
        assert ours["address"] == f"{ANA}/inbox"
        assert ours["said"] | {"id": then["id"]} == then
    assert len(recording.told) == 2

    [undo] = recording.said(PAPER, "POST", "Undo")
    assert recording.again(undo).status_code == 202
    assert [one.actor.name for one in FediFollower.objects.all()] == ["world"]
    [farewell] = recording.said(PAPER, "POST", "Delete")
    assert recording.again(farewell).status_code == 202
    assert not FediFollower.objects.exists()
    assert not FediPeer.objects.exists()


def test_our_requests_are_signed_as_those_that_fedify_took(recording: Recording) -> None:
    """With the key, the body and the second of then, each header is the same, the signature too."""
    ours = [one for one in recording.exchanges if one["to"] == FEDI and one["answer"]["status"] < 300]
    assert {json.loads(one["body"])["type"] for one in ours if one["body"]} == {
        "Accept", "Create", "Announce", "Update", "Delete",
    }  # fmt: skip
    for one in ours:
        then = {name.lower(): value for name, value in one["headers"]}
        if "signature-input" in then:
            form: Any = messages
            created = int(then["signature-input"].partition("created=")[2].partition(";")[0])
            recording.moment = datetime.fromtimestamp(created, UTC)
        else:
            form, recording.moment = signing, parsedate_to_datetime(then["date"])
        name = (
            json.loads(one["body"])["actor"].rstrip("/").rpartition("/")[2] if one["body"] else "paper"
        )
        actor = FediActor.objects.get(name=name)
        made = form.signed(
            address=f"https://{FEDI}{one['target']}", key_id=actors.key_id(actor),
            private_key=actor.private_key, body=one["body"].encode() if one["body"] else None,
        )  # fmt: skip
        assert made.items() <= {name.title(): value for name, value in then.items()}.items()


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "{}"},
        {"target": "/fediverse/world/inbox/"},
        {"Host": "elsewhere.example"},
        {"Signature": ""},
        {"Signature": "sig1=:AAAA:"},
        {"Signature": "sig1=:eA=:"},
        {"Signature_Input": "sig1=(((("},
        {"Signature_Input": 'sig1=("@method");created={created};keyid="{key}"'},
        {"Signature_Input": 'sig1=("@method" "content-digest");created={created};keyid="{key}"'},
        {"Signature_Input": '{all};created={created};keyid="{key}";alg="hmac-sha256"'},
        {"Signature_Input": '{all};keyid="{key}"'},
        {"Signature_Input": "{all};created={created}"},
        {"Signature_Input": '{all};created={created};keyid="{key}";expires=1'},
        {"Signature_Input": '{absent};created={created};keyid="{key}"'},
        {"Signature_Input": '{all};created={later};keyid="{key}";alg="rsa-v1_5-sha256"'},
        {"Signature_Input": "x" * 9000},
        {"Content_Digest": "sha-256=:AAAA:"},
        {"Content_Digest": ""},
    ],
)
@pytest.mark.parametrize("recording", ["fedify-rfc9421"], indirect=True)
def test_a_message_that_is_not_as_it_was_signed_is_refused(
    recording: Recording, changes: dict[str, str]
) -> None:
    one = recording.said(PAPER, "POST", "Follow")[0]
    names = '"@method" "@target-uri" "content-digest"'
    known = {
        "created": str(int(one["at"])), "later": str(int(one["at"]) + 1), "key": f"{ANA}#main-key",
        "all": f"sig1=({names})", "absent": f'sig1=({names} "x-absent")',
    }  # fmt: skip
    for name, value in known.items():
        changes = {key: text.replace(f"{{{name}}}", value) for key, text in changes.items()}
    answer = recording.again(one, **changes)
    assert answer.status_code in {400, 401}
    assert answer.content.strip()
    assert not FediFollower.objects.exists()
    assert recording.again(one).status_code == 202  # as it was, it is taken


@pytest.mark.parametrize("recording", ["fedify-rfc9421"], indirect=True)
def test_a_message_of_another_hour_is_refused(recording: Recording) -> None:
    one = recording.said(PAPER, "POST", "Follow")[0]
    for hours in (-2, 2):
        later = one | {"at": one["at"] + timedelta(hours=hours).total_seconds()}
        assert recording.again(later).status_code == 401
    assert not FediFollower.objects.exists()


@pytest.mark.parametrize("recording", ["fedify-rfc9421"], indirect=True)
def test_who_does_not_take_the_older_signature_gets_the_newer(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording.again(recording.said(PAPER, "POST", "Follow")[0])
    knocks: list[list[str]] = []

    def post(address: str, *, headers: dict[str, str], **_: Any) -> Answer:
        knocks.append(sorted(headers))
        return Answer(status=202 if "Signature-Input" in headers else 401, address=address)

    monkeypatch.setattr(outside, "post", post)
    assert not telling.send_due(seconds=5)
    assert ["Signature-Input" in names for names in knocks] == [False, True]
    assert not FediSending.objects.exists()
