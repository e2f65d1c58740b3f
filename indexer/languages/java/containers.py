"""What methods of the standard libraries' collections, streams, options and iterators give, and hand to functions."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import (
    ARGUMENTS,
    ELEMENTS,
    FIRST,
    FIRSTS,
    GROUPED,
    LAST,
    LASTS,
    PAIR,
    PAIRS,
    RESULT,
    RESULTS,
    SAME,
    SEED,
    TABLE,
)

_BY_KIND: Final = {
    ELEMENTS: """asIterable asSequence collect distinct distinctBy drop dropLast entries entrySet dropWhile filter filterNot
        filterNotNull find findAny findFirst headOption init iterator lastOption limit listIterator max min onEach or
        parallelStream peek plus reversed shuffled skip sorted sortedBy sortedByDescending sortedWith spliterator stream
        subList tail take takeLast takeWhile toArray toBuffer toImmutableList toIndexedSeq toIterator toList toMutableList
        toMutableSet toSeq toSet toVector unordered withFilter""",
    FIRST: "getKey",
    LAST: """elementAt elementAtOrNull element first firstElement firstOrNull get getFirst getLast getOrDefault getOrElse
        getOrNull getOrPut getOrThrow getValue head join last lastElement lastOrNull next orElse orElseGet orElseThrow poll
        pollFirst pollLast pop previous random removeFirst removeLast single singleOrNull take""",
    FIRSTS: "keySet keys",
    LASTS: "values",
    RESULTS: "associateWith map mapNotNull mapToObj",
    RESULT: "let run with use",
    SEED: "fold foldRight reduce",
    TABLE: "associateBy",
    GROUPED: "groupBy",
    PAIR: "to",
    SAME: "also apply onEach requireNonNull takeIf takeUnless tap",
}
METHODS: Final = {name: kind for kind, names in reversed(_BY_KIND.items()) for name in names.split()}
"""What a method gives that the indexed code does not declare for its receiver; see `Rules.outside_methods`."""

HOLDERS: Final = {
    "stream": "java.util.stream.Stream",
    "parallelStream": "java.util.stream.Stream",
    "findFirst": "java.util.Optional",
    "findAny": "java.util.Optional",
    "iterator": "java.util.Iterator",
    "entrySet": "java.util.Set",
    "entries": "java.util.Set",
    "collections.listOf": "kotlin.collections.List",
    "collections.listOfNotNull": "kotlin.collections.List",
    "collections.mutableListOf": "kotlin.collections.MutableList",
    "collections.arrayListOf": "kotlin.collections.ArrayList",
    "collections.emptyList": "kotlin.collections.List",
    "collections.setOf": "kotlin.collections.Set",
    "collections.mutableSetOf": "kotlin.collections.MutableSet",
    "collections.hashSetOf": "kotlin.collections.HashSet",
    "collections.emptySet": "kotlin.collections.Set",
    "collections.mapOf": "kotlin.collections.Map",
    "collections.mutableMapOf": "kotlin.collections.MutableMap",
    "collections.hashMapOf": "kotlin.collections.HashMap",
    "collections.linkedMapOf": "kotlin.collections.LinkedHashMap",
    "collections.emptyMap": "kotlin.collections.Map",
    "sequences.sequenceOf": "kotlin.sequences.Sequence",
    "sequences.emptySequence": "kotlin.sequences.Sequence",
    "kotlin.arrayOf": "kotlin.Array",
    "List.of": "java.util.List",
    "List.copyOf": "java.util.List",
    "Set.of": "java.util.Set",
    "Arrays.asList": "java.util.List",
    "Stream.of": "java.util.stream.Stream",
    "Optional.of": "java.util.Optional",
    "Optional.ofNullable": "java.util.Optional",
    "Collections.singletonList": "java.util.List",
    "Collections.singleton": "java.util.Set",
    "Collections.emptyList": "java.util.List",
    "keySet": "java.util.Set",
    "values": "java.util.Collection",
}
"""The types of what methods give that is not of the type that they are called on; see `Rules.holders_given`."""

FUNCTIONS: Final = {name: PAIRS if "ap" in name.rpartition(".")[2] else ARGUMENTS for name in HOLDERS if "." in name}
"""What functions make of their arguments: tables of pairs, or collections; see `Rules.outside_functions`."""

FIELDS: Final = {
    "value": LAST,
    "key": FIRST,
    "values": LASTS,
    "keys": FIRSTS,
    "entries": ELEMENTS,
    "first": FIRST,
    "second": LAST,
}
"""What properties of Kotlin's types hold; see `Rules.outside_fields`."""

ON_ELEMENTS: Final = frozenset(
    """allMatch anyMatch dropWhile filter flatMap flatMapToInt forEach forEachOrdered forEachRemaining ifPresent
    ifPresentOrElse map mapToDouble mapToInt mapToLong mapToObj noneMatch peek removeIf takeWhile""".split()
)
"""Java's methods that hand each element of what they are called on to a function."""

GIVING: Final = frozenset("BiFunction BinaryOperator Callable Function Supplier UnaryOperator".split())
"""Interfaces whose last type argument is what their method gives."""
