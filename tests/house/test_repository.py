"""What may stand in the repository: no address of a machine or a registry, tests named as sentences, whole papers."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".yml", ".yaml", ".html", ".css", ".typ", ".csv", ".svg", ".in", ""}

FORBIDDEN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:work|tmp|opt|root|home|Users)/",
            r"pypi" + r"\.org",
            r"pythonhosted" + r"\.org",
            r"registry\." + r"(?:npmjs|yarnpkg)",
            r"--(?:extra-)?index" + r"-url",
            r"(?:https?|file)://(?:localhost|127\.|10\.|192\.168\.)[^\s]*/simple",
        ]
    )
)


def tracked() -> list[Path]:
    """Every text file that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    files = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.suffix in TEXT and file.is_file()]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{file.relative_to(REPOSITORY)}:{number}: {line.strip()[:100]}"
        for file in tracked()
        if file != Path(__file__)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_test_is_named_by_a_sentence() -> None:
    short = [
        f"{file.relative_to(REPOSITORY)}: {node.name}"
        for file in sorted((REPOSITORY / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if len(node.name.split("_")) < 4
    ]
    assert not short, "\n".join(short)


def test_every_dependency_is_pinned_with_its_digest() -> None:
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*declared["dependencies"], *declared["optional-dependencies"]["dev"]]
    pinned = (REPOSITORY / "requirements" / "dev.txt").read_text("utf-8")
    for requirement in wanted:
        name = re.split(r"[\[<>=~! ]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}==\S+ \\\n    --hash=sha256:", pinned, re.MULTILINE), name


def test_the_repository_carries_its_papers() -> None:
    assert "Mozilla Public License Version 2.0" in (REPOSITORY / "LICENSE").read_text("utf-8")
    for paper in (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "publiccode.yml",
        "docs/glossary.md",
        "bench/README.md",
    ):
        assert (REPOSITORY / paper).is_file(), paper


def test_every_link_between_the_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(REPOSITORY)}: {link}"
        for page in tracked()
        if page.suffix == ".md"
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]
    assert not broken, "\n".join(broken)
