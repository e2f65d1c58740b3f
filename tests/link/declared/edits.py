# ruff: noqa: ISC004 - a text is written a line at a time
"""Small projects in several languages, with the versions that each of their files may have."""

from __future__ import annotations

Versions = dict[str, tuple[str, ...]]
"""By path: what may stand in the file."""

TYPESCRIPT: Versions = {
    "package.json": ('{"name": "app"}', '{"name": "app", "imports": {"#shapes": "./src/shapes.ts"}}'),
    "src/shapes.ts": (
        "export class Shape { area(): number { return 1; } twice() { return this.area() * 2; } }\n"
        "export function make() { return new Shape(); }\n",
        "\n\nexport class Shape { side = 2; area(): number { const s = this.side; return s; } }\n"
        "export const make = () => new Shape();\n",
        "import { Base } from './base';\nexport class Shape extends Base { area(): number { return this.side(); } }\n"
        "export function make(wanted) { wanted.area(); return wanted; }\nexport default Shape;\n",
    ),
    "src/base.ts": (
        "export class Base { side() { return 1; } twice() { return 2; } }\n",
        "export interface Base { side(): number; }\nexport interface Base { twice(): number; }\n",
        "export * from './shapes';\nexport { Shape as Base } from './shapes';\n",
    ),
    "src/use.ts": (
        "import { make, Shape } from './shapes';\nexport function run() { const s = make(new Shape()); return s.twice(); }\n",
        "import * as all from './shapes';\nexport function run(f) { f(all.make(new all.Shape())).area(); }\n"
        "run((one) => one);\n",
        "import Shape from './shapes';\nimport { twice } from '#shapes';\n"
        "export class Own extends Shape { area() { return super.area(); } }\nnew Own().twice();\ntwice();\n",
        "import { Base } from './base';\nimport { make } from './shapes';\n"
        "export const one: Base = { side() { return 3; }, twice: () => 4 };\n"
        "export function other(): Base { return { ...make(), twice() { return one.twice(); } }; }\n",
    ),
}

GO: Versions = {
    "go.mod": ("module example.com/app\n", "module example.com/other\n"),
    "shape/shape.go": (
        "package shape\n\ntype Shape interface { Area() int }\n\ntype Square struct { Side int }\n\n"
        "func (s *Square) Area() int { return s.Side }\n\nfunc New() *Square { return &Square{Side: 1} }\n",
        "package shape\n\ntype Shape interface { Area() int; Name() string }\n\ntype Square struct { side int }\n\n"
        "func (s *Square) Area() int { a := s.side; return a }\n\nfunc New() Shape { return &Square{} }\n",
        "package shapes\n\ntype Square struct { Named }\n\nfunc New() *Square { return nil }\n",
    ),
    "shape/named.go": (
        "package shape\n\ntype Named struct{}\n\nfunc (n Named) Name() string { return helper() }\n\n"
        'func helper() string { return "" }\n',
        'package shape\n\ntype Named struct{ text string }\n\nfunc (s *Square) Name() string { return "" }\n',
    ),
    "main.go": (
        'package main\n\nimport "example.com/app/shape"\n\nfunc main() { s := shape.New(); s.Area(); s.Name() }\n',
        'package main\n\nimport sh "example.com/other/shape"\n\nfunc show(s sh.Shape) int { return s.Area() }\n\n'
        "func main() { show(sh.New()) }\n",
    ),
}

JAVA: Versions = {
    "app/Shape.java": (
        "package app;\npublic interface Shape { int area(); default int twice() { return area() * 2; } }\n",
        "package app;\npublic abstract class Shape { abstract int area(); int twice(int by) { return area() * by; } }\n",
        "package app.other;\npublic interface Shape { int area(); }\n",
    ),
    "app/Square.java": (
        "package app;\npublic class Square implements Shape { int side; public int area() { return side; } }\n",
        "package app;\npublic class Square extends Shape { Square(int s) { side = s; } int side;\n"
        "  int area() { int a = side; return a; } Square grown() { return new Square(side); } }\n",
    ),
    "app/use/Use.java": (
        "package app.use;\nimport app.Square;\nclass Use { int run(Square s) { return s.area() + s.twice(); } }\n",
        "package app.use;\nimport app.*;\nimport app.other.Shape;\nclass Use { void run() { new Square(1).grown().twice(2); }\n"
        "  int of(Shape s) { return s.area(); } }\n",
    ),
    "app/Tools.kt": (
        "package app\nfun Shape.doubled() = twice()\nfun run(s: Square) { s.doubled(); s.area() }\n",
        "package app\nclass Round : Shape() { override fun area() = 3 }\nfun run() = Round().area()\n",
    ),
}

RUST: Versions = {
    "Cargo.toml": ('[package]\nname = "app"\n', '[package]\nname = "other"\n'),
    "src/lib.rs": (
        "pub mod shape;\nmod tools;\nuse shape::Square;\npub fn run() { let s = Square::new(); s.area(); tools::twice(&s); }\n",
        "pub mod shape;\nuse shape::*;\npub fn run(s: &dyn Shape) -> u32 { s.area() + s.twice() }\n",
        "mod shape;\nmod tools;\npub use tools::twice;\nmacro_rules! show { ($e:expr) => { $e.area() } }\n"
        "fn run() { show!(shape::Square::new()); }\n",
    ),
    "src/shape.rs": (
        "pub trait Shape { fn area(&self) -> u32; fn twice(&self) -> u32 { self.area() * 2 } }\npub struct Square { side: u32 }\n"
        "impl Square { pub fn new() -> Self { Square { side: 1 } } }\nimpl Shape for Square { fn area(&self) -> u32 { self.side } }\n",
        "pub struct Square { pub side: u32, pub name: String }\nimpl Square { pub fn new() -> Square { todo!() }\n"
        "  pub fn area(&self) -> u32 { let s = self.side; s } }\n",
        "pub trait Shape { fn area(&self) -> u32; }\nimpl<T: Named> Shape for T { fn area(&self) -> u32 { self.name() } }\n"
        "pub trait Named { fn name(&self) -> u32; }\npub struct Square;\nimpl Named for Square { fn name(&self) -> u32 { 1 } }\n",
    ),
    "src/tools.rs": (
        "use crate::shape::{Shape, Square};\npub fn twice(s: &Square) -> u32 { s.area() * 2 }\n",
        "use super::shape::Square;\npub fn twice(s: &Square) -> u32 { s.side }\nimpl Square { pub fn extra(&self) { self.area(); } }\n",
        "use crate::shape::Shape;\nimpl Shape for [u8] { fn area(&self) -> u32 { 1 } }\nimpl Shape for Vec<u8> { fn twice(&self) -> u32 { 2 } }\n"
        "#[cfg(test)]\nmod tests { #[test]\nfn works() { super::super::run(); } }\n",
    ),
}

CPP: Versions = {
    "include/shape.h": (
        "#pragma once\nnamespace app {\nclass Shape { public: virtual int area() const; int twice() const { return area() * 2; } };\n"
        "Shape make(int side);\n}\n",
        "#pragma once\nnamespace app {\nstruct Base { virtual int area() const { return 0; } };\n"
        "struct Shape : Base { int side; int area() const override; };\nShape *make();\n}\nint helper(int);\n",
    ),
    "src/shape.cpp": (
        '#include "shape.h"\nnamespace app {\nint Shape::area() const { return 1; }\nShape make(int side) { return Shape(); }\n}\n',
        '#include "../include/shape.h"\nusing namespace app;\nint app::Shape::area() const { int s = side; return helper(s); }\n'
        "int helper(int n) { return n; }\n",
    ),
    "src/main.cpp": (
        '#include "shape.h"\nint main() { app::Shape s = app::make(1); return s.twice(); }\n',
        '#include "shape.h"\nusing app::make;\nstatic int run(app::Shape *s) { return s->area(); }\n'
        "int main() { return run(make()) + helper(2); }\n",
    ),
}

RUBY: Versions = {
    "lib/shape.rb": (
        "module App\n  class Shape\n    def area\n      side\n    end\n\n    def side = 1\n  end\nend\n",
        "require_relative 'base'\n\nmodule App\n  class Shape < Base\n    include Named\n    def self.make = new\n"
        "    def area = twice(2)\n  end\nend\n",
        "module App\n  module Named\n    def name = area\n  end\n  class Shape\n    attr_reader :side\n"
        "    def initialize(side)\n      @side = side\n    end\n  end\nend\n",
    ),
    "lib/base.rb": (
        "module App\n  class Base\n    def twice(by) = by * 2\n  end\nend\n",
        "module App\n  class Shape\n    def twice(by) = area * by\n  end\n  module Named\n    def name = 'x'\n  end\nend\n",
    ),
    "lib/use.rb": (
        "require 'shape'\n\ndef run(shape)\n  shape.area\nend\n\nrun(App::Shape.new)\n",
        "require_relative 'shape'\n\nclass Own < App::Shape\n  def area\n    super + name.to_s + twice(3)\n  end\nend\n"
        "Own.make.side\n",
    ),
}

PHP: Versions = {
    "src/Shape.php": (
        "<?php\nnamespace App;\ninterface Shape { public function area(): int; }\n",
        "<?php\nnamespace App;\nabstract class Shape { use Named; abstract public function area(): int;\n"
        "  public function twice() { return $this->area() * 2; } }\n",
        "<?php\nnamespace App\\Other;\nclass Shape { public static function make(): self { return new self(); } }\n",
    ),
    "src/Square.php": (
        "<?php\nnamespace App;\nclass Square implements Shape { private int $side = 1; public function area(): int { return $this->side; } }\n",
        "<?php\nnamespace App;\nuse App\\Other\\Shape;\nclass Square extends Shape { public function area(): int { $a = $this->twice(); return $a; } }\n"
        "trait Named { public function name() { return $this->area(); } }\n",
    ),
    "use.php": (
        "<?php\nrequire 'src/Square.php';\nuse App\\Square;\nfunction run($s) { return $s->area(); }\nrun(new Square());\n",
        "<?php\nuse App\\{Shape, square};\nfunction run(Shape $s) { return $s->name() . $s->twice(); }\n$x = new square();\nrun($x);\n"
        "$x->area();\n",
    ),
}

CSHARP: Versions = {
    "Shape.cs": (
        "namespace App { public interface IShape { int Area(); } public partial class Square : IShape { public int Area() => Side; } }\n",
        "namespace App;\npublic abstract class Base { public virtual int Area() { return 1; } }\n"
        "public partial class Square : Base { public override int Area() { var s = Side; return s; } }\n",
    ),
    "Square.cs": (
        "namespace App;\npublic partial class Square { public int Side { get; set; } }\n",
        "global using App;\nnamespace App;\npublic static class Tools { public static int Twice(this Square s) => s.Area() * 2; }\n",
    ),
    "Use.cs": (
        "using App;\nclass Use { int Run(Square s) => s.Area() + s.Twice(); }\n",
        "class Use { void Run() { var s = new Square { Side = 1 }; s.Area(); } }\n",
    ),
}

LUA: Versions = {
    "shape.lua": (
        "local Shape = {}\nShape.__index = Shape\nfunction Shape.new(side) return setmetatable({ side = side }, Shape) end\n"
        "function Shape:area() return self.side end\nreturn Shape\n",
        "local M = {}\nlocal function side() return 1 end\nfunction M.new() return M end\nfunction M:area() return side() end\nreturn M\n",
    ),
    "use.lua": (
        "local Shape = require('shape')\nlocal s = Shape.new(1)\nprint(s:area())\n",
        "local make = require('shape').new\nlocal function run(one) return one:area() end\nrun(make())\nreturn run\n",
    ),
}

SWIFT: Versions = {
    "Sources/App/Shape.swift": (
        "protocol Shape { func area() -> Int }\nstruct Square: Shape { let side: Int; func area() -> Int { side } }\n",
        "class Shape { func area() -> Int { 1 } }\nclass Square: Shape { override func area() -> Int { let a = 2; return a } }\n",
    ),
    "Sources/App/More.swift": (
        "extension Shape { func twice() -> Int { area() * 2 } }\n",
        "extension Square { func twice(by n: Int) -> Int { n } }\nfunc helper() {}\n",
    ),
    "Sources/App/Use.swift": (
        "func run(_ s: Square) { _ = s.area() + s.twice() }\n",
        "func run() { let s = Square(side: 1); _ = s.twice(by: 2); helper() }\n",
    ),
}

KOTLIN: Versions = {
    "app/Page.kt": (
        "package app\nclass Page { fun title(text: String) {} }\nfun page(build: Page.() -> Unit) {}\n",
        "package app\nclass Page { fun title(text: String) {} }\nfun page(build: (Page) -> Unit) {}\n",
    ),
    "app/Other.kt": (
        "package app\nfun title(text: String) {}\nfun <T, R> T.then(f: (T) -> R): R = f(this)\n",
        "package app\nfun heading(text: String) {}\nfun <T> T.then(f: (T) -> Unit): T = this\n",
    ),
    "app/Use.kt": (
        'package app\nfun show() { page { title("a") }; Page().then { it.title("b") } }\n',
        'package app\nfun show() { page { it.title("a") }; Page().then { 1 }.then { it }; page { title("c") } }\n',
    ),
}
SCALA: Versions = {
    "Shape.scala": (
        "package app\ntrait Shape { def area: Int; def twice: Int = area * 2 }\nobject Shape { def make(): Shape = new Square(1) }\n",
        "package app\nabstract class Shape { def area: Int }\nclass Base\n",
    ),
    "Square.scala": (
        "package app\nclass Square(val side: Int) extends Shape { def area: Int = side }\n",
        "package app\nclass Square(s: Int) extends Shape { override def area: Int = { val a = s; a }; def grown = new Square(s + 1) }\n",
    ),
    "Use.scala": (
        "package use\nimport app._\nobject Use { def run(): Int = Shape.make().twice }\n",
        "package use\nimport app.Square\nobject Use { val s = new Square(1); def run(): Int = s.grown.area }\n",
    ),
}
