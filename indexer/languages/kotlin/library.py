"""Names of Kotlin's standard library: what holds without an import, and what its functions hand to lambdas."""

from __future__ import annotations

from typing import Final

_TYPES: Final = {
    "kotlin": """Any Array Boolean BooleanArray Byte ByteArray Char CharArray CharSequence Comparable Deprecated Double
        DoubleArray Enum Error Exception Float FloatArray Function IllegalArgumentException IllegalStateException
        IndexOutOfBoundsException Int IntArray JvmField Lazy Long LongArray Nothing NoSuchElementException
        NotImplementedError NullPointerException Number NumberFormatException OptIn Pair ReplaceWith Result
        RequiresOptIn RuntimeException Short ShortArray String Suppress Throwable Triple UByte UInt ULong UShort Unit
        UnsupportedOperationException AssertionError ArithmeticException ClassCastException ConcurrentModificationException
        DslMarker PublishedApi UninitializedPropertyAccessException AutoCloseable""",
    "kotlin.collections": """ArrayDeque ArrayList Collection Grouping HashMap HashSet IndexedValue Iterable Iterator
        LinkedHashMap LinkedHashSet List ListIterator Map MutableCollection MutableIterable MutableIterator MutableList
        MutableListIterator MutableMap MutableSet Set""",
    "kotlin.jvm": "JvmDefault JvmInline JvmMultifileClass JvmName JvmOverloads JvmRecord JvmStatic JvmSuppressWildcards "
    "JvmSynthetic JvmWildcard Strictfp Synchronized Throws Transient Volatile",
    "kotlin.ranges": "CharRange ClosedRange IntProgression IntRange LongRange",
    "kotlin.sequences": "Sequence",
    "kotlin.text": "Appendable MatchResult Regex RegexOption StringBuilder Charsets",
    "kotlin.annotation": "MustBeDocumented Repeatable Retention Target AnnotationRetention AnnotationTarget",
}
_FUNCTIONS: Final = {
    "kotlin": """TODO also apply arrayOf arrayOfNulls assert booleanArrayOf byteArrayOf charArrayOf check checkNotNull
        doubleArrayOf emptyArray enumValueOf enumValues error floatArrayOf intArrayOf lazy lazyOf let longArrayOf
        repeat require requireNotNull run runCatching shortArrayOf takeIf takeUnless to use with""",
    "kotlin.collections": """arrayListOf buildList buildMap buildSet emptyList emptyMap emptySet hashMapOf hashSetOf
        linkedMapOf linkedSetOf listOf listOfNotNull mapOf mutableListOf mutableMapOf mutableSetOf setOf setOfNotNull
        sortedMapOf sortedSetOf""",
    "kotlin.comparisons": "compareBy compareByDescending compareValues compareValuesBy maxOf minOf naturalOrder nullsFirst "
    "nullsLast reverseOrder",
    "kotlin.io": "print println readLine readln readlnOrNull",
    "kotlin.sequences": "emptySequence generateSequence sequence sequenceOf",
    "kotlin.text": "buildString",
}
TYPES_BY_DEFAULT: Final = {name: f"{package}.{name}" for package, names in _TYPES.items() for name in names.split()}
"""Types that hold without an import, and their full names."""
FUNCTIONS_BY_DEFAULT: Final = {
    name: f"{package}.{name}" for package, names in _FUNCTIONS.items() for name in names.split()
}
"""Functions that hold without an import, and their full names."""

TAKES_RECEIVER: Final = frozenset({"let", "also", "takeIf", "takeUnless", "use", "useLines"})
"""Functions that hand what they are called on to a lambda."""
ON_RECEIVER: Final = frozenset({"apply", "run", "with"})
"""Functions whose lambda runs with what they are called on as `this`."""
ON_ELEMENTS: Final = frozenset(
    """all any associateBy associateWith count distinctBy dropWhile filter filterNot find findLast first firstOrNull
    flatMap forEach groupBy indexOfFirst last lastOrNull map mapNotNull maxBy maxByOrNull minBy minByOrNull none onEach
    partition removeAll single singleOrNull sortedBy sortedByDescending sumBy sumOf takeWhile""".split()
)
"""Functions that hand each element of what they are called on to a lambda."""

FOLDING: Final = frozenset({"fold", "reduce", "reduceOrNull", "runningFold", "scan"})
"""Functions that hand what came of the elements before, and each element, to a lambda."""
NUMBERING: Final = frozenset({"filterIndexed", "forEachIndexed", "mapIndexed", "mapIndexedNotNull", "onEachIndexed"})
"""Functions that hand a number and an element to a lambda."""

BIT_OPERATORS: Final = frozenset({"and", "or", "xor", "shl", "shr", "ushr"})
"""Functions of numbers that stand between them."""
