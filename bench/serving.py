"""Servers and clients for the benchmark of the edition: started, measured, stopped."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "testserver"  # under which the benchmark's plates are kept
TICKS = os.sysconf("SC_CLK_TCK")
NGINX = """\
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=20000;
  types {{ text/html html; }}
  server {{
    listen 127.0.0.1:{port}; root {folder}/pages; gzip_static on; etag on;
    location / {{ try_files $uri =404; }}
  }}
}}
"""


@dataclass(frozen=True)
class Load:
    """What a round of requests found."""

    rate: float  # a second
    p99_ms: float
    cpu_seconds: float  # of the server

    @property
    def per_cpu_second(self) -> float:
        return self.rate * SECONDS / self.cpu_seconds if self.cpu_seconds else 0.0


MOST_CONNECTIONS = 256
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(pages: dict[str, bytes]) -> Iterator[tuple[int, int]]:
    """nginx serving these bodies, precompressed; its port and the number of its main process."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-nginx-"))
    port = free_port()
    for name, body in pages.items():
        path = folder / "pages" / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, 6, mtime=0))
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
    wait_for(port)
    yield port, process.pid
    process.send_signal(signal.SIGTERM)
    process.wait()
    shutil.rmtree(folder)


@contextmanager
def paper(home: Path, *, workers: int = 2) -> Iterator[tuple[int, int]]:
    """`broadsheet serve`; its port and the number of its main process."""
    port = free_port()
    process = start(home, port, workers=workers)
    wait_for(port)
    yield port, process.pid
    process.send_signal(signal.SIGINT)
    process.wait()


def start(home: Path, port: int, *, workers: int = 2) -> subprocess.Popen[bytes]:
    words = ["serve", "--home", str(home), "--port", str(port), "--workers", str(workers)]
    return subprocess.Popen(
        [sys.executable, "-m", "broadsheet", *words], env=_plain(), stderr=subprocess.DEVNULL
    )


def broadsheet(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, as an operator would."""
    return subprocess.run(
        [sys.executable, "-m", "broadsheet", *words],
        env=_plain(), capture_output=True, text=True, check=False,
    )  # fmt: skip


def _plain() -> dict[str, str]:
    """This process's environment without the benchmark's own settings."""
    return {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}


def wait_for(port: int, *, path: str = "", seconds: float = 60) -> float:
    """Wait until the port answers (with 200 where a path is given); how long it took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
                if not path:
                    return time.perf_counter() - begun
                link.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
                )
                if link.recv(20).startswith(b"HTTP/1.1 200"):
                    return time.perf_counter() - begun
        except OSError:
            pass  # not there yet: that is what is being measured
        time.sleep(0.001)
    raise SystemExit(f"nothing answered on port {port}")


def load(
    port: int,
    server: int,
    *,
    paths: list[str],
    connections: int = 32,
    pause_ms: int = 0,
    headers: Mapping[str, str] | None = None,
) -> Load:
    """Ask for `paths` at random as fast as one thread of wrk can, for SECONDS."""
    script = Path(tempfile.mktemp(suffix=".lua"))
    pause = f"delay = function() return {pause_ms} end\n" if pause_ms else ""
    script.write_text(
        _script(paths, {"Host": HOST, "Accept-Encoding": "gzip"} | dict(headers or {})) + pause
    )
    before = cpu_of(server)
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS:g}s", "--latency", "-s", str(script),
         f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True,
    )  # fmt: skip
    used = cpu_of(server) - before
    script.unlink()
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if refused:
        raise SystemExit(f"{refused.group(1)} answers were no pages:\n{done.stdout}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))  # type: ignore[union-attr]
    return Load(rate, _milliseconds(re.search(r"99%\s+([\d.]+\w+)", done.stdout).group(1)), used)  # type: ignore[union-attr]


def steady(port: int, *, path: str, rate: float) -> Load:
    """A load of about `rate`: each connection of wrk waits a millisecond between two requests."""
    connections = 8
    while True:
        found = load(port, os.getpid(), paths=[path], connections=connections, pause_ms=1)
        if found.rate >= rate or connections >= MOST_CONNECTIONS:
            return found
        connections = min(MOST_CONNECTIONS, int(connections * max(1.2, rate / found.rate)))


def cpu_of(root: int) -> float:
    """Seconds of processor a process and its children have used."""
    total = 0
    for pid in tree(root):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def pss_mb(pids: list[int]) -> float:
    """Proportional set size of processes, in megabytes."""
    kilobytes = 0
    for pid in pids:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        kilobytes += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE).group(1))  # type: ignore[union-attr]
    return kilobytes / 1024


def tree(root: int) -> list[int]:
    """A process and all below it that are there."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def web_processes(root: int) -> list[int]:
    """The web processes of a served paper: those that hold its port, without the parent."""
    return [
        pid for pid in tree(root)[1:]
        if b".serving." not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]  # fmt: skip


def _script(paths: list[str], headers: dict[str, str]) -> str:
    fields = ", ".join(f'["{name}"]="{value}"' for name, value in headers.items())
    listed = ",".join(f'"{path}"' for path in paths)
    return (
        f"local paths = {{{listed}}}\nlocal made = {{}}\n"
        f"init = function() for i, p in ipairs(paths) do"
        f" made[i] = wrk.format('GET', p, {{{fields}}}) end math.randomseed(42) end\n"
        "request = function() return made[math.random(#made)] end\n"
    )


def _milliseconds(text: str) -> float:
    number, unit = re.match(r"([\d.]+)(\w+)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]
