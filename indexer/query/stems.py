"""Words of questions and words of code in one form: 'retries' asks for `retry`, 'configuration' for `config`."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_SHORTEST: Final = 3
_SHORTEST_BEFORE_LONG: Final = 4

_LONG_ENDINGS: Final = ("ization", "isation", "ation")
_ENDINGS: Final = ("ing", "ied", "ed", "er", "or", "able", "ible", "ly")
_FORMS: Final = ("", "s", "e", "es", "ed", "ing", "er", "ers", "or", "ors", "ion", "ions", "able")
_VERB_FORMS: Final = ("e", "es", "ed", "ing", "or", "ors", "ion", "ions")
_DOUBLING_FORMS: Final = ("ed", "ing", "er", "ers")
_Y_FORMS: Final = ("y", "ys", "ies", "ied", "ying", "ier", "yer", "yers")

_SHORT_FORMS: Final = {
    "address": "addr", "administrator": "admin", "application": "app", "argument": "arg", "array": "arr",
    "asynchronous": "async", "attribute": "attr", "authentication": "auth", "authenticate": "auth",
    "authorization": "auth", "average": "avg", "bool": "boolean", "buffer": "buf", "calculate": "calc",
    "certificate": "cert", "character": "char", "column": "col", "command": "cmd", "configuration": "config",
    "configure": "config", "connection": "conn", "context": "ctx", "control": "ctrl", "copy": "cp",
    "database": "db", "decrement": "dec", "default": "def", "delete": "del", "dependency": "dep",
    "destination": "dst", "development": "dev", "dictionary": "dict", "directory": "dir", "document": "doc",
    "documentation": "doc", "element": "elem", "environment": "env", "error": "err", "exception": "exc",
    "execute": "exec", "expression": "expr", "extension": "ext", "format": "fmt", "function": "func",
    "generate": "gen", "identifier": "id", "image": "img", "implementation": "impl", "increment": "inc",
    "index": "idx", "information": "info", "initialize": "init", "initialization": "init", "integer": "int",
    "iterator": "iter", "language": "lang", "length": "len", "level": "lvl", "library": "lib", "manager": "mgr",
    "maximum": "max", "memory": "mem", "message": "msg", "middleware": "mw", "minimum": "min", "multiple": "multi",
    "number": "num", "object": "obj", "operation": "op", "operator": "op", "package": "pkg", "parameter": "param",
    "password": "pwd", "permission": "perm", "pointer": "ptr", "position": "pos", "previous": "prev",
    "process": "proc", "production": "prod", "property": "prop", "query": "qry", "reference": "ref",
    "regular": "reg", "repository": "repo", "request": "req", "resource": "res", "response": "resp",
    "schedule": "sched", "security": "sec", "separator": "sep", "sequence": "seq", "session": "sess",
    "source": "src", "specification": "spec", "statement": "stmt", "statistics": "stats", "string": "str",
    "synchronous": "sync", "synchronize": "sync", "system": "sys", "template": "tmpl", "temporary": "tmp",
    "transaction": "tx", "utility": "util", "utilities": "utils", "value": "val", "variable": "var",
    "version": "ver", "window": "win",
}  # fmt: skip
"""What programmers write in place of the word; a search for the word finds it, not the other way round."""


@lru_cache(maxsize=1 << 16)
def root(word: str) -> str:
    """The part of a lower-case English word that its forms share: retri for 'retry', 'retries' and 'retrying', generat or
    less for 'generate', 'generator' and 'generation'.

    A light stemmer in the manner of Porter (1980), kinder to the words of code: at least three letters stay, and an ending
    is dropped only where the forms with and without it mean the same program entity.
    """
    if len(word) <= _SHORTEST or not word.isascii() or not word.isalpha():
        return word
    single = _singular(word)
    left = _without_ending(single)
    if left != single and left.endswith("at") and len(left) >= _SHORTEST_BEFORE_LONG + 2:
        left = left[:-2]  # generat(e), generat(or) and gener(ation)
    if left.endswith("y") and len(left) > _SHORTEST:
        left = left[:-1] + "i"
    return left


@lru_cache(maxsize=1 << 12)
def forms(word: str) -> tuple[str, ...]:
    """The word and the words of the same root that may stand for it, the word itself first, its short form last."""
    left = root(word)
    if left == word and not word.isalpha():
        return (word,)
    made = {left + ending for ending in _FORMS} | {left + "at" + ending for ending in _VERB_FORMS}
    if left[-1] not in _VOWELS:
        made |= {left + left[-1] + ending for ending in _DOUBLING_FORMS}
    if left.endswith("i"):
        made |= {left[:-1] + ending for ending in _Y_FORMS}
    same = sorted(one for one in made if one != word and root(one) == left and len(one) >= _SHORTEST)
    short = _SHORT_FORMS.get(word) or _SHORT_FORMS.get(_singular(word))
    return (word, *same, *((short,) if short and short not in same else ()))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST_BEFORE_LONG:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    for ending in _LONG_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_BEFORE_LONG:
            return word[: -len(ending)] + ("iz" if ending.startswith("i") else "")
    if word.endswith(("sion", "tion")) and len(word) - 3 >= _SHORTEST_BEFORE_LONG:
        return word[:-3]
    for ending in _ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= _SHORTEST and not _VOWELS.isdisjoint(stem):
            return _undoubled(stem + "y" if ending == "ied" else stem)
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def _undoubled(stem: str) -> str:
    if len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in "aeiouylsz":
        return stem[:-1]
    return stem[:-1] if stem.endswith("e") and len(stem) > _SHORTEST else stem
