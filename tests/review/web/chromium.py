"""A review page as a person meets it: a server in a process of its own, Chromium without a window."""

import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from tests.conftest import ENVIRONMENT, TEXTML
from tests.waiting import PATIENCE, wait_until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
# What a view has when it has come.
_SHOWN = {
    "label": ".story .headline",
    "cuts": ".line[aria-selected=true]",
    "look": "main svg",
    "errors": ".story .headline",
}


class Server:
    """`textml review` of a project on a port of its own; `kill` ends it as a power cut would.

    Attributes
    ----------
    address : str
        the page, the same after a new start
    """

    def __init__(self, project: Path) -> None:
        self._project, self._port, self._process = project, _free_port(), None
        self.address = f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Start it unless it is there."""
        if self._process and self._process.poll() is None:
            return
        said = self._project / "said.txt"
        words = ("review", "default", "--no-browser", "--port", str(self._port), "--by", "hy")
        with said.open("w") as file:
            self._process = process = subprocess.Popen(
                [*TEXTML, *words],
                cwd=self._project,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        wait_until(
            lambda: self.address in said.read_text("utf-8") or process.poll() is not None, "a page", said.read_text
        )
        assert process.poll() is None, said.read_text("utf-8")

    def kill(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(PATIENCE)
            self._process = None


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Browser:
    """One person's browser at the page."""

    def __init__(self, server: Server, profile: Path) -> None:
        self._server = server
        options = ChromeOptions()
        options.binary_location = CHROMIUM or ""
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        # with the driver's place given, nothing is looked for on the network
        self.driver = Chrome(options, Service(DRIVER))
        self.driver.set_script_timeout(PATIENCE)

    def close(self) -> None:
        self.driver.quit()

    def open(self, view: str, **remembered: str) -> None:
        """Load the page anew with a view; what is given is as if the person had chosen it before."""
        if remembered:
            self.driver.get(self._server.address)
        for name, value in remembered.items():
            self.run("localStorage.setItem('textml.review.' + arguments[0], JSON.stringify(arguments[1]))", name, value)
        # otherwise an address that differs in its last part alone would load nothing
        self.driver.get("about:blank")
        self.driver.get(f"{self._server.address}#{view}")
        self.wait(view, "document.querySelector(arguments[0])", _SHOWN[view.partition("?")[0]])

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def wait(self, what: str, condition: str, *given: Any) -> None:
        """Wait until an expression holds in the page."""
        wait_until(lambda: self.run(f"return Boolean({condition})", *given), what, self.text)

    def text(self, selector: str = "body") -> str:
        """What is read in the first element of a kind; empty where there is none, or only just another one."""
        try:
            return " ".join(found.text for found in self.driver.find_elements(By.CSS_SELECTOR, selector)[:1])
        except StaleElementReferenceException:
            return ""

    def press(self, keys: str) -> None:
        """Press keys of the keyboard, wherever the page has its focus."""
        ActionChains(self.driver).send_keys(keys).perform()

    def settle(self) -> None:
        """Wait until the server has confirmed every label."""
        self.wait("every label is confirmed", "(localStorage.getItem('textml.review.outbox') ?? '[]') === '[]'")

    def complaints(self) -> list[str]:
        """What stands on the console since the last call, without requests that a dead server did not answer."""
        logged = [entry["message"] for entry in self.driver.get_log("browser")]
        return [message for message in logged if "net::ERR_" not in message]
