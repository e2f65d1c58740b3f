"""Embedding models that an index has vectors of, and the relation that holds each one's."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from indexer.store.engine import Engine


class Identity(Protocol):
    """All that decides what vector a text gets (`indexer.embed.protocol.ModelIdentity` is one)."""

    @property
    def id(self) -> str:
        """One word for all the rest."""
        ...

    @property
    def name(self) -> str:
        """Name as its makers write it."""
        ...

    @property
    def revision(self) -> str:
        """Revision of the weights."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def weights_hash(self) -> str:
        """BLAKE3 of the weights; '' where there are none."""
        ...

    @property
    def engine(self) -> str:
        """What computes, and how precisely."""
        ...

    @property
    def window(self) -> int:
        """Tokens of a text that count; 0 for no limit."""
        ...

    @property
    def template_version(self) -> str:
        """Version of the text that is made from a node."""
        ...

    @property
    def normalisation(self) -> str:
        """'l2' when every vector has length 1."""
        ...


class StoredModel(NamedTuple):
    """A row of `model`."""

    id: str
    name: str
    revision: str
    dimension: int
    weights_hash: str
    engine: str
    window: int
    template_version: str
    normalisation: str
    relation: str
    active: bool


def models(engine: Engine) -> list[StoredModel]:
    """Models whose vectors an index has, the active one first.

    Args:
        engine: The index's database.
    """
    columns = ", ".join(StoredModel._fields)
    rows = engine.run(f"?[{columns}] := *model{{{columns}}}", immutable=True).rows
    return sorted((StoredModel(*row) for row in rows), key=lambda model: (not model.active, model.relation))


def ensure_model(engine: Engine, identity: Identity) -> StoredModel:
    """The row of a model, made together with its relation where the index has none, and made the active one.

    Args:
        engine: The index's database; nobody else may be writing or reading it.
        identity: The model.
    """
    known = models(engine)
    found = next((model for model in known if model.id == identity.id), None)
    if found is None:
        taken = {model.relation for model in known}
        relation = next(name for n in range(1, len(known) + 2) if (name := f"embedding_{n}") not in taken)
        found = StoredModel(
            identity.id,
            identity.name,
            identity.revision,
            identity.dimension,
            identity.weights_hash,
            identity.engine,
            identity.window,
            identity.template_version,
            identity.normalisation,
            relation,
            active=False,
        )
        if relation in engine.relations():  # `forget_model` was killed before its last step
            engine.run(f"::remove {relation}")
        engine.run(f":create {relation} {{key: Int => vector: <F32; {identity.dimension}>}}")
    if not found.active:
        found = found._replace(active=True)
        others = [model._replace(active=False) for model in known if model.active]
        engine.load("model", StoredModel._fields, [*others, found])
    return found


def forget_model(engine: Engine, model: StoredModel) -> None:
    """Removes a model that is not the active one, with its vectors. A kill at any point leaves an index in order.

    Args:
        engine: The index's database; nobody else may be writing or reading it.
        model: From `models`.
    """
    if f"{model.relation}:near" in engine.relations():
        engine.run(f"::hnsw drop {model.relation}:near")
    engine.run("?[id] <- [[$id]] :rm model {id}", {"id": model.id})
    engine.run(f"::remove {model.relation}")
