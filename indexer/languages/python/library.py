"""What is known of names outside the indexed code: the few that decide what flows where."""

from __future__ import annotations

import builtins
from typing import Final

BUILTINS: Final = frozenset(dir(builtins))

PASS_THROUGH: Final = frozenset(
    {f"builtins.{name}" for name in ("iter", "list", "tuple", "sorted", "set", "frozenset", "reversed", "staticmethod",
                                     "classmethod", "aiter")}
    | {"copy.copy", "copy.deepcopy", "functools.partial", "functools.partialmethod", "weakref.ref", "weakref.proxy",
       "itertools.chain", "collections.deque", "functools.lru_cache", "functools.cache", "typing.final",
       "asyncio.create_task", "asyncio.ensure_future", "asyncio.run", "contextlib.closing", "types.MappingProxyType"}
)  # fmt: skip
"""Calling one gives its first argument, or a container of the same elements."""

FIRST_ELEMENT: Final = frozenset({"builtins.next", "builtins.max", "builtins.min", "builtins.anext", "random.choice"})
"""Calling one gives an element of its first argument."""

UNIONS: Final = frozenset("Optional Union Annotated ClassVar Final Required NotRequired ReadOnly Literal".split())
CONTAINERS: Final = frozenset(
    "List list Sequence MutableSequence Iterable Iterator Collection Set set FrozenSet frozenset AbstractSet MutableSet Deque"
    " deque Dict dict Mapping MutableMapping DefaultDict defaultdict OrderedDict Tuple tuple AsyncIterable AsyncIterator"
    " Generator AsyncGenerator ContextManager AbstractContextManager ChainMap Counter".split()
)
FIRST_PARAMETER: Final = frozenset("Generator AsyncGenerator ContextManager AbstractContextManager Annotated".split())
TYPES: Final = frozenset({"Type", "type"})
AWAITABLES: Final = frozenset({"Awaitable", "Coroutine", "Future", "Task"})

PROPERTIES: Final = frozenset({"property", "cached_property"})
TRANSPARENT: Final = frozenset(
    {"property", "cached_property", "staticmethod", "classmethod", "abstractmethod", "overload", "contextmanager",
     "asynccontextmanager", "dataclass", "setter", "getter", "deleter"}
)  # fmt: skip
"""Decorators by name (`SymbolFact.detail`) whose effect the evaluator knows."""
