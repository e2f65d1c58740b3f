"""Collects what an extractor finds in a file: symbols, scopes, declarations and uses; gives its `FileFacts`.

An extractor walks the tree once and calls the builder in the order of the text: `symbol` for each definition, `open`
and `close` around scopes, `declare` for names, `use` for what is evaluated.  Hashes, signatures, words and documentation
are the builder's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from tree_sitter import Node

from indexer.languages.toolkit.broken import first_error
from indexer.languages.toolkit.comments import comment_before, without_comments
from indexer.languages.toolkit.expansions import Expansions, Stretch
from indexer.languages.toolkit.symbols import Grammar, Words, Written, finished, named
from indexer.model import units
from indexer.model.identity import digest
from indexer.model.records import FileFacts, Problem
from indexer.model.units import BLOCK, READ, Assignment, Declaration, Expr, Scope, Unit, Use

__all__ = ["Builder", "Grammar", "Words"]

_NEWLINE = re.compile(rb"\r\n?|\n")
"""What ends a line: as editors and the Language Server Protocol have it, a lone carriage return, too."""
_BLANK = re.compile(r"\s+")
_JOINING = re.compile(rb"\w\w|[^\w\s\"'()\[\]{},;]{2}")
"""What would read as one word, or as one sign, where two stretches meet."""
_LONGEST_SIGNATURE: Final = 400


class Builder:
    """One file being read."""

    def __init__(self, source: bytes, path: str, language: str, root: Node, grammar: Grammar, words: Words) -> None:
        """Args: the file's UTF-8 bytes; its path; its language; its tree; the grammar; see `registry.Extractor`."""
        self.source = source
        """The file's text, and behind it what macros of it expand to; see `expansion`."""
        self._expansions = Expansions(len(source))
        self.path: Final = path
        self._language = language
        self._root = root
        self._grammar = grammar
        self._words = words
        self._symbols: list[Written] = [
            Written("module", path.rpartition("/")[2].partition(".")[0], -1, root, root, 0, 0, "", "", True, ())
        ]
        self._scopes: list[Scope] = [Scope(units.FILE, -1, 0, -1, "", (), None, (), ())]
        self._bases: dict[int, list[tuple[Expr, str]]] = {}
        self._opens: dict[int, list[tuple[Expr, int, int]]] = {}
        self._returns: dict[int, list[tuple[Expr, int]]] = {}
        self._declarations: list[Declaration] = []
        self._uses: list[Use] = []
        self._assignments: list[Assignment] = []
        self._facts: list[tuple[str, str]] = []
        self._problems: list[Problem] = []
        self.scope = 0
        """Number of the scope that is open."""

    # ------------------------------------------------------------ text

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def expansion(
        self, pieces: Sequence[tuple[int, int, bool]], call: Node, name: Node, around: tuple[bytes, bytes]
    ) -> tuple[int, int]:
        """Puts what a macro expands to behind the text, and gives its stretch there; what is read of it is then told to stand
        where it was written.

        Args:
            pieces: stretches of `source`, in order; True for those of the arguments, whose place is their own; what the
                macro's definition gives stands at the macro's name.
            call: of the macro.
            name: the macro's name in it.
            around: what is put before and after.
        """
        start = len(self.source)
        text = bytearray(around[0])
        whole = (call.start_byte, call.end_byte)
        stretches = [Stretch(start, name.start_byte, False, whole)]
        before = -1
        for first, last, given in pieces:
            piece = self.source[first:last]
            if first != before and (_JOINING.match(text[-1:] + piece[:1])):
                text += b" "
            before = last
            stretches.append(Stretch(start + len(text), first if given else name.start_byte, given, whole))
            text += piece
        stretches.append(Stretch(start + len(text), name.start_byte, False, whole))
        text += around[1]
        self._expansions.add(stretches)
        self.source += text
        return start, start + len(text)

    # ------------------------------------------------------------ symbols

    def symbol(
        self, kind: str, name: str, node: Node, name_node: Node | None = None, *, body: Node | None = None, exported: bool = True,
        detail: Sequence[str] = (), docstring: str | None = None, signature: str | None = None, parent: int | None = None,
        documented: Node | None = None,
    ) -> int:  # fmt: skip
        """Adds a definition: a row of the graph.

        Args:
            kind: one of `kinds.SYMBOL_KINDS`.
            name: as it is referred to.
            node: the whole definition.
            name_node: where its name stands; None where none is written.
            body: what follows the signature; None where all of it is signature.
            exported: whether other files may see it.
            detail: words such as 'static', 'abstract', 'async'.
            docstring: None to take the comment right before `documented`.
            signature: None to take the text up to the body, on one line.
            parent: index of the symbol around it; None for that of the open scope.
            documented: the node that a documentation comment stands before; None for `node`.

        Returns:
            Its index in `FileFacts.symbols`.
        """
        start = name_node.start_byte if name_node is not None else node.start_byte
        if signature is None:
            end = body.start_byte if body is not None else node.end_byte
            signature = self._one_line(node, end)
        if docstring is None:
            docstring = comment_before(documented or node, self.source, self._grammar.comments)
        outer = self._scopes[self.scope].symbol if parent is None else parent
        body_start = body.start_byte if body is not None else node.start_byte
        self._symbols.append(
            Written(kind, name, outer, node, node, start, body_start, signature, docstring, exported, tuple(detail))
        )
        return len(self._symbols) - 1

    def amend_symbol(
        self,
        index: int,
        *,
        kind: str | None = None,
        detail: Sequence[str] | None = None,
        exported: bool | None = None,
        until: Node | None = None,
        name_node: Node | None = None,
    ) -> None:
        """Changes what came out later of a symbol (an `export { a }` below it); `until` is the sibling that it ends with, of a
        definition in several pieces, and `name_node` where its name stands then."""
        old = self._symbols[index]
        self._symbols[index] = old._replace(
            kind=old.kind if kind is None else kind,
            detail=old.detail if detail is None else tuple(detail),
            exported=old.exported if exported is None else exported,
            until=old.until if until is None else until,
            name_start=old.name_start if name_node is None else name_node.start_byte,
        )

    def _one_line(self, node: Node, end: int) -> str:
        start = node.start_byte
        raw = without_comments(self.source, node, min(end, start + 4 * _LONGEST_SIGNATURE), self._grammar.comments)
        return _BLANK.sub(" ", raw.decode("utf-8", "replace")).strip().rstrip("{=:").strip()[:_LONGEST_SIGNATURE]

    # ------------------------------------------------------------ scopes

    def open(
        self, kind: int, *, declaration: int = -1, symbol: int | None = None, namespace: str = "", extends: Expr = None
    ) -> int:
        """Opens a scope inside the open one and gives its number; see `units.Scope` for the fields.

        With `declaration`, the scope becomes the `inner` of that declaration, too.
        """
        number = len(self._scopes)
        source = self._scopes[self.scope].symbol if symbol is None else symbol
        self._scopes.append(Scope(kind, self.scope, source, declaration, namespace, (), extends, (), ()))
        if declaration >= 0:
            self.amend(declaration, inner=number)
        self.scope = number
        return number

    def close(self) -> None:
        """Closes the open scope."""
        self.scope = self._scopes[self.scope].parent

    @property
    def scopes(self) -> int:
        """How many scopes there are so far: the number of the next."""
        return len(self._scopes)

    @contextmanager
    def inside(
        self,
        kind: int = BLOCK,
        *,
        declaration: int = -1,
        symbol: int | None = None,
        namespace: str = "",
        extends: Expr = None,
    ) -> Iterator[int]:
        """A scope around what is done meanwhile; see `open`."""
        number = self.open(kind, declaration=declaration, symbol=symbol, namespace=namespace, extends=extends)
        try:
            yield number
        finally:
            self.close()

    def enclosing(self, *kinds: int) -> int:
        """The nearest scope of these kinds at or around the open one; -1 where there is none."""
        at = self.scope
        while at >= 0 and self._scopes[at].kind not in kinds:
            at = self._scopes[at].parent
        return at

    def scope_record(self, number: int) -> Scope:
        """A scope as it is so far."""
        return self._scopes[number]

    def set_namespace(self, name: str) -> None:
        """Says which namespace the open scope declares into (`package a.b;`)."""
        self._scopes[self.scope] = self._scopes[self.scope]._replace(namespace=name)

    def base(self, expr: Expr, kind: str, scope: int | None = None) -> None:
        """Adds a base type ('inherits' or 'implements') to the open scope, or to `scope`."""
        self._bases.setdefault(self.scope if scope is None else scope, []).append((expr, kind))

    def opens(self, expr: Expr, spaces: int = units.EVERY, seen: int = units.INSIDE) -> None:
        """Adds a namespace, module or type all of whose names the open scope sees; see `Scope.opens`."""
        self._opens.setdefault(self.scope, []).append((expr, spaces, seen))

    def extend(self, scope: int, type: Expr) -> None:  # noqa: A002
        """Says which type an EXTENSION_SCOPE declares members of, where that is read after its type parameters."""
        self._scopes[scope] = self._scopes[scope]._replace(extends=type)

    def returns(self, expr: Expr) -> None:
        """Adds what the function around the open scope returns."""
        self._returns.setdefault(self.enclosing(units.FUNCTION_SCOPE), []).append((expr, self.scope))

    def result(self, scope: int, expr: Expr) -> None:
        """Says what a block comes to that is the `inner` of a nameless function, a call of which stands for the block's value."""
        self._returns.setdefault(scope, []).append((expr, max(scope, self.scope)))

    def has_results(self, scope: int) -> bool:
        """Whether anything has been said so far of what a block comes to."""
        return scope in self._returns

    # ------------------------------------------------------------ declarations and uses

    def declare(
        self, name: str, offset: int, what: int, spaces: int, *, symbol: int = -1, flags: int = 0, inner: int = -1, type: Expr = None,  # noqa: A002
        value: Expr = None, parameters: Sequence[int] = (), required: int = -1, scope: int | None = None,
    ) -> int:  # fmt: skip
        """Declares a name in the open scope, or in `scope`, and gives the declaration's number; see `units.Declaration`."""
        at = self.scope if scope is None else scope
        self._declarations.append(
            Declaration(name, symbol, at, offset, what, spaces, flags, inner, type, value, tuple(parameters), required)
        )
        return len(self._declarations) - 1

    def amend(self, declaration: int, **fields: object) -> None:
        """Changes fields of a declaration that came out later (inner, type, parameters, flags ...)."""
        self._declarations[declaration] = self._declarations[declaration]._replace(**fields)  # type: ignore[arg-type]

    def declaration(self, number: int) -> Declaration:
        """A declaration as it is so far."""
        return self._declarations[number]

    def declarations_in(self, scope: int) -> list[Declaration]:
        """The declarations right in a scope so far, in order."""
        return [one for one in self._declarations if one.scope == scope]

    def numbers_in(self, scope: int) -> list[int]:
        """The numbers of the declarations right in a scope so far, in order."""
        return [number for number, one in enumerate(self._declarations) if one.scope == scope]

    def declared(self, name: str, scope: int | None = None) -> int:
        """The last declaration of a name right in the open scope, or in `scope`; -1 where there is none."""
        at = self.scope if scope is None else scope
        return next(
            (n for n in range(len(self._declarations) - 1, -1, -1) if self._declarations[n].name == name and self._declarations[n].scope == at),
            -1,
        )  # fmt: skip

    def use(self, expr: Expr, kind: str = READ, scope: int | None = None) -> None:
        """Says that an expression is evaluated in the open scope, or in `scope`; see `units.Use`."""
        if expr is not None:
            self._uses.append((expr, self.scope if scope is None else scope, kind))

    def assign(self, target: Expr, value: Expr) -> None:
        """Says what may later be found in a variable or member; see `units.Assignment`."""
        if target is not None:
            self._assignments.append((target, value, self.scope))

    def fact(self, key: str, value: str) -> None:
        """Keeps something for the language's own `Rules`."""
        self._facts.append((key, value))

    def problem(self, code: str, message: str, line: int) -> None:
        """Records something wrong with the file; line 1-based."""
        self._problems.append(Problem(self.path, code, message, line))

    # ------------------------------------------------------------ the result

    def finish(self) -> FileFacts:
        """The facts of the file."""
        scopes = tuple(
            scope._replace(
                bases=tuple(self._bases.get(n, ())),
                opens=tuple(self._opens.get(n, ())),
                returns=tuple(self._returns.get(n, ())),
            )
            for n, scope in enumerate(self._scopes)
        )
        declarations, uses, assignments = self._declarations, self._uses, self._assignments
        written, place = named(self._symbols)
        if len(written) < len(place):
            scopes = tuple(scope._replace(symbol=place[scope.symbol]) for scope in scopes)
            declarations = [self._placed(one, place) for one in declarations]
        if self._expansions:
            placed = self._expansions
            scopes = tuple(map(placed.scope, scopes))
            declarations = list(map(placed.declaration, declarations))
            uses, assignments = list(map(placed.use, uses)), list(map(placed.assignment, assignments))
        unit = Unit(scopes, tuple(declarations), tuple(uses), tuple(assignments), tuple(self._facts))
        if self._root.has_error:
            self.problem("syntax", "part of the file does not parse", first_error(self._root) + 1)
        symbols = finished(written, self._root, self.source, self._grammar, self._expansions, self._words)
        text = self._expansions.own(self.source)
        newlines = [0, *(match.end() for match in _NEWLINE.finditer(text))]
        return FileFacts(
            self.path, self._language, digest(text), symbols[0].content_hash, len(text), newlines, symbols,
            units.pack(unit), tuple(self._problems),
        )  # fmt: skip

    def _placed(self, declaration: Declaration, place: Sequence[int]) -> Declaration:
        """With the index of its row among those that have a name; without a row where it has none."""
        index = declaration.symbol
        if index < 0:
            return declaration
        return declaration._replace(symbol=place[index] if self._symbols[index].name else -1)
