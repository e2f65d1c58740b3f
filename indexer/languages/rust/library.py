"""What every crate sees without an import, and what becomes of values that go through the standard library."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import (
    ARGUMENT_ITSELF,
    ARGUMENTS,
    ELEMENTS,
    FIRSTS,
    HELD,
    LASTS,
    NUMBERED,
    RESULT,
    RESULTS,
    SAME,
)

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
PRIMITIVES: Final = frozenset("bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64".split())
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

CONTAINERS: Final = MAPS | frozenset("Vec VecDeque HashSet BTreeSet IndexSet BinaryHeap SmallVec array slice".split())
"""Generic types that hold many values."""

_OPTION: Final = "std.option.Option"
_RESULT: Final = "std.result.Result"
_ITERATOR: Final = "std.iter.Iterator"
_VECTOR: Final = "std.vec.Vec"
_METHODS: Final = {
    (SAME, ""): (
        "clone to_owned as_ref as_mut as_deref as_deref_mut borrow borrow_mut lock read write cloned copied rev skip take step_by"
        " peekable fuse chain filter inspect by_ref into_inner as_slice as_mut_slice take_while skip_while or or_else map_err cycle"
        " into_boxed_slice get_ref deref deref_mut upgrade downgrade split_off load swap replace try_lock"
        " with_context context as_pin_mut"
    ),
    (HELD, ""): (
        "unwrap expect unwrap_or unwrap_or_default unwrap_or_else unwrap_unchecked get_or_insert_default or_insert or_insert_with"
        " or_default get_or_insert get_or_insert_with"
    ),
    (ELEMENTS, _ITERATOR): "iter iter_mut into_iter drain par_iter into_par_iter sorted sorted_by sorted_by_key",
    (ELEMENTS, _OPTION): (
        "next next_back first first_mut last last_mut nth find pop pop_front pop_back front front_mut back back_mut min max min_by"
        " max_by min_by_key max_by_key reduce peek peek_mut next_if"
    ),
    (ELEMENTS, _VECTOR): "collect to_vec into_vec collect_vec",
    (LASTS, _OPTION): "get get_mut remove entry swap_remove",
    (LASTS, _ITERATOR): "values values_mut into_values",
    (FIRSTS, _ITERATOR): "keys into_keys",
    (FIRSTS, _OPTION): "ok",
    (FIRSTS, _RESULT): "ok_or ok_or_else",
    (NUMBERED, _ITERATOR): "enumerate",
    (RESULTS, ""): "map",
    (RESULT, ""): "and_then filter_map flat_map map_or map_or_else map_while",
}
METHODS: Final = {name: kind for (kind, _), names in _METHODS.items() for name in names.split()}
FUNCTIONS: Final = {
    **{f"{pointer}.{name}": ARGUMENT_ITSELF for pointer in POINTERS for name in ("new", "clone", "pin")},
    "mem.take": ARGUMENT_ITSELF,
    "mem.replace": ARGUMENT_ITSELF,
    "Option.Some": ARGUMENTS,
    "Result.Ok": ARGUMENTS,
}
"""By the last two names of a function."""
HOLDERS: Final = {
    **{name: holder for (_, holder), names in _METHODS.items() for name in names.split()},
    "Option.Some": _OPTION,
    "Result.Ok": _RESULT,
}
"""The type of the holder that a method or function gives."""
