"""`tsconfig.json` and `jsconfig.json`: `baseUrl`, `paths`, `rootDirs`, `extends`, project references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from indexer.languages.javascript.configuration import folder_of, joined, read_json

_NAMES: Final = ("tsconfig.json", "jsconfig.json")
_DEEPEST: Final = 12


class Options(NamedTuple):
    """What one configuration says of where modules are; folders from the root."""

    base: str | None
    paths: tuple[tuple[str, tuple[str, ...]], ...]
    """Patterns and what they stand for, from the root."""
    roots: tuple[str, ...]
    """Folders that count as one."""


_NOTHING: Final = Options(None, (), ())


class Configurations:
    """All configurations of the indexed code."""

    def __init__(self, configs: Mapping[str, bytes]) -> None:
        """Args: contents of project files by path."""
        self._configs = configs
        self._known: dict[str, Options] = {}
        self._of_folder: dict[str, Options] = {}

    def settings(self) -> dict[str, bytes]:
        """All that configurations may be made of."""
        return {
            path: text
            for path, text in self._configs.items()
            if path.endswith(".json") and path.rpartition("/")[2] != "package.json"
        }

    def of(self, path: str) -> Options:
        """What holds for a file: the nearest configuration above it."""
        return self._nearest(folder_of(path))

    def _nearest(self, folder: str) -> Options:
        known = self._of_folder.get(folder)
        if known is None:
            known = _NOTHING
            for name in _NAMES:
                path = f"{folder}/{name}" if folder else name
                if path in self._configs:
                    known = self._options(path, 0)
                    break
            else:
                known = self._nearest(folder_of(folder)) if folder else _NOTHING
            self._of_folder[folder] = known
        return known

    def _options(self, path: str, depth: int) -> Options:
        known = self._known.get(path)
        if known is not None:
            return known
        if depth > _DEEPEST:
            return _NOTHING
        self._known[path] = _NOTHING
        data = read_json(self._configs[path])
        found = _NOTHING
        for base in self._extended(path, data.get("extends")):
            found = _over(found, self._options(base, depth + 1))
        found = _over(found, _own(folder_of(path), data.get("compilerOptions")))
        references = data.get("references")
        if not found.paths and isinstance(references, list):
            for one in references:
                for other in self._extended(path, one.get("path") if isinstance(one, dict) else None):
                    more = self._options(other, depth + 1)
                    found = found._replace(
                        base=found.base or (more.base if folder_of(other) == folder_of(path) else None),
                        paths=(*found.paths, *(more.paths if folder_of(other) == folder_of(path) else ())),
                    )
        self._known[path] = found
        return found

    def _extended(self, path: str, value: object) -> Iterator[str]:
        """The configurations that `extends` or a reference names, those that are part of the indexed code."""
        for one in value if isinstance(value, list) else (value,):
            if not isinstance(one, str):
                continue
            target = joined(folder_of(path), one)
            for candidate in (target, f"{target}.json", f"{target}/tsconfig.json"):
                if target is not None and candidate in self._configs:
                    yield str(candidate)
                    break


def _own(folder: str, options: object) -> Options:
    """What the `compilerOptions` of a configuration in a folder say."""
    if not isinstance(options, dict):
        return _NOTHING
    written = options.get("baseUrl")
    base = joined(folder, written) if isinstance(written, str) else None
    around = folder if base is None else base
    paths: list[tuple[str, tuple[str, ...]]] = []
    table: Any = options.get("paths")
    for pattern, places in table.items() if isinstance(table, dict) else ():
        if isinstance(places, list):
            found = tuple(
                place for one in places if isinstance(one, str) and (place := joined(around, one)) is not None
            )
            paths.append((pattern, found))
    listed = options.get("rootDirs")
    roots = tuple(
        root for one in (listed if isinstance(listed, list) else ()) if isinstance(one, str) and (root := joined(folder, one)) is not None
    )  # fmt: skip
    return Options(base, tuple(paths), roots)


def _over(old: Options, new: Options) -> Options:
    """What a configuration says over what it extends."""
    return Options(
        new.base if new.base is not None else old.base,
        new.paths or old.paths,
        new.roots or old.roots,
    )


def mapped(options: Options, module: str) -> Iterator[str]:
    """Paths, from the root, that a configuration gives for a module's name."""
    best: tuple[int, str, tuple[str, ...]] | None = None
    for pattern, places in options.paths:
        before, star, after = pattern.partition("*")
        if not star:
            if pattern == module:
                best = (1 << 30, "", places)
            continue
        if module.startswith(before) and module.endswith(after) and len(module) >= len(before) + len(after):
            rest = module[len(before) : len(module) - len(after)]
            if best is None or len(before) > best[0]:
                best = (len(before), rest, places)
    if best is not None:
        for place in best[2]:
            yield place.replace("*", best[1], 1)
    if options.base is not None:
        found = joined(options.base, module)
        if found is not None:
            yield found
