"""What the manual says is true: commands and examples are run, names and numbers compared."""

from __future__ import annotations

import configparser
import doctest
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from flask.testing import FlaskClient

from indexer import errors, settings, signals
from indexer.authority.file import parse_organisations
from indexer.metadata.descriptions import parse_collection
from indexer.metadata.descriptions.metadata_csv import parse_overrides
from indexer.model import Query
from indexer.query import grammar, parameters
from indexer.rebuilding.pipeline import Options
from indexer.settings import Settings, load_settings
from indexer.store.manifest import Manifest, write_manifest
from indexer.store.reader import Archive, open_engine
from indexer.terminal import commands, ending
from tests.corpora import build, environment, write_corpus
from tests.manual import NOTES, PAGES, ROOT, Fenced, anchors, code_spans, fenced, links, page, rows
from webapp import create_app
from webapp.cli import main as webapp_command

COMMANDS: dict[str, click.Command] = {
    **{f"indexer {name}": command for name, command in commands.group.commands.items()},
    "webapp": webapp_command,
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---------------------------------------------------------------- the tutorial


def executable(folder: Path, name: str, module: str) -> None:
    """A command that runs ``module`` of this repository."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nfrom {module} import main\nmain()\n")
    path.chmod(0o755)


class Shell:
    """Runs what a reader of the manual would type, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "home"
        (folder / "bin").mkdir()
        self.folder.mkdir()
        executable(folder / "bin", "indexer", "indexer.cli")
        executable(folder / "bin", "webapp", "webapp.cli")
        path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
        self._environment = environment(PATH=path)
        del self._environment["PRESSMARK_ENGINE"]

    def write(self, block: Fenced) -> None:
        path = self.folder / block.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)

    def run(self, line: str) -> str:
        """What a command prints; progress is told only on standard error and left out."""
        if line == "webapp":
            return self._first_line([*shlex.split(line), "--port", "0"])
        done = self._start(["bash", "-c", line])
        out, err = done.communicate(timeout=120)
        assert done.returncode == 0, f"{line}: {err}"
        return out + (err if "--quiet" in line else "")

    def _first_line(self, arguments: list[str]) -> str:
        server = self._start(arguments)
        assert server.stdout is not None
        try:
            return re.sub(r":\d+/", ":8000/", server.stdout.readline())
        finally:
            server.terminate()
            server.communicate(timeout=20)

    def _start(self, arguments: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            arguments,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=self._environment,
        )


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with the output shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def agrees(shown: str, printed: str) -> bool:
    """Whether output is as shown; an ellipsis stands for anything, alone in a line for lines."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
        for line in shown.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


def test_the_tutorial_works_as_it_is_told(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    ran = 0

    for block in fenced(page("docs/tutorial.md")):
        if block.name:
            shell.write(block)
            continue
        for command, shown in sessions(block.text):
            printed = shell.run(command)
            ran += 1

            assert agrees(shown, printed), f"{command}\n\nshown:\n{shown}\nprinted:\n{printed}"
    assert ran >= 10


def test_output_that_is_not_as_shown_is_noticed() -> None:
    assert agrees("a … c\n…\nd\n", "a b c\nx\ny\nd\n")
    assert not agrees("a\n", "a\nb\n")
    assert not agrees("…\nd\n", "x\ne\n")


# ---------------------------------------------------------------- examples


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(Archive(sample_index).current).test_client()


def test_the_python_examples_give_what_they_show(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "index").symlink_to(sample_index)
    monkeypatch.chdir(tmp_path)
    text = "\n".join(b.text for b in fenced(page("docs/api.md")) if b.language == "python")
    example = doctest.DocTestParser().get_doctest(text, {}, "api.md", "docs/api.md", 0)
    failures: list[str] = []

    result = doctest.DocTestRunner().run(example, out=failures.append)

    assert result.attempted > 15
    assert result.failed == 0, "".join(failures)


def json_blocks() -> dict[str, Any]:
    """The JSON examples, by what gives them."""
    blocks = fenced(page("docs/api.md"))
    return {block.name: json.loads(block.text) for block in blocks if block.language == "json"}


def shape(value: Any) -> Any:
    """The keys of a value, all the way down; of a list those of all items together."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [merged] if (merged := _merged([shape(item) for item in value])) else []
    return None


def _merged(shapes: list[Any]) -> Any:
    dicts = [item for item in shapes if isinstance(item, dict)]
    return {key: inner for item in dicts for key, inner in item.items()}


def differences(shown: Any, given: Any, where: str = "") -> list[str]:
    """Where two shapes differ; nothing is said of a list that is empty, or a value that is null."""
    if isinstance(shown, dict) and isinstance(given, dict):
        odd = [f"{where}.{key}" for key in shown.keys() ^ given.keys()]
        both = shown.keys() & given.keys()
        return odd + [d for k in both for d in differences(shown[k], given[k], f"{where}.{k}")]
    if isinstance(shown, list) and isinstance(given, list) and shown and given:
        return differences(shown[0], given[0], f"{where}[]")
    return []


@pytest.mark.parametrize("name", [name for name in json_blocks() if name.startswith("/")])
def test_a_json_example_has_the_keys_of_the_real_answer(client: FlaskClient, name: str) -> None:
    answer = client.get(name).get_json()

    assert differences(shape(json_blocks()[name]), shape(answer)) == []


def test_the_answer_that_is_shown_is_the_real_one(client: FlaskClient) -> None:
    ((name, shown),) = ((n, b) for n, b in json_blocks().items() if n.startswith("/search.json?q"))

    answer = client.get(name).get_json()

    for key in ("query", "total", "page"):
        assert shown[key] == answer[key]
    for key in ("rank", "score", "document", "links"):
        assert shown["results"][0][key] == answer["results"][0][key]


@pytest.mark.parametrize("name", [name for name in json_blocks() if name.startswith("indexer ")])
def test_a_json_example_has_the_keys_that_the_command_prints(
    capsys: pytest.CaptureFixture[str], sample_index: Path, name: str
) -> None:
    arguments = [*name.split()[1:], "--json", "--index", str(sample_index)]
    if name == "indexer rebuild":
        arguments += [str(ROOT / "corpus"), "--dry-run", "--quiet"]

    with pytest.raises(SystemExit):
        commands.main(arguments)

    printed = shape(json.loads(capsys.readouterr().out))
    shown = shape(json_blocks()[name])
    if name == "indexer status":
        assert shown.pop("settings").items() <= printed.pop("settings").items()
    assert differences(shown, printed) == []


def test_keys_that_differ_are_noticed() -> None:
    given = shape({"a": [{"b": 1}, {"c": 2}], "d": None})

    assert differences(shape({"a": [{"b": 1, "c": 1}], "d": 3}), given) == []
    assert differences(shape({"a": [{"b": 1}], "e": 3}), given) != []


# ---------------------------------------------------------------- tables


def test_the_settings_are_those_of_the_program() -> None:
    shown = [[cell.strip("`") for cell in row[:3]] for row in rows(page("docs/settings.md"), "key")]

    assert shown == [list(row) for row in settings.names()]


def test_every_flag_of_a_setting_is_an_option_of_a_command() -> None:
    taken = {
        option for command in COMMANDS.values() for each in command.params for option in each.opts
    }

    for name, flag, _ in settings.names():
        assert (flag.lower() if flag.isupper() else flag) in taken, name


def test_the_defaults_of_settings_are_those_of_the_program() -> None:
    plain = Settings()

    for key, _, _, default, *_ in rows(page("docs/settings.md"), "key"):
        value = getattr(plain, key.strip("`"))
        if default.startswith("`"):
            assert default == f"`{value}`"
        elif default == "none":
            assert not value
        else:
            assert key.strip("`") in ("jobs", "processes", "trusted_hosts"), key


def test_the_parameters_are_those_of_a_search() -> None:
    shown: dict[str, tuple[list[str], str]] = {}
    for names, values, default in rows(page("docs/api.md"), "parameter"):
        for name in code_spans(names):
            shown[name] = code_spans(values.partition(":")[0]), default.strip("`")

    assert tuple(shown) == parameters.PARAMETERS
    for name in ("date", "match", "forms", "aliases", "sort"):
        choices, default = shown[name]
        with pytest.raises(errors.QueryError, match=f"must be {' or '.join(choices)}$"):
            parameters.parse_query(**{name: "unheard-of"})
        assert parameters.parse_query(**{name: default}) == parameters.parse_query()
    assert parameters.parse_query(page=shown["page"][1], size=shown["size"][1]) == Query()


def test_the_urls_are_those_of_the_reading_room() -> None:
    app = create_app(lambda: pytest.fail("no engine is needed"))
    shown = {
        re.sub(r"<\w+>", "<>", url)
        for cells in rows(page("docs/api.md"), "URL")
        for url in code_spans(cells[0])
    }

    views = {
        rule.rule for rule in app.url_map.iter_rules() if rule.rule in ("/", rule.rule.rstrip("/"))
    }
    assert shown == {re.sub(r"<(?:\w+:)?\w+>", "<>", view) for view in views}


def test_the_exit_statuses_are_those_of_the_program() -> None:
    def below(kind: type[errors.SearchError]) -> Iterator[int]:
        yield kind.exit_status
        for other in kind.__subclasses__():
            yield from below(other)

    shown = {
        int(status)
        for cells in rows(page("docs/deploying.md"), "status")
        for status in cells[0].split(",")
    }

    raised = set(below(errors.SearchError))
    stopped = {128 + number for number in signals.SIGNALS}
    assert shown == {0, *raised, *stopped, ending._PIPE_CLOSED}


def test_the_files_of_a_generation_are_those_on_disk(sample_index: Path) -> None:
    (block,) = (b for b in fenced(page("docs/data-model.md")) if b.language == "files")
    shown = {line.split()[0] for line in block.text.splitlines()}

    there = {
        re.sub(r"^generations/[^/]+/(engine/)?.*", _general, name)
        for path in sample_index.rglob("*")
        if path.is_file() and (name := path.relative_to(sample_index).as_posix())
    }
    assert shown == there


def _general(match: re.Match[str]) -> str:
    if match[1]:
        return "generations/<id>/engine/*"
    return f"generations/<id>/{match[0].rpartition('/')[2]}"


def test_the_keys_of_a_manifest_are_those_that_are_written() -> None:
    empty = Manifest("", "", None, "", 0, 0, "", "", "")
    shown = {key for row in rows(page("docs/data-model.md"), "key") for key in code_spans(row[0])}

    assert shown == json.loads(write_manifest(empty)).keys()


# ---------------------------------------------------------------- files shown


FILES = [
    pytest.param(block, id=f"{path.stem}:{block.name}")
    for path in PAGES
    for block in fenced(path.read_text("utf-8"))
    if block.name.endswith((".toml", ".csv"))
]


@pytest.mark.parametrize("block", FILES)
def test_a_file_that_is_shown_can_be_used(block: Fenced, tmp_path: Path) -> None:
    data, name = block.text.encode(), Path(block.name).name
    if name == "pressmark.toml":
        (tmp_path / name).write_bytes(data)
        read = load_settings({}, tmp_path).origins
        assert read
        assert set(read.values()) == {"pressmark.toml"}
    elif name == "collection.toml":
        assert parse_collection(data, name).organisations
    elif name == "organisations.toml":
        assert len(parse_organisations(data, name)) == data.count(b"[[organisation]]")
    elif block.name.startswith("tests/pages/"):
        wanted = tomllib.loads((ROOT / block.name).read_text("utf-8"))
        for key, value in tomllib.loads(block.text).items():
            assert (
                set(value) <= set(wanted[key]) if isinstance(value, list) else value == wanted[key]
            )
    else:
        read_lines = parse_overrides(data, name)
        assert len(read_lines.by_path) == data.count(b"\n") - 1
        assert read_lines.bad_lines == ()


def test_the_units_start_commands_that_there_are() -> None:
    units = [b for b in fenced(page("docs/deploying.md")) if b.language == "ini"]
    started = 0

    for block in units:
        unit = configparser.ConfigParser(interpolation=None, strict=True)
        unit.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their case
        unit.read_string(block.text)
        assert "Description" in unit["Unit"]
        if "Service" in unit:
            program, *arguments = shlex.split(unit["Service"]["ExecStart"])
            check_command([Path(program).name, *arguments])
            started += 1
    assert started == 2


def test_the_container_copies_files_that_there_are() -> None:
    (block,) = (b for b in fenced(page("docs/deploying.md")) if b.language == "dockerfile")
    copied = [
        source
        for line in block.text.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    ]

    assert "indexer" in copied
    for source in copied:
        assert (ROOT / source).exists(), source


# ---------------------------------------------------------------- names


def check_command(words: list[str]) -> None:
    """Fail if a command line names a command or an option that there is not."""
    name = " ".join(words[:2]) if words[0] == "indexer" else words[0]
    assert name in COMMANDS, words
    known = {o for each in COMMANDS[name].params for o in (*each.opts, *each.secondary_opts)}
    before = words[: words.index("--")] if "--" in words else words  # what follows is no option
    given = {word.partition("=")[0] for word in before if re.match(r"--?[a-z]", word)}
    assert given <= known | {"--help", "-h"}, words


def command_lines(text: str) -> Iterator[list[str]]:
    """Lines and code spans that are commands of ours, as words up to the first comment."""
    indented = re.findall(r"^ {4,}(?:\S*/)?((?:indexer|webapp) .+)$", text, re.MULTILINE)
    typed = re.findall(r"^\$ ((?:indexer|webapp)\b.*)$", text, re.MULTILINE)
    spans = [span for span in code_spans(text) if re.match(r"(?:indexer|webapp) [a-z-]", span)]
    for line in [*indented, *typed, *spans]:
        command = re.split(r" {2,}| \\| \|", line)[0]
        yield shlex.split(command.replace("…", ""))


@pytest.mark.parametrize("path", [*PAGES, *NOTES], ids=named)
def test_every_command_and_option_named_is_there(path: Path) -> None:
    for words in command_lines(path.read_text("utf-8")):
        check_command(words)


def test_there_are_commands_and_targets_to_check() -> None:
    texts = [path.read_text("utf-8") for path in PAGES]

    assert sum(1 for text in texts for _ in command_lines(text)) > 40
    assert {target for text in texts for target in make_targets(text)} >= {"run", "test", "lock"}


@pytest.mark.parametrize("path", [*PAGES, *NOTES], ids=named)
def test_every_make_target_named_is_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9.-]+):", page("Makefile"), re.MULTILINE))
    text = path.read_text("utf-8")

    assert set(make_targets(text)) <= targets


def make_targets(text: str) -> list[str]:
    """What ``make`` is asked for in lines and code spans; variables may stand before it."""
    return re.findall(r"(?:^ {4,}|`)make (?:[A-Z]+=\S+ )*([a-z][\w.-]*)", text, re.MULTILINE)


@pytest.mark.parametrize("path", [*PAGES, *NOTES], ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    dead = []
    for link in links(path.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        file = path.parent / target if target else path
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            dead.append(link)

    assert dead == []


TREES = ("indexer/", "webapp/", "tests/", "docs/", "corpus/", ".ci/")
NAMES = {path.name for tree in TREES for path in (ROOT / tree).rglob("*.py")}


@pytest.mark.parametrize("path", [*PAGES, *NOTES], ids=named)
def test_every_path_named_exists(path: Path) -> None:
    spans = [
        span for span in code_spans(path.read_text("utf-8")) if re.fullmatch(r"[\w./-]+", span)
    ]

    gone = [s for s in spans if s.startswith(TREES) and not (ROOT / s).exists()]
    gone += [s for s in spans if s.endswith(".py") and "/" not in s and s not in NAMES]
    gone += [s for s in spans if s.isupper() and s.endswith(".MD") and not (ROOT / s).exists()]

    assert gone == []


def test_the_tree_in_the_architecture_is_the_one_there_is() -> None:
    tree = re.search(r"^## Folders\n\n((?: {4}.*\n)+)", page("ARCHITECTURE.md"), re.MULTILINE)
    assert tree is not None
    shown: set[str] = set()
    open_folders: list[str] = []
    for line in tree[1].splitlines():
        name = line.split()[0]
        open_folders = [*open_folders[: (len(line) - len(line.lstrip()) - 4) // 2], name]
        shown.add("".join(open_folders))
    packages = {f"indexer/{p.parent.name}/" for p in ROOT.glob("indexer/*/__init__.py")}

    assert packages <= shown
    assert [path for path in shown if not (ROOT / path).exists()] == []


def test_the_tables_of_rules_are_where_they_are_said_to_be() -> None:
    told = [code_spans(row[1]) for row in rows(page("CONTRIBUTING.md"), "the boilerplate is")]
    tables = [(name, names[-1]) for names in told for name in names if name.isupper()]

    assert len(tables) >= 5
    for name, module in tables:
        stem = module.removesuffix(".py")
        assert hasattr(import_module(f"indexer.cleaning.rules.{stem}"), name), (name, module)


def test_the_glossary_is_in_order() -> None:
    terms = re.findall(r"^### (.+)$", page("docs/glossary.md"), re.MULTILINE)

    assert len(terms) > 60
    assert terms == sorted(terms, key=str.lower)


def test_the_readme_leads_to_every_page_of_the_manual() -> None:
    linked = set(links(page("README.md")))

    assert {named(path) for path in PAGES if path.name != "README.md"} <= linked


@pytest.mark.parametrize("match", ["all", "any"])
def test_the_limits_of_a_query_are_told(match: str) -> None:
    text = " ".join(page("docs/api.md").split())

    assert f"{grammar.MAX_CHARACTERS[match]:,}" in text
    assert re.search(rf"\b{grammar.MAX_WORDS[match]}\b", text)
    assert f"nested {grammar.MAX_DEPTH} deep" in text
    assert f"at most {parameters.MAX_REACH:,}" in text


# ---------------------------------------------------------------- taking down


def test_a_document_taken_down_is_gone_after_two_full_rebuilds(tmp_path: Path) -> None:
    corpus, word = write_corpus(tmp_path / "corpus", 4, "zyxwvu"), b"zyxwvu3"
    build(tmp_path, engine="whoosh")
    (corpus / "page3.html").unlink()

    def held() -> bool:
        return any(word in p.read_bytes() for p in (tmp_path / "index").rglob("*") if p.is_file())

    build(tmp_path, engine="whoosh")
    found = open_engine(tmp_path / "index").search(parameters.parse_query(word.decode()))
    assert found.documents == 0
    assert held()
    for _ in range(2):
        build(tmp_path, Options(full=True), engine="whoosh")
    assert not held()
