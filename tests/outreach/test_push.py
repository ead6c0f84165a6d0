"""News on readers' screens, against a push service that opens what it gets."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from django.test import Client

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import kills
from broadsheet.outreach.models import CopyState, NoteState, PushCopy, PushNote, PushReader
from broadsheet.outreach.push import actions, quiet, readers, sealing, sending, tasks


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def point(key: Any) -> bytes:
    found: bytes = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return found


class Device:
    """A browser: its keys, and how it opens what it gets (RFC 8188 and 8291 from the other end)."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"sixteen bytes of"
        self.public = point(self.private.public_key())

    def keys(self) -> dict[str, str]:
        return {"p256dh": encoded(self.public), "auth": encoded(self.secret)}

    def open(self, body: bytes) -> dict[str, Any]:
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self.private.exchange(ec.ECDH(), sender)
        mixed = self._derive(self.secret, shared, b"WebPush: info\0" + self.public + theirs, 32)
        key = self._derive(salt, mixed, b"Content-Encoding: aes128gcm\0", 16)
        nonce = self._derive(salt, mixed, b"Content-Encoding: nonce\0", 12)
        opened = AESGCM(key).decrypt(nonce, sealed, None)
        assert opened.endswith(b"\x02")
        told: dict[str, Any] = json.loads(opened[:-1])
        return told

    @staticmethod
    def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


class Service:
    """A push service: what it was handed, and what it answers to a path."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: dict[str, int] = {}
        self.port = 0

    def endpoint(self, name: str) -> str:
        return f"https://localhost:{self.port}/{name}"

    def paths(self) -> list[str]:
        return sorted(path for path, _headers, _body in self.got)


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "push.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    kept = Service()
    pem = certificate(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append((self.path, dict(self.headers), body))
            self.send_response(kept.answers.get(self.path, 201))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    kept.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # The one service here is on this machine; what is public is tested by itself below.
    monkeypatch.setattr(outside, "public_address", lambda host, port: "127.0.0.1")
    trusting = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(outside.ssl, "create_default_context", lambda: trusting)
    yield kept
    server.shutdown()
    server.server_close()


def reader_at(service: Service, name: str, **choice: Any) -> Device:
    device = Device()
    sent = {"endpoint": service.endpoint(name), "keys": device.keys()}
    readers.subscribe(browser=readers.browser_in(sent), choice=readers.Choice(**choice))
    return device


def test_the_sealing_is_the_one_of_the_standard() -> None:
    """RFC 8291, appendix A: known keys and salt give a known message."""
    private = int.from_bytes(sealing.decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = sealing.seal(
        b"When I grow up, I want to be a watermelon",
        key="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        secret="BTBZMqHH6r4Tts7J_aSIgg",
        own=ec.derive_private_key(private, ec.SECP256R1()),
        salt=sealing.decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_breaking_news_reaches_the_screens_that_want_it(
    service: Service, article: Any, editor: Any
) -> None:
    device = reader_at(service, "one")
    reader_at(service, "two", breaking=False)
    note = actions.ask(article=article, text="  The river is   over the quay ", by=editor)
    tasks.send.func(note.pk)
    ((path, headers, body),) = service.got
    assert path == "/one"
    told = device.open(body)
    assert told["body"] == "The river is over the quay"
    assert told["title"] == "The Test Post"
    assert told["url"] == f"http://testserver{article.url}"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Urgency"] == "high"
    assert int(headers["TTL"]) > 0
    note.refresh_from_db()
    assert note.state == NoteState.SENT
    tasks.send.func(note.pk)
    assert len(service.got) == 1


def test_the_push_service_can_tell_who_sends(service: Service, article: Any, editor: Any) -> None:
    reader_at(service, "one")
    tasks.send.func(actions.ask(article=article, text="News", by=editor).pk)
    scheme, _, said = service.got[0][1]["Authorization"].partition(" ")
    fields = dict(part.strip().split("=", 1) for part in said.split(","))
    head, claims, signature = fields["t"].split(".")
    key = sealing.public_key(fields["k"])
    raw = sealing.decoded(signature)
    half = len(raw) // 2
    der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    told = json.loads(sealing.decoded(claims))
    assert scheme == "vapid"
    assert fields["k"] == sealing.own_public_key()
    assert told["aud"] == f"https://localhost:{service.port}"
    assert 0 < told["exp"] - now().timestamp() < 24 * 3600


def test_a_killed_story_is_told_to_nobody(service: Service, article: Any, editor: Any) -> None:
    reader_at(service, "one")
    note = actions.ask(article=article, text="News", by=editor)
    kills.kill(article=article, because="wrong", by=editor)
    tasks.send.func(note.pk)
    assert not service.got
    note.refresh_from_db()
    assert note.state == NoteState.DROPPED
    with pytest.raises(actions.NotNow):
        actions.ask(article=note.article, text="News", by=editor)


def test_a_story_killed_in_the_middle_stops_there(
    service: Service, article: Any, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    for number in range(6):
        reader_at(service, f"reader{number}")
    note = actions.ask(article=article, text="News", by=editor)
    really = sending._write_down

    def then_kill(outcomes: Any) -> None:
        really(outcomes)
        kills.kill(article=article, because="wrong", by=editor)

    monkeypatch.setattr(sending, "_write_down", then_kill)
    tasks.send.func(note.pk)
    assert len(service.got) == 2


def test_two_people_where_the_paper_says_so(
    service: Service, article: Any, editor: Any, settings: Any
) -> None:
    settings.PUSH_TWO_PEOPLE = True
    reader_at(service, "one")
    note = actions.ask(article=article, text="News", by=editor)
    tasks.send.func(note.pk)
    assert not service.got
    with pytest.raises(actions.NotNow, match="Somebody else"):
        actions.approve(note=note, by=editor)
    second = User.objects.create_superuser("second@example.org", "a long enough password")
    note = actions.approve(note=note, by=second)
    tasks.send.func(note.pk)
    assert service.paths() == ["/one"]
    assert (note.asked_by, note.approved_by) == (editor, second)
    with pytest.raises(actions.NotNow):
        actions.approve(note=note, by=second)


def test_one_breaking_line_an_article(article: Any, editor: Any) -> None:
    actions.ask(article=article, text="News", by=editor)
    with pytest.raises(actions.NotNow, match="has been sent"):
        actions.ask(article=article, text="News again", by=editor)


def test_followers_are_told_once_of_what_they_follow(
    service: Service, file_article: Any, section: Any
) -> None:
    reader_at(service, "follows", breaking=False, sections=(section.pk,))
    reader_at(service, "does-not")
    article = file_article("River falls")
    tasks.tell_followers.func(article.pk)
    tasks.tell_followers.func(article.pk)
    for pk in PushNote.objects.values_list("pk", flat=True):
        tasks.send.func(pk)
    assert service.paths() == ["/follows"]
    assert service.got[0][1]["Urgency"] == "normal"
    assert actions.is_news(article)
    old = file_article("Found in the archive", published_at=now() - timedelta(days=400))
    assert actions.tell_followers(article=old) is None


def test_a_browser_that_is_gone_is_forgotten_and_one_that_is_busy_asked_again(
    service: Service, article: Any, editor: Any
) -> None:
    reader_at(service, "gone")
    reader_at(service, "busy")
    reader_at(service, "refuses")
    service.answers = {"/gone": 410, "/busy": 503, "/refuses": 403}
    note = actions.ask(article=article, text="News", by=editor)
    tasks.send.func(note.pk)
    assert PushReader.objects.count() == 2
    assert sorted(PushCopy.objects.values_list("state", flat=True)) == ["refused", "waiting"]
    assert len(service.got) == 3
    service.answers = {}
    tasks.send.func(note.pk)
    assert len(service.got) == 3  # not before its time
    PushCopy.objects.update(due_at=now())
    tasks.send.func(note.pk)
    assert service.paths().count("/busy") == 2
    note.refresh_from_db()
    assert note.state == NoteState.SENT


def test_a_browser_that_refuses_again_and_again_is_given_up(
    service: Service, file_article: Any, editor: Any
) -> None:
    reader_at(service, "refuses")
    service.answers = {"/refuses": 400}
    for number in range(sending.REFUSALS):
        note = actions.ask(article=file_article(f"News {number}"), text="News", by=editor)
        tasks.send.func(note.pk)
    assert not PushReader.objects.exists()


@pytest.mark.parametrize(
    ("moment", "begin", "end", "due"),
    [("2026-06-01T23:30", "22:00", "07:00", "2026-06-02T07:00"),
     ("2026-06-02T06:59", "22:00", "07:00", "2026-06-02T07:00"),
     ("2026-06-02T07:00", "22:00", "07:00", "2026-06-02T07:00"),
     ("2026-06-02T12:30", "12:00", "13:00", "2026-06-02T13:00"),
     ("2026-06-02T21:59", "22:00", "07:00", "2026-06-02T21:59")],
)  # fmt: skip
def test_quiet_hours_are_the_readers_own(moment: str, begin: str, end: str, due: str) -> None:
    zone = quiet.zone_of("Asia/Almaty")
    reader = PushReader(quiet_from=time.fromisoformat(begin), quiet_to=time.fromisoformat(end),
                        zone="Asia/Almaty")  # fmt: skip
    there = datetime.fromisoformat(moment).replace(tzinfo=zone)
    assert quiet.due(reader, there.astimezone(UTC)) == datetime.fromisoformat(due).replace(tzinfo=zone)


def test_what_waits_too_long_in_quiet_hours_is_not_news(
    service: Service, article: Any, editor: Any
) -> None:
    reader_at(service, "asleep", quiet_from=time(0, 0), quiet_to=time(23, 59))
    note = actions.ask(article=article, text="News", by=editor)
    tasks.send.func(note.pk)
    assert not service.got
    PushNote.objects.update(asked_at=now() - sending.STALE - timedelta(minutes=1))
    PushCopy.objects.update(due_at=now())
    note.refresh_from_db()
    tasks.send.func(note.pk)
    assert not service.got
    assert PushCopy.objects.get().state == CopyState.LATE


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"]
)
def test_no_address_of_somebodys_own_network_is_asked(host: str, article: Any, editor: Any) -> None:
    sent = {"endpoint": f"https://{host}/x", "keys": Device().keys()}
    readers.subscribe(browser=readers.browser_in(sent), choice=readers.Choice())
    note = actions.ask(article=article, text="News", by=editor)
    with pytest.raises(outside.Unreachable, match="not a public one"):
        outside.post(sent["endpoint"], body=b"", headers={})
    assert sending.send_due(note=note) is False
    assert PushCopy.objects.get().state == CopyState.WAITING


@pytest.mark.parametrize(
    "change",
    [{"endpoint": "http://push.example/x"}, {"endpoint": "https://user@push.example/"}, {"endpoint": 5},
     {"endpoint": "https://push.example/" + "x" * 2000}, {"endpoint": "https://[/"}, {"keys": {}},
     {"endpoint": "https://push.example/\r\nX: y"}, {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
     {"keys": {"p256dh": encoded(b"\x04" + b"\x01" * 64), "auth": encoded(b"x" * 16)}}, {"keys": None}],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(client: Client, paper: Any, change: dict[str, Any]) -> None:
    sent = {"endpoint": "https://push.example/x", "keys": Device().keys()} | change
    answer = client.post("/push/subscribe/", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not PushReader.objects.exists()


def test_a_browser_chooses_sees_its_choice_and_leaves(client: Client, paper: Any, section: Any) -> None:
    def post(name: str, **sent: Any) -> Any:
        return client.post(f"/push/{name}/", json.dumps(sent), content_type="application/json")

    endpoint, keys = "https://push.example/x", Device().keys()
    chosen = {"breaking": False, "sections": [section.pk, 99999, "x", -1, 2**80], "topics": "no",
              "quiet_from": "22:00", "quiet_to": "07:00", "zone": "Asia/Almaty"}  # fmt: skip
    assert post("subscribe", endpoint=endpoint, keys=keys, **chosen).status_code == 200
    assert post("choice", endpoint=endpoint).json() == {
        "told": True, "breaking": False, "topics": [], "sections": [section.pk],
        "quiet_from": "22:00", "quiet_to": "07:00",
    }  # fmt: skip
    post("subscribe", endpoint=endpoint, keys=keys, breaking=True, quiet_from="25:00", zone="../etc")
    reader = PushReader.objects.get()
    assert (reader.breaking, reader.quiet_from, reader.zone) == (True, None, "UTC")
    assert post("leave", endpoint=endpoint).json() == {"told": False}
    assert post("choice", endpoint=endpoint).json() == {"told": False}


def test_other_sites_subscribe_nobody_and_nobody_subscribes_for_ever(client: Client, paper: Any) -> None:
    sent = json.dumps({"endpoint": "https://push.example/x", "keys": Device().keys()})
    foreign = client.post("/push/subscribe/", sent, content_type="application/json",
                          headers={"Origin": "https://elsewhere.example"})  # fmt: skip
    assert foreign.status_code == 403
    answers = [
        client.post("/push/subscribe/", sent, content_type="application/json").status_code
        for _ in range(31)
    ]
    assert answers[-1] == 429
    assert answers[0] == 200


def test_the_newsroom_sends_and_a_stranger_does_not(
    client: Client, article: Any, editor: Any, settings: Any
) -> None:
    settings.PUSH_TWO_PEOPLE = True
    client.post("/newsroom/push/ask/", {"article": article.pk, "text": "News"})
    assert not PushNote.objects.exists()
    client.force_login(editor)
    client.post("/newsroom/push/ask/", {"article": article.pk, "text": ""})
    note = PushNote.objects.get()
    assert note.text == article.title
    page = client.get("/newsroom/push/").content.decode()
    assert "waits for a second person" in page
    assert "Agree and send" not in page  # not to who asked
    client.post(f"/newsroom/push/{note.pk}/", {"answer": "send"})
    note.refresh_from_db()
    assert note.state == NoteState.ASKED
    client.post(f"/newsroom/push/{note.pk}/", {"answer": "drop"})
    note.refresh_from_db()
    assert note.state == NoteState.DROPPED


def test_what_cannot_be_sent_comes_back_with_every_word(
    client: Client, article: Any, editor: Any
) -> None:
    client.force_login(editor)
    assert f'value="{article.pk}" selected' not in client.get("/newsroom/push/").content.decode()
    for sent in ({"article": ""}, {"article": "9" * 30}, {"article": article.pk, "x": "é" * 161}):
        line = sent.get("x", "The bridge is open")
        page = client.post("/newsroom/push/ask/", {"article": sent["article"], "text": line})
        assert f'value="{line}"' in page.content.decode()
    assert f'value="{article.pk}" selected' in page.content.decode()
    assert not PushNote.objects.exists()


def test_an_accounts_browsers_go_with_it_and_are_told_to_it(service: Service, editor: Any) -> None:
    device = Device()
    browser = readers.browser_in({"endpoint": service.endpoint("x"), "keys": device.keys()})
    readers.subscribe(browser=browser, choice=readers.Choice(), user=editor)
    (told,) = readers.export(editor)["told_on_screen"]
    assert told["breaking"]
    assert "keys" not in told
    readers.forget_reader(editor)
    assert not PushReader.objects.exists()


def test_the_page_says_which_key_to_subscribe_with(press: Any, paper: Any) -> None:
    page = press.read("/push/").text
    assert f'data-key="{sealing.own_public_key()}"' in page
    assert 'class="no-js"' in page
