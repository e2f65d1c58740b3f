"""What linking by declarations asks of a language: `Rules`, which a language's `linking.py` derives from.

`LINKING = TheRules` in `<folder>/linking.py` makes the language's files linked by `indexer.link.declared`; languages
that link with each other (JavaScript and TypeScript) name one of them as `links_with` in their rows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final, NamedTuple, Protocol

from indexer.model.records import FileFacts
from indexer.model.units import DEFAULT, EXPORTED, NAMESPACES, PRIVATE, TYPES, VALUES, VARIADIC, Declaration, Unit

DECLARATION: Final = "declaration"
FILE: Final = "file"
NAMESPACE: Final = "namespace"
EXTERNAL: Final = "external"

TOGETHER: Final = 0
FUNCTIONS_FIRST: Final = 1
APART: Final = 2
"""How functions and variables of one name share scopes: as one kind of name; a call prefers functions and a read finds none
(Kotlin); a call finds only functions, a read none (Java)."""

Entity = tuple[str, int | str]
"""What a name can lead to: (DECLARATION, number over the whole program), (FILE, file number: its module), (NAMESPACE, full
name), (EXTERNAL, dotted name outside of the indexed code)."""

SAME: Final = "same"
HELD: Final = "held"
ELEMENTS: Final = "elements"
LASTS: Final = "lasts"
FIRSTS: Final = "firsts"
NUMBERED: Final = "numbered"
LAST: Final = "last"
RESULT: Final = "result"
RESULTS: Final = "results"
FIRST: Final = "first"
GROUPS: Final = "groups"
GROUPED: Final = "grouped"
TABLE: Final = "table"
SEED: Final = "seed"
PAIR: Final = "pair"
PAIRS: Final = "pairs"
ARGUMENT_ITSELF: Final = "argument itself"
ARGUMENTS: Final = "arguments"
"""What a call of something outside of the indexed code gives: SAME the receiver; HELD its first type argument; ELEMENTS a holder of
its elements; LASTS and FIRSTS one of its last, its first type argument; LAST its last type argument itself; NUMBERED one of pairs of a number and an element; RESULT
what the function gives that is passed; RESULTS a holder of it; FIRST the first type argument itself; GROUPS a holder of `Rules.group`, and
GROUPED a `Rules.table`, of what a function gives and elements; TABLE a `Rules.table` of what two functions give, or one and the elements; SEED an
argument that is no function, else an element; PAIR a `Rules.pair` of the receiver and the argument; ARGUMENT_ITSELF the first argument;
ARGUMENTS a holder of all; PAIRS a `Rules.table` of arguments that are pairs."""


class ProjectFile(NamedTuple):
    """A file of a family of languages."""

    path: str
    language: str
    unit: Unit


class Project(Protocol):
    """The files that are linked together, and look-up over them; every look-up across files goes through here."""

    @property
    def files(self) -> Sequence[ProjectFile]:
        """In the order of their paths; a file's number is its place."""

    @property
    def configs(self) -> Mapping[str, bytes]:
        """Contents of the project files (`project_files` of the languages' rows: package.json, go.mod ...), by path."""

    def declaration(self, number: int) -> Declaration:
        """A declaration by its number over the whole program."""

    def file_of(self, number: int) -> int:
        """The number of the file of a declaration."""

    def number_of_path(self, path: str) -> int | None:
        """The number of the file of a path; None where there is none."""

    def in_file(self, file: int, name: str, spaces: int) -> list[Entity]:
        """What importers of a file get for a name: its declarations, what it re-exports (`opens`) and imports."""

    def in_namespace(self, namespace: str, name: str, spaces: int) -> list[Entity]:
        """What a namespace has for a name: declarations of all files that declare into it, and namespaces below it."""

    def has_namespace(self, namespace: str) -> bool:
        """Whether any file declares into a namespace or one below it."""

    def members(self, declaration: int, name: str) -> list[int]:
        """The declarations of a member of a type, by name: its own, of its extensions, then of its bases."""

    def member_of(self, entity: Entity, name: str, spaces: int) -> list[Entity]:
        """What a module, namespace or type has for a name."""

    def owner(self, declaration: int) -> int:
        """The type whose member a declaration is, itself or by an extension; -1 where it is none of a type of the program."""


class Rules(ABC):
    """How one family of languages differs from the common case.

    Made once a run over all files of the family.  Override what differs; keep what a method looks up behind `self.project`.
    """

    implicit_members: ClassVar[bool] = False
    """Plain names in a type's methods find its members and those of its bases."""
    calls_on_self: ClassVar[bool] = False
    """A plain call finds methods of the innermost type only, and of them first those that suit what the code runs for: an
    instance or the type itself (Ruby); where `implicit_members`."""
    open_types: ClassVar[bool] = False
    """Types of one full name in one namespace are one type (partial classes, classes opened again, merged interfaces)."""
    flow: ClassVar[bool] = True
    """Parameters without a declared type get what calls pass."""
    dispatch: ClassVar[bool] = True
    """A call through an instance may reach an overriding method."""
    outer_namespaces: ClassVar[bool] = False
    """A namespace `a.b` sees the names of `a` and of the global namespace (C++, C#)."""
    functions_apart: ClassVar[bool] = False
    """Functions and variables of one name are apart: a call finds only functions, a plain read only the rest (Java, PHP, Ruby)."""
    methods_called: ClassVar[bool] = False
    """A call of a member finds a function before a variable of its name; a plain read finds both (Rust)."""
    statics_apart: ClassVar[bool] = False
    """Static members are found through the type only, the others through instances only (JavaScript, Ruby)."""
    value_spaces: ClassVar[int] = VALUES | TYPES | NAMESPACES
    """The spaces in which a plain name that is no type is looked up."""
    imports_are_local: ClassVar[bool] = False
    """What a file imports is no name of its namespace for other files (Java, Kotlin, Scala)."""
    values_first: ClassVar[bool] = False
    """Where a value and a type of one name are declared side by side, a use as a value means the value (Java, Scala's objects)."""
    stable_values: ClassVar[bool] = False
    """Values have types as members, and can be opened (Scala)."""
    accessors_called: ClassVar[bool] = False
    """Reading an accessor is a call of it."""
    root: ClassVar[str] = ""
    """The dotted name of the type that every other derives from without saying so."""
    of_every_type: ClassVar[frozenset[str]] = frozenset()
    """Names of the members of that type."""
    calls_construct: ClassVar[bool] = False
    """A plain call of a type makes an instance (Kotlin, Swift, Scala, C++)."""
    call_members: ClassVar[tuple[str, ...]] = ()
    """Members that a call of an instance calls: 'invoke', 'operator()', '__invoke', 'apply'."""
    new_members: ClassVar[tuple[str, ...]] = ()
    """Members of a value that make instances, where it is called with `new` (a construct signature)."""
    invokers: ClassVar[frozenset[str]] = frozenset()
    """Members of a function that are, or call, the function itself: 'call', 'apply', 'bind'."""
    constructors_inherited: ClassVar[bool] = False
    """A type without a constructor is made by that of its base (JavaScript, Ruby, PHP)."""
    overloads: ClassVar[bool] = False
    """Methods of one name that differ in their parameters are different methods, when it comes to overriding."""
    labels_in_order: ClassVar[bool] = False
    """Arguments have names that belong to the function's, and come in the order of the parameters (Swift)."""
    overrides_all: ClassVar[bool] = False
    """A method overrides those of all base types that have it, not only of the nearest."""
    type_bodies_are_static: ClassVar[bool] = False
    """Code right in a type's body runs for the type (Ruby, PHP, static blocks), not for an instance (field initialisers)."""
    structural: ClassVar[bool] = False
    """A type implements an interface by having its methods."""
    exact_signatures: ClassVar[bool] = False
    """Where `structural`: methods with other types of parameters or results, as far as they are known, do not count."""
    only_interfaces_dispatch: ClassVar[bool] = False
    """Only methods of interfaces are overridden; those of other base types are promoted (Go's embedding)."""
    shares_global: ClassVar[bool] = False
    """Files without a namespace see each other's names (C# and PHP do; modules of JavaScript, Rust and Lua do not)."""
    separator: ClassVar[str] = "."
    """Between the parts of a namespace's full name in IMPORT modules, `Scope.namespace` and NAMESPACE entities."""
    everything_overrides: ClassVar[bool] = False
    """Not only methods of instances override what a base type has of their name: associated functions, constants and types, too
    (Rust's traits)."""
    closed_namespaces: ClassVar[bool] = False
    """A namespace does not see the names of what is written around it (Rust's modules), other than macros."""
    see_through: ClassVar[frozenset[str]] = frozenset()
    """External generic types, by their last name, whose values are used as what they hold (smart pointers)."""
    pairs: ClassVar[frozenset[str]] = frozenset()
    """External generic types, by their last name, whose elements are pairs of their arguments (maps)."""
    outside_methods: ClassVar[Mapping[str, str]] = {}
    """What calls of methods give that the indexed code does not declare for their receiver, by name: SAME, HELD ..."""
    outside_fields: ClassVar[Mapping[str, str]] = {}
    """What fields of external types hold, by name: SAME, HELD, LAST, LASTS, FIRST, FIRSTS."""
    records: ClassVar[frozenset[str]] = frozenset()
    """External generic types, by their name, of which any member is of their last argument (TypeScript's `Record`)."""
    pair: ClassVar[str] = ""
    """The dotted name of the type of an element of `pairs`; '' for a tuple."""
    group: ClassVar[str] = ""
    """The dotted name of the type of elements under one key."""
    table: ClassVar[str] = ""
    """The dotted name of the type of tables of keys and values that methods give."""
    index_members: ClassVar[tuple[str, ...]] = ()
    """Members of a type that hold what an index into its instances gives (C#'s `this[]`)."""
    element_callbacks: ClassVar[frozenset[str]] = frozenset()
    """Methods that the indexed code does not declare for their receiver, and that give its elements, one by one, as the first
    argument to the functions that they are passed."""
    outside_functions: ClassVar[Mapping[str, str]] = {}
    """What calls of external functions give, by their last two names: ARGUMENT_ITSELF, ARGUMENTS."""
    holder: ClassVar[str] = "holder"
    """The dotted name of the type that stands for holders; see `holders_given`."""
    holders_given: ClassVar[Mapping[str, str]] = {}
    """The dotted name of the type of the holder that a method, or a function by its last two names, gives, where it is another; ''
    for the receiver's."""
    external_namespaces: ClassVar[frozenset[str]] = frozenset()
    """Outermost namespaces of libraries: the code may add to them, but what it does not declare there is outside (`std`)."""
    holders: ClassVar[frozenset[str] | None] = None
    """External generic types that hold a value of their first argument, to be had by AWAIT; None for all."""
    containers: ClassVar[frozenset[str]] = frozenset()
    """External generic types, by their last name, that hold many values: AWAIT of one is itself."""
    held_members: ClassVar[tuple[str, ...]] = ()
    """Methods of a type that give what its instances hold (C++'s `operator->`)."""
    element_members: ClassVar[tuple[str, ...]] = ()
    """Methods of a type that give its elements (`operator[]`, `begin`)."""
    pointer_members: ClassVar[tuple[str, ...]] = ()
    """Methods of a type that give what its instances stand for: they have its members (Rust's `deref`)."""
    firsts: ClassVar[frozenset[str]] = frozenset()
    """External generic types, by their last name, of which iteration gives the first argument, whatever `element_parameter`."""
    chosen_by_types: ClassVar[bool] = False
    """Of functions of one name a call means one by the types of its arguments, even though a type has no `overloads` of its own
    (implementations of one trait for several arguments)."""
    operators_apart: ClassVar[bool] = False
    """Operators may be declared by functions that take all operands: outside of types, or static members (C++, C#, Swift)."""
    pointers: ClassVar[bool] = False
    """A type stands for pointers to it, too: what has no elements is its own element."""
    functional: ClassVar[bool] = False
    """A function stands for an interface with one abstract method (Java)."""
    steps: ClassVar[tuple[str, ...]] = ()
    """The method of an iterator that gives what holds its next element, and the member of that which is the element (JavaScript)."""
    element_parameter: ClassVar[int] = -1
    """Which type argument of an external generic type iteration gives (-1 the last)."""

    noted: ClassVar[Mapping[str, str]] = {}
    """Tables that the rules make from all files and that only those files depend on that look up a key: dotted names of attributes
    that are mappings, with DECLARATION or FILE where values are numbers of such, or sequences of them, else ''.  See `basis`."""

    def __init__(self, project: Project) -> None:
        self.project: Final = project

    def forget(self) -> None:  # noqa: B027 - most rules keep nothing
        """Lets go of what was looked up through the project, or read of single files, so that linking a file does not depend on
        those that were linked before it."""

    def basis(self, file: ProjectFile) -> object:
        """What of a file goes into what the rules keep of all files, `noted` left out: while that is the same, what they keep is.

        All that it declares, and its facts; override where it is less, as another basis has the whole family linked again.
        """
        return file.unit.scopes, file.unit.declarations, file.unit.facts

    def whole(self) -> object:
        """What the rules keep of all files besides: when it is another, the whole family is linked again.

        The paths and all project files; override where rules know which look-ups a path concerns, what they take of project files,
        or where they keep more than `basis` tells of added files.
        """
        return [file.path for file in self.project.files], dict(self.project.configs)

    def namespace(self, file: int) -> str:
        """The full name of the namespace that a file's own scope declares into; '' for none: then the file is a module of its
        own, or its names are in the global namespace, as `shares_global` says."""
        return self.project.files[file].unit.scopes[0].namespace

    def module_name(self, file: int) -> str:
        """The qualified name of a file's module: as EXPORT.md has it, the path without its extension, with dots."""
        path = self.project.files[file].path
        stem, _, extension = path.rpartition(".")
        return (stem if stem and "/" not in extension else path).replace("/", ".")

    @abstractmethod
    def resolve_import(self, file: int, module: str, name: str) -> Iterable[Entity]:
        """What an IMPORT expression of a file leads to.

        Args:
            file: number of the importing file.
            module: as the extractor put it.
            name: '' the module itself, '*' the module for its names, else a name in it.
        """

    def imported_files(self, files: Sequence[int]) -> Sequence[int]:
        """Of the files that declare into a namespace, those that an import of the namespace is an edge to."""
        return files

    def also_in(self, file: int, name: str, spaces: int) -> Iterable[Entity]:  # noqa: ARG002 - for overriding
        """What importers of a file get for a name besides what its own scope has."""
        return ()

    def taken_by(self, name: str, place: int, count: int) -> int:  # noqa: ARG002 - for overriding
        """Which type argument of an external generic type that stands for functions is the type of their parameter in a place; -1.

        Args:
            name: the dotted name of the type.
            place: of the parameter.
            count: how many type arguments there are.
        """
        return -1

    def given_by(self, name: str, count: int) -> int:  # noqa: ARG002 - for overriding
        """Which type argument of an external generic type that stands for functions is the type of their result; -1."""
        return -1

    def default(self, file: int, name: str, spaces: int) -> Iterable[Entity]:  # noqa: ARG002 - for overriding
        """What a plain name means that no scope around has: names imported by default, of built-in types and functions."""
        return ()

    def sees(self, file: int, declaration: Declaration) -> bool:  # noqa: ARG002 - for overriding
        """Whether another file may see a declaration of a file."""
        return not declaration.flags & PRIVATE

    def nearest(self, file: int, found: list[Entity]) -> list[Entity]:  # noqa: ARG002 - for overriding
        """Of several declarations of one full name those that a file means (variants of a type for several platforms)."""
        return found

    def apart(self, file: int) -> int:  # noqa: ARG002 - for overriding
        """Whether plain names of a file tell functions from variables: TOGETHER, FUNCTIONS_FIRST or APART."""
        return APART if self.functions_apart else TOGETHER

    def sees_extension(self, file: int, number: int) -> bool:  # noqa: ARG002 - for overriding
        """Whether a file sees an extension function, by the number of its declaration."""
        return True

    def exported(self, declaration: Declaration) -> bool:
        """Whether importers of a file get a declaration of its own scope by name."""
        return bool(declaration.flags & (EXPORTED | DEFAULT))

    def overridable(self, number: int) -> bool:  # noqa: ARG002 - for overriding
        """Whether a method, by its declaration's number over the whole program, may be overridden."""
        return True

    def is_interface(self, declaration: Declaration, facts: FileFacts) -> bool:
        """Whether a type is an interface (asked where `structural`)."""
        return declaration.symbol >= 0 and facts.symbols[declaration.symbol].kind == "interface"

    def parts(self, file: int, declarations: Sequence[int]) -> Sequence[int]:  # noqa: ARG002 - for overriding
        """Of the declarations that are one open type those that its name in a file leads to."""
        return declarations

    def applicable(self, declaration: Declaration, count: int) -> bool:
        """Whether a call with so many arguments can mean a function; used where several have one name. `count` is -1 where open."""
        if declaration.required < 0 or count < 0:
            return True
        most = 1 << 30 if declaration.flags & VARIADIC else len(declaration.parameters)
        return declaration.required <= count <= most

    def converts(self, wanted: str, given: str) -> int:  # noqa: ARG002 - for overriding
        """How well a value of one type outside of the indexed code is taken where another is wanted, to choose between overloads.

        Args:
            wanted: dotted name of the type of a parameter.
            given: that of an argument, another one; '' for a type inside of the indexed code.

        Returns:
            3 where both are names of one type, 2 for well, 1 for at need, 0 where nothing is known, less than -99 for never.
        """
        return 0

    def derives(self, name: str, base: str) -> bool:  # noqa: ARG002 - for overriding
        """Whether one type outside of the indexed code derives from another, by dotted names."""
        return False

    def beyond(self, namespace: str, name: str) -> str:  # noqa: ARG002 - for overriding
        """The dotted name of what a namespace of the indexed code has for a name outside of it; '' for nothing."""
        return ""

    def may_have(self, base: str, name: str) -> bool:  # noqa: ARG002 - for overriding
        """Whether a base type outside of the indexed code, by its dotted name, may have a member of a name."""
        return True

    def makes(self, name: str) -> str:  # noqa: ARG002 - for overriding
        """The dotted name of the type that a function outside of the indexed code makes an instance of; '' for none that is known."""
        return ""

    def external_member(self, owner: str, name: str) -> str:
        """The dotted name of a member of something outside of the indexed code."""
        return f"{owner}.{name}"

    def literal(self, name: str) -> str:
        """The dotted name of the type of a LITERAL."""
        return name
