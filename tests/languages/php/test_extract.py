"""What extraction keeps of a PHP file, beyond what the literate cases say."""

from __future__ import annotations

import pytest

from indexer.languages.php.docs import read_docs
from indexer.languages.php.extract import extract
from indexer.languages.php.names import CLASS, CONSTANT, FUNCTION, Names
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.records import FileFacts, SymbolFact

SOURCE = b"""<?php
declare(strict_types=1);

namespace App\\Models;

use App\\Contracts\\{Named, Sized as HasSize};

/**
 * A user.
 * @property string $title
 */
#[Entity(table: 'users')]
final class User extends Base implements Named, HasSize
{
    use Loud, Quiet { Loud::say insteadof Quiet; Quiet::say as protected whisper; }

    public const LIMIT = 3;
    private ?self $friend = null, $other;

    /** Makes one. */
    public function __construct(private readonly string $name = 'x', int ...$more)
    {
        [$a, 'k' => $b] = $more;
        foreach ($more as $i => &$one) { $this->sum[$i] = $one ?? static::LIMIT; }
        $f = fn (int $x): int => $x + $a;
        $g = static function () use ($b, &$f) { yield $b => $f; };
        echo "{$this->name} $a[0]", match (true) { default => $g(...) };
        try { throw new \\RuntimeException($name); } catch (A | B $e) { unset($e); } finally { exit; }
    }

    abstract protected static function all(): iterable;
}

function helper(array &$list, $n = 2) { static $calls = 0; global $config; return $list['a']->{$n}(); }
const ONE = 1;
?>
<p><?= helper($x) ?></p>
"""


def facts_of(source: bytes) -> FileFacts:
    return extract(source, "src/a.php", lambda text: text.decode("utf-8", "replace"))


def symbol(facts: FileFacts, name: str) -> SymbolFact:
    return next(one for one in facts.symbols if one.name == name and one.kind != "module")


def test_symbols_have_kinds_and_parents() -> None:
    """Namespaces, types, members, functions and constants are symbols, inside of what they belong to."""
    facts = facts_of(SOURCE)
    owners = {one.name: facts.symbols[one.parent].name for one in facts.symbols if one.parent >= 0}
    kinds = {one.name: one.kind for one in facts.symbols[1:]}
    assert kinds == {
        "App.Models": "namespace", "User": "class", "LIMIT": "constant", "friend": "property", "other": "property",
        "__construct": "constructor", "name": "property", "all": "method", "helper": "function", "ONE": "constant",
    }  # fmt: skip
    assert {owners[name] for name in ("LIMIT", "friend", "__construct", "name", "all")} == {"User"}
    assert owners["User"] == owners["helper"] == owners["ONE"] == "App.Models"


def test_documentation_and_signatures() -> None:
    """A PHPDoc is documentation; a signature ends where the body begins."""
    facts = facts_of(SOURCE)
    assert symbol(facts, "User").docstring.startswith("A user.")
    assert symbol(facts, "__construct").docstring == "Makes one."
    assert symbol(facts, "helper").signature == "function helper(array &$list, $n = 2)"


def test_private_members_are_not_exported() -> None:
    """Other files see public and protected members."""
    facts = facts_of(SOURCE)
    assert {one.name for one in facts.symbols if not one.exported} == {"friend", "other", "name"}


def test_parameters_count_what_is_required() -> None:
    """Parameters with a default and variadic ones need not be given."""
    unit = units.unpack(facts_of(b"<?php function f($a, $b = 1, ...$c) {}").semantics)
    function = next(one for one in unit.declarations if one.name == "f")
    assert (function.required, len(function.parameters), bool(function.flags & units.VARIADIC)) == (1, 3, True)


@pytest.mark.parametrize(
    ("written", "kind", "full"),
    [
        ("Named", CLASS, "App\\Contracts\\Named"),
        ("hassize", CLASS, "App\\Contracts\\Sized"),
        ("Other", CLASS, "App\\Models\\Other"),
        ("\\Other", CLASS, "Other"),
        ("Named\\Inner", CLASS, "App\\Contracts\\Named\\Inner"),
        ("namespace\\Inner", CLASS, "App\\Models\\Inner"),
        ("run", FUNCTION, "App\\Models\\run|run"),
        ("Go", FUNCTION, "Lib\\go"),
        ("Lib\\run", FUNCTION, "App\\Models\\Lib\\run"),
        ("LIMIT", CONSTANT, "App\\Models\\LIMIT|LIMIT"),
    ],
)
def test_full_names(written: str, kind: str, full: str) -> None:
    """A name is an imported one, or one of the namespace; functions and constants may be global ones, too."""
    names = Names(_builder())
    names.enter("App\\Models")
    names.add(CLASS, "Named", "App\\Contracts\\Named")
    names.add(CLASS, "HasSize", "App\\Contracts\\Sized")
    names.add(FUNCTION, "go", "Lib\\go")
    assert names.full(written, kind) == full


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("/** @return Foo */", units.NAME),
        ("/** @return Foo|null */", units.NAME),
        ("/** @return Foo|Bar */", units.UNION),
        ("/** @return Foo[] */", units.APPLIED),
        ("/** @return array<int, Foo> */", units.APPLIED),
        ("/** @return Collection<Foo> text */", units.APPLIED),
        ("/** @return array{a: int, b: Foo} */", units.LITERAL),
        ("/** @return $this */", units.THIS),
        ("/** @return static */", units.THIS),
        ("/** @return mixed */", None),
        ("// @return Foo", None),
    ],
)
def test_types_of_comments(text: str, op: int | None) -> None:
    """PHPDoc's types are read as far as they name classes."""
    result = read_docs(text, 0, Names(_builder()), None).result
    assert (result[0] if result is not None else None) == op


def _builder() -> Builder:
    from tree_sitter import Parser

    from indexer.languages.php.extract import GRAMMAR

    root = Parser(GRAMMAR.language).parse(b"<?php").root_node
    return Builder(b"<?php", "a.php", "php", root, GRAMMAR, lambda text: text.decode())
