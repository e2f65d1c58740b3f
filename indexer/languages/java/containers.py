"""What methods of the standard libraries' collections, streams, options and iterators give, and hand to functions."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import ELEMENTS, FIRSTS, LAST, LASTS, RESULT, RESULTS, SAME

_BY_KIND: Final = {
    ELEMENTS: """asIterable asSequence chunked collect distinct distinctBy drop dropLast dropWhile filter filterNot
        filterNotNull find findAny findFirst headOption init iterator lastOption limit listIterator max min onEach or
        parallelStream peek plus reversed shuffled skip sorted sortedBy sortedByDescending sortedWith spliterator stream
        subList tail take takeLast takeWhile toArray toBuffer toImmutableList toIndexedSeq toIterator toList toMutableList
        toMutableSet toSeq toSet toVector unordered withFilter""",
    LAST: """elementAt elementAtOrNull element first firstElement firstOrNull get getFirst getLast getOrDefault getOrElse
        getOrNull getOrPut getOrThrow getValue head join last lastElement lastOrNull next orElse orElseGet orElseThrow poll
        pollFirst pollLast pop previous random removeFirst removeLast single singleOrNull take""",
    FIRSTS: "keySet keys",
    LASTS: "values",
    RESULTS: "associateWith map mapNotNull mapToObj",
    RESULT: "let run with use fold",
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
    "keySet": "java.util.Set",
    "values": "java.util.Collection",
}
"""The types of what methods give that is not of the type that they are called on; see `Rules.holders_given`."""

ON_ELEMENTS: Final = frozenset(
    """allMatch anyMatch dropWhile filter flatMap flatMapToInt forEach forEachOrdered forEachRemaining ifPresent
    ifPresentOrElse map mapToDouble mapToInt mapToLong mapToObj noneMatch peek removeIf takeWhile""".split()
)
"""Java's methods that hand each element of what they are called on to a function."""

GIVING: Final = frozenset("BiFunction BinaryOperator Callable Function Supplier UnaryOperator".split())
"""Interfaces whose last type argument is what their method gives."""
