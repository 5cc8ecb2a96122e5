"""Scripts and styles as the browser gets them, and the widget's script that is joined from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from bot.edge import static_files, widget
from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.knowledge.store import Knowledge
from tests.browser.played import PlayedRasa

STATIC = static_files.STATIC
FILES = [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.suffix in (".js", ".css")]


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> Iterator[TestClient]:
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(PlayedRasa(knowledge))), "x")
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("name", FILES)
def test_only_comments_are_gone(client: TestClient, name: str) -> None:
    source = (STATIC / name).read_text()
    response = client.get(f"/static/{name}")
    assert response.headers["Cache-Control"] == "no-cache"
    if name.endswith(".css"):
        assert response.headers["Content-Type"].startswith("text/css")
        assert "/*" not in response.text
        without = re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/", "", source)
        assert re.sub(r"\s", "", response.text) == re.sub(r"\s", "", without)
        return
    assert response.headers["Content-Type"].startswith("text/javascript")
    # Line by line: a line is kept as it is, or was a comment; an error names the line that it is on.
    sent, written = response.text.split("\n"), source.split("\n")
    assert len(sent) == len(written)
    for one, other in zip(sent, written, strict=True):
        assert one == other or (one == "" and re.match(r"\s*(//|/\*\*|\*)", other))


def test_a_multi_line_text_is_no_comment() -> None:
    # The comments of a script are found by how their lines begin. A text of more lines could hold such a line.
    for name in FILES:
        if name.endswith(".js"):
            for line in (STATIC / name).read_text().split("\n"):
                assert line.count("`") % 2 == 0, f"{name}: {line}"


def test_a_file_is_sent_once(client: TestClient, tmp_path: Path) -> None:
    for path in ("/static/chat/chat.js", "/static/tokens.css", "/widget.js"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert client.get(path, headers={"If-None-Match": 'W/"x"'}).status_code == 200
    file = tmp_path / "a.js"
    file.write_text("// x\nlet a;\n")
    assert static_files.as_sent(file) == "\nlet a;\n"


def test_the_widget_has_all_its_modules_once() -> None:
    script = widget.script(-1)
    joined = re.findall(r"^const (\$\w+) = \(\(\) => \{$", script, re.MULTILINE)
    assert len(joined) == len(set(joined))
    assert {"$chat_conversation", "$chat_route", "$widget_styles", "$widget_drawing"} <= set(joined)
    assert joined[-1] == "$widget_widget"
    assert not re.search(r"^(import|export)\b|import\(|import\.meta", script, re.MULTILINE)
    assert ".launcher{" in script.replace(" ", "")


@pytest.mark.parametrize(
    "source",
    [
        'import * as all from "./b.js";',
        'import b from "./b.js";',
        "export default 1;",
        "export { a };",
        "import(name);",
    ],
)
def test_what_cannot_be_joined_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget/widget.js").write_text(f"{source}\n")
    (tmp_path / "widget/b.js").write_text("export const b = 1;\n")
    monkeypatch.setattr(widget, "STATIC", tmp_path)
    with pytest.raises(ValueError, match="cannot be joined"):
        widget.script.__wrapped__()


def test_modules_in_a_circle_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget/widget.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (tmp_path / "widget/b.js").write_text('import { a } from "./widget.js";\nexport const b = 1;\n')
    monkeypatch.setattr(widget, "STATIC", tmp_path)
    with pytest.raises(ValueError, match="import each other"):
        widget.script.__wrapped__()


def test_joining_keeps_names_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget/widget.js").write_text(
        'import {\n  b as c,\n  run,\n} from "./b.js";\nconst b = c;\nimport("./b.js").then(run);\n'
    )
    (tmp_path / "widget/b.js").write_text("/** A. */\nexport const b = 1;\nexport async function run() {}\n")
    monkeypatch.setattr(widget, "STATIC", tmp_path)
    script = widget.script.__wrapped__()
    assert "const b = 1;\nasync function run() {}\nreturn { b, run };" in script
    assert "const {b: c,\nrun,} = $widget_b;" in script
    assert "Promise.resolve($widget_b).then(run);" in script
