"""The grammar of C#, and what all readers of it share."""

from __future__ import annotations

from typing import ClassVar, Final

from tree_sitter import Language, Node
from tree_sitter_c_sharp import language

from indexer.languages.toolkit.builder import Grammar
from indexer.languages.toolkit.reader import Expression, Reader, Statement

LANGUAGE: Final = Language(language())
COMMENTS: Final = ("comment",)
STRINGS: Final = (
    "string_literal", "verbatim_string_literal", "raw_string_literal", "character_literal", "string_content",
)  # fmt: skip
GRAMMAR: Final = Grammar.of(LANGUAGE, COMMENTS, STRINGS)

RESERVED: Final = frozenset(
    "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum "
    "event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace "
    "new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc "
    "static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while".split()
)
"""Words that are no names: where a tree has one as a name, the code does not parse."""


class CSharpReader(Reader):
    """Reads C#, by tables that `extract` fills."""

    SILENT: ClassVar[frozenset[str]] = frozenset(
        "comment modifier implicit_type preproc_pragma preproc_region preproc_endregion preproc_nullable preproc_line "
        "preproc_define preproc_undef preproc_error preproc_warning shebang_directive extern_alias_directive".split()
    )
    BY_NUMBER: ClassVar[dict[int, tuple[Statement | None, Expression | None]]] = {}

    def name(self, node: Node) -> str:
        """An identifier without the `@` that lets a keyword be one."""
        return self.text(node).removeprefix("@")
