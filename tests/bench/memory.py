"""How much memory an installation takes: `companion serve` and its worker child, idle, and after a few pages.

    python -m tests.bench.memory

Prints resident megabytes as the operating system counts them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PAGES = 50


def resident_mb(pid: int) -> float:
    """A process's resident memory in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(url: str, seconds: float = 30.0) -> float:
    """Seconds until this address answered well for the first time."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return time.monotonic() - started
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise SystemExit("the server did not become ready")


def main() -> None:
    """Start an installation in a fresh folder, measure, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        here = {name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "ZOOM_"))}
        command = [sys.executable, "-m", "companion"]
        subprocess.run(
            [*command, "init", "--name", "Robin Marsh", "--email", "robin@companion.example"],
            cwd=folder, env=here, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        port = free_port()
        server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=folder, env=here)
        try:
            url = f"http://127.0.0.1:{port}"
            ready = wait_until(f"{url}/readyz")
            report("idle", server.pid, f"ready after {ready:.1f} s")
            for _ in range(PAGES):
                with urllib.request.urlopen(f"{url}/sign-in", timeout=5) as answer:
                    answer.read()
            report(f"after {PAGES} pages", server.pid, "")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)


def report(when: str, pid: int, more: str) -> None:
    """One line: the web process and its worker child."""
    workers = ", ".join(f"worker {resident_mb(child):.0f} MB" for child in children(pid))
    print(f"{when:16} web {resident_mb(pid):.0f} MB, {workers}  {more}")


if __name__ == "__main__":
    main()
