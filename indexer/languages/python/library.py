"""What is known of names outside the indexed code: the few that decide what flows where."""

from __future__ import annotations

import builtins
from typing import Final

from indexer.languages.linking import Library


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _types() -> dict[str, type]:
    """The built-in types by dotted name, with those that only literals and `None` have."""
    named = {f"builtins.{name}": found for name, found in vars(builtins).items() if isinstance(found, type)}
    return {**named, "builtins.NoneType": type(None), "builtins.ellipsis": type(...)}


LIBRARY: Final = Library(
    builtins=frozenset(dir(builtins)),
    types_of_builtins=frozenset(_types()),
    members=frozenset(f"{name}.{member}" for name, found in _types().items() for member in dir(found)),
    pass_through=_words(
        "builtins.iter builtins.list builtins.tuple builtins.sorted builtins.set builtins.frozenset builtins.reversed"
        " builtins.staticmethod builtins.classmethod builtins.aiter copy.copy copy.deepcopy functools.partial"
        " functools.partialmethod functools.lru_cache functools.cache weakref.ref weakref.proxy itertools.chain"
        " collections.deque typing.final asyncio.create_task asyncio.ensure_future asyncio.run contextlib.closing"
        " types.MappingProxyType"
    ),
    first_element=_words("builtins.next builtins.max builtins.min builtins.anext random.choice"),
    unions=_words("Optional Union Annotated ClassVar Final Required NotRequired ReadOnly Literal"),
    containers=_words(
        "List list Sequence MutableSequence Iterable Iterator Collection Set set FrozenSet frozenset AbstractSet"
        " MutableSet Deque deque Dict dict Mapping MutableMapping DefaultDict defaultdict OrderedDict Tuple tuple"
        " AsyncIterable AsyncIterator Generator AsyncGenerator ContextManager AbstractContextManager ChainMap Counter"
    ),
    first_parameter=_words("Generator AsyncGenerator ContextManager AbstractContextManager Annotated"),
    types=_words("Type type"),
    awaitables=_words("Awaitable Coroutine Future Task"),
    properties=_words("property cached_property"),
    transparent=_words(
        "property cached_property staticmethod classmethod abstractmethod overload contextmanager asynccontextmanager"
        " dataclass setter getter deleter"
    ),
)
