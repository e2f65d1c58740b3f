"""Whether a header is C++, by what is written in it."""

from __future__ import annotations

import re
from typing import Final

_SKIPPED: Final = re.compile(
    rb"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    rb"|^[ \t]*#[ \t]*if(?:def[ \t]+|[ \t]+defined[ \t]*\(?[ \t]*)(?:__cplusplus|_?_?cplusplus)\b.*?^[ \t]*#[ \t]*(?:endif|else)"
    rb"|^[ \t]*#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_EVIDENCE: Final = re.compile(
    rb"^[ \t]*(?:class\s+\w+[^;(){}=]*[{:;]|(?:inline\s+)?namespace\b[\s\w:]*\{|template\s*<|using\s+(?:namespace\b|\w+\s*=|\w+::)"
    rb"|(?:public|private|protected)(?:\s+\w+)?\s*:|virtual\s|explicit\s|friend\s|constexpr\s|enum\s+(?:class|struct)\s)"
    rb"|\bstd::|\b[A-Za-z_]\w*::~?[A-Za-z_]|\boperator\s*[^\w\s]|\b(?:static|dynamic|reinterpret|const)_cast\s*<|\bnullptr\b|\bnoexcept\b"
    rb"|=\s*(?:delete|default)\s*;|\)\s*(?:const\s*)?override\b|\bconst\s+\w+\s*&\s*\w+\s*[,)]",
    re.MULTILINE,
)


def is_cpp(source: bytes) -> bool:
    """Whether the text of a header can only be C++.

    Comments, strings, directives and what stands under `#ifdef __cplusplus` say nothing.  One without evidence is C.
    """
    return _EVIDENCE.search(_SKIPPED.sub(b" ", source)) is not None
