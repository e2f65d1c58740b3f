"""Globals that every Lua has."""

from __future__ import annotations

from typing import Final

BUILTINS: Final = frozenset(
    """_G _VERSION arg assert bit bit32 collectgarbage coroutine debug dofile error ffi getfenv getmetatable io ipairs jit
    load loadfile loadstring math module next os package pairs pcall print rawequal rawget rawlen rawset require select
    setfenv setmetatable string table tonumber tostring type unpack utf8 warn xpcall""".split()
)
"""Functions and libraries of Lua 5.1 to 5.4 and LuaJIT."""

BUSTED: Final = frozenset(
    """describe context it spec test insulate expose pending before_each after_each setup teardown strict_setup strict_teardown lazy_setup
    lazy_teardown finally spy stub mock match randomize""".split()
)
"""What the test framework busted gives to its own files."""
