"""What the arms of macros by example take and give."""

from __future__ import annotations

import pytest

from indexer.languages.rust.by_example import expand, rule
from indexer.languages.rust.tokens import tokens


def expansion(arms: list[tuple[str, str]], arguments: str) -> str | None:
    """What a macro of some arms gives for arguments, blanks made single; None where no arm takes them."""
    source = arguments.encode()
    sides: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for arm in arms:
        ends = []
        for text in arm:
            start = len(source)
            source += b"(" + text.encode() + b")"
            ends.append((start, len(source)))
        sides.append((ends[0], ends[1]))
    pieces = expand([rule(source, *one) for one in sides], tokens(source, 0, len(arguments.encode())))
    return None if pieces is None else " ".join(b" ".join(source[a:b] for a, b, _ in pieces).decode().split())


@pytest.mark.parametrize(
    ("pattern", "template", "arguments", "given"),
    [
        ("$a:expr, $b:expr", "$b - $a", "f(1, 2), x + y", "x + y - f(1, 2)"),
        ("$a:expr", "[$a]", "|x, y| x + y", "[ |x, y| x + y ]"),
        ("$a:expr, $b:expr", "$a;$b", "g::<A, B>(), 1", "g::<A, B>() ; 1"),
        ("$t:ty => $n:ident", "$n: $t", "Map<String, Vec<u8>> => m", "m : Map<String, Vec<u8>>"),
        ("$p:pat => $e:expr", "match x { $p => $e }", "Some(1) | None => 2", "match x { Some(1) | None => 2 }"),
        ("$v:vis struct $n:ident;", "$v fn $n()", "pub(crate) struct S;", "pub(crate) fn S ()"),
        ("$v:vis struct $n:ident;", "$v fn $n()", "struct S;", "fn S ()"),
        ("$($i:item)*", "$($i)*", "fn f() {} const X: u8 = {1}; struct T(u8);", "fn f() {} const X: u8 = {1}; struct T(u8);"),
        ("$($k:ident = $v:literal),* $(,)?", "$($k($v);)*", "a = 1, b = -2,", "a ( 1 ); b ( -2 );"),
        ("$($x:expr),+", "$crate::g($($x),+)", "1", "crate ::g( 1 )"),
        ("$(#[$m:meta])* $n:ident", "$(#[$m])* struct $n;", '#[a] #[b = "c"] X', '#[ a ] #[ b = "c" ] struct X ;'),
        ("{ $($t:tt)* }", "$($t)*", "{ a::b!(x) }", "a :: b ! (x)"),
        ("$p:path, $l:lifetime", "&$l $p", "a::B<C>, 'x", "& 'x a::B<C>"),
        ("$b:block", "unsafe $b", "{ f(); }", "unsafe { f(); }"),
        ("$($a:ident { $($f:ident),* })*", "$(struct $a { $($f: u8),* })*", "A { x, y } B {}",
         "struct A { x : u8 , y : u8 } struct B { }"),
    ],
)  # fmt: skip
def test_fragments(pattern: str, template: str, arguments: str, given: str) -> None:
    """A fragment reaches as far as the tokens that may follow it let it, and stands where the template has its name."""
    assert expansion([(pattern, template)], arguments) == given


def test_first_arm_that_takes_the_arguments() -> None:
    """Arms are tried in order."""
    arms = [("", "none"), ("one $a:ident", "one($a)"), ("$a:ident $b:ident", "two($a, $b)")]
    assert expansion(arms, "") == "none"
    assert expansion(arms, "one x") == "one( x )"
    assert expansion(arms, "x y") == "two( x , y )"


@pytest.mark.parametrize("arguments", ["1", "a, b", "a =", ""])
def test_no_arm(arguments: str) -> None:
    """Arguments that no arm takes whole expand to nothing."""
    assert expansion([("$a:ident", "$a")], arguments) is None


def test_brackets_that_do_not_match() -> None:
    """Text whose brackets do not match is no token trees."""
    for text in (b"(a]", b"(a", b"a)"):
        with pytest.raises(ValueError, match="bracket"):
            tokens(text, 0, len(text))


def test_strings_and_comments_hide_brackets() -> None:
    """Brackets in strings, characters and comments are none."""
    text = rb"""f("(", '(', r#"("#, 'a /* ( */) // ("""
    assert [token.text for token in tokens(text, 0, len(text))] == [b"f", b"("]
