"""What documentation comments declare: types of parameters and results, and types of their own (`@typedef`, `@callback`)."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.languages.javascript.jsdoc import Doc, Tag
from indexer.languages.javascript.reader import Reader
from indexer.model import units
from indexer.model.units import (
    ALIAS,
    FUNCTION_,
    FUNCTION_SCOPE,
    TYPE_PARAMETER,
    TYPE_SCOPE,
    TYPES,
    VALUES,
    VARIABLE,
    Expr,
)


def typedefs(reader: Reader) -> None:
    """Declares the types that comments of the file declare."""
    for doc in reader.docs.all():
        for place, tag in enumerate(doc):
            if tag.kind in ("typedef", "callback") and tag.name:
                following = doc[place + 1 :]
                with reader.builder.inside(units.BLOCK):
                    _templates(reader, doc)
                    found = (
                        _function(reader, tag, following) if tag.kind == "callback" else _object(reader, tag, following)
                    )
                reader.declare(tag.name, tag.offset, ALIAS, TYPES, flags=units.EXPORTED, type=found, scope=0)
                break


def templates(reader: Reader, doc: Doc) -> None:
    """Declares the type parameters of a definition in the open scope."""
    _templates(reader, doc)


def _templates(reader: Reader, doc: Doc) -> None:
    for tag in doc:
        if tag.kind == "template":
            for name in tag.name.split(","):
                reader.declare(name.strip(), tag.offset, TYPE_PARAMETER, TYPES, type=reader.type(tag.type))


def parameter(reader: Reader, doc: Doc, name: str, place: int) -> Expr:
    """The type that a comment gives a parameter, by its name, or where it has none by its place."""
    given = [tag for tag in doc if tag.kind == "param"]
    whole = [tag for tag in given if "." not in tag.name]
    tag = next((one for one in whole if one.name == name), None)
    if tag is None and not name and place < len(whole):
        tag = whole[place]
    return (
        None
        if tag is None
        else _with_members(reader, tag, [one for one in given if one.name.startswith(f"{tag.name}.")])
    )


def has_members(found: Expr) -> bool:
    """Whether a type has members that tags of their own give it, so that it says part of what a value is."""
    return found is not None and (
        found[0] == units.OBJECT or (found[0] == units.UNION and found[2][-1][0] == units.OBJECT)
    )


def result(reader: Reader, doc: Doc) -> Expr:
    """The type that a comment says a function gives."""
    return next((reader.type(tag.type) for tag in doc if tag.kind == "returns"), None)


def _object(reader: Reader, tag: Tag, following: Sequence[Tag]) -> Expr:
    """The type of a `@typedef`, with the members that the tags behind it add."""
    return _with_members(reader, tag, [one for one in following if one.kind == "property" and "." not in one.name])


def _with_members(reader: Reader, tag: Tag, members: Sequence[Tag]) -> Expr:
    """A type, with the members that tags of their own give it."""
    own = reader.type(tag.type)
    if not members:
        return own
    with reader.builder.inside(TYPE_SCOPE) as inner:
        for one in members:
            name = one.name.rpartition(".")[2]
            reader.declare(name, one.offset, VARIABLE, VALUES, flags=units.FIELD, type=reader.type(one.type))
    made: Expr = (units.OBJECT, tag.offset, inner)
    return made if own is None else (units.UNION, tag.offset, (own, made))


def _function(reader: Reader, tag: Tag, following: Sequence[Tag]) -> Expr:
    """The type of a `@callback`."""
    number = reader.declare("", tag.offset, FUNCTION_, VALUES, flags=units.HIDDEN | units.PROTOTYPE)
    with reader.builder.inside(FUNCTION_SCOPE, declaration=number):
        parameters = [
            reader.declare(one.name, one.offset, VARIABLE, VALUES, type=reader.type(one.type))
            for one in following
            if one.kind == "param" and "." not in one.name
        ]
        given = result(reader, tuple(following))
    reader.builder.amend(number, type=given, parameters=tuple(parameters))
    return (units.FUNCTION, tag.offset, number)
