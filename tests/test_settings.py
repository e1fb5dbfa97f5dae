"""The origin of each setting, and messages about bad values."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ConfigError
from indexer.settings import as_rows, load_settings


def test_defaults_apply_without_settings(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)

    assert settings.corpus == Path("corpus")
    assert settings.index == Path("index")
    assert settings.jobs >= 1
    assert settings.origin("index") == "default"


def test_flags_take_precedence_over_variables_and_these_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").write_text('index = "a"\nport = 1\nthreads = 2\n')
    environment = {"PRESSMARK_INDEX": "b", "PRESSMARK_PORT": "2"}

    settings = load_settings(environment, tmp_path, index="c", corpus=None)

    assert (settings.index, settings.port, settings.threads) == (Path("c"), 2, 2)
    assert settings.origin("index") == "--index"
    assert settings.origin("port") == "PRESSMARK_PORT"
    assert settings.origin("threads") == "pressmark.toml"
    assert ("threads", "2", "pressmark.toml") in as_rows(settings)


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").write_text('corpus = "pages"\nindex = "/var/index"\n')

    settings = load_settings({}, tmp_path)

    assert settings.corpus == tmp_path / "pages"
    assert settings.index == Path("/var/index")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jobs", "0"),
        ("jobs", "two"),
        ("jobs", "1.5"),
        ("page_seconds", "0"),
        ("page_seconds", "nan"),
        ("page_megabytes", "1"),
        ("file_megabytes", "9999999"),
        ("port", "65536"),
        ("threads", "-1"),
        ("host", "  "),
        ("index", "a\0b"),
        ("corpus", "a" * 300),
        ("corpus", "~nobody-of-that-name/x"),
        ("url_prefix", "archive"),
        ("url_prefix", "/a//b"),
        ("url_prefix", "/../x"),
        ("url_prefix", "/a?b"),
        ("trusted_proxy", "localhost"),
        ("trusted_proxy", "127.0.0.1:80"),
        ("trusted_hosts", "a..b"),
        ("trusted_hosts", "http://a.org"),
        ("trusted_hosts", "a.org:80"),
    ],
)
def test_a_bad_value_is_named_with_its_source_and_the_remedy(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings({f"PRESSMARK_{name.upper()}": value}, tmp_path)

    message = str(caught.value)
    written = repr(value) if len(value) < 60 else f"{value!r}"[:60] + "…"
    assert f"{name} is {written} (from PRESSMARK_{name.upper()}); set it to " in message


def test_settings_of_the_web_server_are_normalised(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").write_text(
        'url_prefix = "/archive/"\ntrusted_proxy = "0::1"\ntrusted_hosts = ["A.org.", ".b.org"]\n'
    )

    settings = load_settings({}, tmp_path)
    several = load_settings({"PRESSMARK_TRUSTED_HOSTS": "a.org, b.org"}, tmp_path, url_prefix="/")

    assert settings.url_prefix == "/archive"
    assert settings.trusted_proxy == "::1"
    assert settings.trusted_hosts == ("a.org", ".b.org")
    assert ("trusted_hosts", "a.org, .b.org", "pressmark.toml") in as_rows(settings)
    assert several.trusted_hosts == ("a.org", "b.org")
    assert several.url_prefix == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("port = ", "is not valid TOML"),
        (f"port = {'1' * 5000}", r"pressmark\.toml holds a number with too many digits"),
        (f"port = 0x{'f' * 5000}", "port is a number with too many digits"),
        (f"page_seconds = 0x{'f' * 5000}", "page_seconds is a number with too many digits"),
        ("page_seconds = inf", "page_seconds is inf"),
        (f"port = {'[' * 2000}", r"pressmark\.toml nests brackets too deep"),
        (f"port{'.a' * 5000} = 1", "port is a value nested too deep"),
        ("prot = 1", "unknown setting 'prot' in .*; choose from corpus, index"),
        ("port = true", "port is True .from pressmark.toml."),
        ("page_seconds = false", "page_seconds is False"),
        ("index = 3", "index is 3 "),
        ("host = ['a']", "host is"),
        ("trusted_hosts = []", "trusted_hosts is ''"),
        ("trusted_hosts = [1]", "trusted_hosts is '1'"),
        ("trusted_hosts = 1", "trusted_hosts is 1"),
        ("url_prefix = 1", "url_prefix is 1"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "pressmark.toml").write_text(content)

    with pytest.raises(ConfigError, match=message):
        load_settings({}, tmp_path)


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").write_bytes(b"\xef\xbb\xbfport = 1\r\n")

    assert load_settings({}, tmp_path).port == 1


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").write_bytes(b'port = 1\nhost = "\xe9"\n')

    with pytest.raises(ConfigError, match=r"pressmark\.toml, line 2 is not UTF-8"):
        load_settings({}, tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "pressmark.toml").mkdir()

    with pytest.raises(ConfigError, match=r"cannot read .*pressmark\.toml: Is a directory"):
        load_settings({}, tmp_path)
