"""What every crate sees without an import, and what becomes of values that go through the standard library."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import ARGUMENTS, FIRST, HELD, KEYS, NUMBERED, OPTIONAL, RESULT, RESULTS, SAME, VALUES_OF

_TYPES: Final = {
    "option": "Option",
    "result": "Result",
    "vec": "Vec",
    "string": "String ToString",
    "boxed": "Box",
    "borrow": "ToOwned",
    "clone": "Clone",
    "cmp": "Eq Ord PartialEq PartialOrd",
    "convert": "AsMut AsRef From Into TryFrom TryInto",
    "default": "Default",
    "iter": "DoubleEndedIterator ExactSizeIterator Extend FromIterator IntoIterator Iterator",
    "marker": "Copy Send Sized Sync Unpin",
    "ops": "Drop Fn FnMut FnOnce AsyncFn AsyncFnMut AsyncFnOnce",
}
_VALUES: Final = {"option.Option": "Some None", "result.Result": "Ok Err", "mem": "drop"}
_MACROS: Final = (
    "assert assert_eq assert_ne cfg column compile_error concat dbg debug_assert debug_assert_eq debug_assert_ne env eprint"
    " eprintln file format format_args include include_bytes include_str line matches module_path option_env panic print println"
    " stringify thread_local todo unimplemented unreachable vec write writeln"
)
PRELUDE: Final = {name: f"std.{module}.{name}" for module, names in _TYPES.items() for name in names.split()}
PRELUDE_VALUES: Final = {name: f"std.{module}.{name}" for module, names in _VALUES.items() for name in names.split()}
MACROS: Final = {name: f"std.{name}" for name in _MACROS.split()}
STANDARD: Final = frozenset(("std", "core", "alloc", "proc_macro", "test"))
"""Crates that come with the compiler."""

POINTERS: Final = frozenset(
    (
        "Box Rc Arc Weak Mutex RwLock RefCell Cell UnsafeCell Pin Cow Ref RefMut MutexGuard RwLockReadGuard RwLockWriteGuard"
        " ManuallyDrop LazyLock LazyCell Lazy NonNull"
    ).split()
)
"""Generic types, by their last name, whose values are used as what they hold: pointers, cells, locks and their guards."""
MAPS: Final = frozenset("HashMap BTreeMap IndexMap FxHashMap AHashMap DashMap".split())
"""Generic types whose elements are pairs of their two arguments."""

_METHODS: Final = {
    SAME: (
        "clone to_owned as_ref as_mut as_deref as_deref_mut borrow borrow_mut lock read write iter iter_mut into_iter drain cloned"
        " copied rev skip take step_by peekable fuse chain filter inspect by_ref collect into_inner as_slice as_mut_slice to_vec"
        " take_while skip_while sort_by or or_else ok map_err expect_err cycle dedup into_boxed_slice into_boxed unwrap_mut"
        " get_ref deref deref_mut upgrade downgrade as_pin_mut retain append split_off load swap replace try_lock await_"
        " get_or_insert_with insert_with ok_or ok_or_else with_context context"
    ),
    HELD: (
        "unwrap expect unwrap_or unwrap_or_default unwrap_or_else unwrap_unchecked get_or_insert_default or_insert or_insert_with"
        " or_default"
    ),
    OPTIONAL: (
        "next next_back first first_mut last last_mut nth find pop pop_front pop_back front front_mut back back_mut min max min_by"
        " max_by min_by_key max_by_key reduce peek peek_mut next_if"
    ),
    VALUES_OF: "get get_mut remove values values_mut into_values entry get_or_insert swap_remove get_unchecked",
    KEYS: "keys into_keys",
    NUMBERED: "enumerate",
    RESULTS: "map filter_map map_while scan",
    RESULT: "and_then flat_map map_or map_or_else",
}
METHODS: Final = {name: what for what, names in _METHODS.items() for name in names.split()}
FUNCTIONS: Final = {
    **{f"{pointer}.new": FIRST for pointer in POINTERS},
    **{f"{pointer}.clone": FIRST for pointer in POINTERS},
    **{f"{pointer}.pin": FIRST for pointer in POINTERS},
    "mem.take": FIRST,
    "mem.replace": FIRST,
    "Option.Some": ARGUMENTS,
    "Result.Ok": ARGUMENTS,
}
"""By the last two names of a function."""
