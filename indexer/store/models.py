"""Embedding models that an index has vectors of, and the relation that holds each one's."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from indexer.store.engine import Engine

NEAR: Final = "near"
"""Name of the HNSW index of each such relation."""


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
    """Search uses this one."""
    next: bool = False
    """Its vectors are being made; once all are there it becomes the active one."""
    place: str = ""
    """Folder of the model's files on the machine that made the vectors; '' for one that a package brings."""
    changed: int = 0
    """Vectors that joined its HNSW index since that was built or checked."""


def models(engine: Engine) -> list[StoredModel]:
    """Models whose vectors an index has, the active one first.

    Args:
        engine: The index's database.
    """
    columns = ", ".join(StoredModel._fields)
    rows = engine.run(f"?[{columns}] := *model{{{columns}}}", immutable=True).rows
    return sorted((StoredModel(*row) for row in rows), key=lambda model: (not model.active, model.relation))


def ensure_model(engine: Engine, identity: Identity, place: str = "") -> StoredModel:
    """The row of a model, made together with its relation where the index has none.

    It becomes the active one at once where no other has vectors, else the next one: `activate` it when its vectors are
    complete, and the old ones answer until then.

    Args:
        engine: The index's database; nobody else may be writing or reading it.
        identity: The model.
        place: Folder of its files; '' for one that a package brings.
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
        create_relation(engine, found)
    answering = any(model.active and model.id != found.id and _has_vectors(engine, model) for model in known)
    wanted = found._replace(active=found.active or not answering, next=not found.active and answering, place=place)
    _put(engine, [*_set_back(known, wanted), wanted])
    return wanted


def create_relation(engine: Engine, model: StoredModel) -> None:
    """Make the relation of a model's vectors.

    Args:
        engine: The index's database.
        model: Names it.
    """
    engine.run(f":create {model.relation} {{key: Int => vector: <F32; {model.dimension}>}}")


def take_over(engine: Engine, model: StoredModel) -> None:
    """Make a model's row and relation in a new build, as they were in the old one.

    Args:
        engine: The build's database.
        model: From the old one.
    """
    create_relation(engine, model)
    _put(engine, [model])


def activate(engine: Engine, model: StoredModel) -> StoredModel:
    """Make a model the one that search uses.

    Args:
        engine: The index's database; nobody else may be writing or reading it.
        model: From `ensure_model`.
    """
    active = model._replace(active=True, next=False)
    _put(engine, [*_set_back(models(engine), active), active])
    return active


def note_changes(engine: Engine, model: StoredModel, changed: int) -> StoredModel:
    """Keep how many vectors have joined a model's HNSW index.

    Args:
        engine: The index's database; nobody else may be writing or reading it.
        model: From `ensure_model`.
        changed: Since the index was built or checked.
    """
    noted = model._replace(changed=changed)
    _put(engine, [noted])
    return noted


def _set_back(known: list[StoredModel], wanted: StoredModel) -> list[StoredModel]:
    """The other models whose marks change when one becomes the active or the next one."""
    others = [model for model in known if model.id != wanted.id]
    marked = [model._replace(active=model.active and not wanted.active, next=False) for model in others]
    return [after for before, after in zip(others, marked, strict=True) if before != after]


def _has_vectors(engine: Engine, model: StoredModel) -> bool:
    return bool(engine.run(f"?[key] := *{model.relation}{{key}} :limit 1", immutable=True).rows)


def _put(engine: Engine, rows: list[StoredModel]) -> None:
    engine.put("model", StoredModel._fields, rows)


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
