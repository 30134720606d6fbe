"""A real browser without a window, controlled through two pipes (Chrome DevTools Protocol)."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

from tests.waiting import PATIENCE, wait_until

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --remote-debugging-pipe"
)
# Without these codes the browser does not do what it does by itself at a key, such as closing a dialog at Escape.
_KEYS = {"Enter": 13, "Escape": 27, "End": 35, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}


class Tab:
    """One page, with the messages on its console and its requests to the network."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = os.fdopen(send, "wb"), os.fdopen(receive, "rb", buffering=0)
        self._pending, self._number, self._session = b"", 0, ""
        self.complaints: list[str] = []
        self.requests: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> Any:
        """Send one command and return its answer; events that arrive before it are noted."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._send.write(json.dumps(message).encode() + b"\0")
        self._send.flush()
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self._note(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._pending:
            assert select([self._receive], [], [], PATIENCE)[0], f"the browser says nothing for {PATIENCE} s"
            part = self._receive.read(1 << 16)
            assert part, "the browser has ended"
            self._pending += part
        message, _, self._pending = self._pending.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def _note(self, event: dict[str, Any]) -> None:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            self.complaints.append(json.dumps(params, ensure_ascii=False)[:500])

    def open(self, path: Path) -> None:
        """Show a file and wait until its script says that it is ready."""
        self.ask("Page.navigate", url=path.as_uri())
        self.wait("document.documentElement?.dataset.ready")

    def run(self, script: str) -> Any:
        """Run an expression and return its value; a promise is awaited."""
        result = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression holds."""
        wait_until(lambda: self.run(f"Boolean({condition})"), condition, lambda: "\n".join(self.complaints))

    def close(self) -> None:
        """Close both pipes, which ends the browser if it is still there."""
        self._send.close()
        self._receive.close()

    def press(self, key: str) -> None:
        """Press a key and release it."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=_KEYS[key])


@contextmanager
def open_browser(profile: Path) -> Iterator[Tab]:
    """Start a browser with one tab; end it with the block."""
    (to_read, send), (receive, to_write) = os.pipe(), os.pipe()
    # the browser reads from 3 and writes to 4
    command = f"exec {CHROMIUM} {_FLAGS} --user-data-dir={profile} 3<&{to_read} 4>&{to_write}"
    browser = subprocess.Popen(
        ["bash", "-c", command], pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(to_read)
    os.close(to_write)
    tab = Tab(send, receive)
    try:
        yield tab
    finally:
        browser.terminate()
        browser.wait(PATIENCE)
        tab.close()
