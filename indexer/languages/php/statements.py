"""Statements of PHP: namespaces, `use`, control flow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from tree_sitter import Node

from indexer.languages.php.classes import Classes
from indexer.languages.php.docs import NOTHING
from indexer.languages.php.names import CLASS, CONSTANT, FUNCTION, last_part
from indexer.languages.toolkit.builder import Builder
from indexer.model import units
from indexer.model.units import ELEMENT, IMPORT, Expr


class Statements(Classes):
    """Reads one file."""

    def __init__(self, builder: Builder) -> None:
        """Args: the builder of the file."""
        super().__init__(builder)
        handlers: dict[str, Callable[[Node], None]] = {
            "namespace_definition": self._namespace,
            "namespace_use_declaration": self._use,
            "class_declaration": self.class_like,
            "interface_declaration": self.class_like,
            "trait_declaration": self.class_like,
            "enum_declaration": self.class_like,
            "function_definition": self.function,
            "const_declaration": self.constants,
            "expression_statement": self._expression_statement,
            "echo_statement": self._each,
            "return_statement": self._return,
            "if_statement": self._if,
            "else_if_clause": self._if,
            "else_clause": self._conditional_block,
            "while_statement": self._conditional_block,
            "do_statement": self._conditional_block,
            "for_statement": self._conditional_block,
            "switch_statement": self._conditional_block,
            "switch_block": self._each,
            "case_statement": self._each,
            "default_statement": self._each,
            "foreach_statement": self._foreach,
            "try_statement": self._conditional_block,
            "catch_clause": self._catch,
            "finally_clause": self._each,
            "compound_statement": self.block,
            "colon_block": self.block,
            "global_declaration": self._global,
            "function_static_declaration": self._static,
            "method_declaration": self.function,
            "ERROR": self.block,
        }
        for ignored in ("text", "text_interpolation", "php_tag", "comment", "empty_statement", "named_label_statement",
                        "break_statement", "continue_statement", "goto_statement"):  # fmt: skip
            handlers[ignored] = lambda _: None
        self._statements = handlers

    def program(self, root: Node) -> None:
        """The whole file; an unbraced namespace holds up to the next."""
        for children in _sections(root):
            first = children[0]
            if first.type == "namespace_definition" and first.child_by_field_name("body") is None:
                entered = self._enter_namespace(first)
                self._run(children[1:])
                if entered:
                    self._leave_namespace()
            else:
                self._run(children)

    def block(self, node: Node) -> None:
        """The statements of a block."""
        self._run(node.named_children)

    def _run(self, children: list[Node]) -> None:
        handlers = self._statements
        comment: Node | None = None
        for child in children:
            kind = child.type
            if kind == "comment":
                comment = child
                continue
            self.docs = self.comment(comment) if comment is not None else NOTHING
            comment = None
            handler = handlers.get(kind)
            if handler is not None:
                handler(child)
            else:
                self.use_unless_plain(self.expression(child))
        self.docs = NOTHING

    def _each(self, node: Node) -> None:
        """Statements and expressions, one after the other."""
        for child in node.named_children:
            self.statement(child)

    def statement(self, node: Node | None) -> None:
        """One statement or expression."""
        if node is None:
            return
        handler = self._statements.get(node.type)
        if handler is not None:
            handler(node)
        else:
            self.use_unless_plain(self.expression(node))

    # ------------------------------------------------------------ namespaces

    def _enter_namespace(self, node: Node) -> bool:
        """Opens a namespace; one without a name is the global one, in which the file already is."""
        builder = self.builder
        name_node = node.child_by_field_name("name")
        name = builder.text(name_node) if name_node is not None else ""
        self.names.enter(name)
        if name_node is None:
            return False
        body = node.child_by_field_name("body")
        symbol = builder.symbol("namespace", name.replace("\\", "."), node, name_node, body=body)
        self.namespace_scope = builder.open(units.NAMESPACE_SCOPE, namespace=name, symbol=symbol)
        self.function_scope = self.namespace_scope
        return True

    def _leave_namespace(self) -> None:
        self.builder.close()
        self.namespace_scope = self.function_scope = 0

    def _namespace(self, node: Node) -> None:
        entered = self._enter_namespace(node)
        body = node.child_by_field_name("body")
        if body is not None:
            self.block(body)
        if entered:
            self._leave_namespace()

    def _use(self, node: Node) -> None:
        """`use a, function b as c, const d{e, f};`, with namespaces before the names."""
        builder = self.builder
        kind, prefix = _use_kind(node), ""
        clauses: list[Node] = []
        for child in node.named_children:
            if child.type == "namespace_name":
                prefix = builder.text(child).strip("\\") + "\\"
            elif child.type == "namespace_use_group":
                clauses += child.named_children
            else:
                clauses.append(child)
        for clause in clauses:
            if clause.type != "namespace_use_clause" or not clause.named_child_count:
                continue
            alias = clause.child_by_field_name("alias")
            named = next((one for one in clause.named_children if one.type in {"name", "qualified_name"}), None)
            if named is None:
                continue
            full = prefix + builder.text(named).strip("\\")
            own = _use_kind(clause, kind)
            self.names.add(own, builder.text(alias) if alias is not None else full.rpartition("\\")[2], full)
            builder.use((IMPORT, last_part(named), f"{own} {full}", ""), "imports", scope=0)

    # ------------------------------------------------------------ control flow

    def _expression_statement(self, node: Node) -> None:
        for child in node.named_children:
            value = self.expression(child)
            if child.type != "assignment_expression":  # which says by itself what it evaluates
                self.use_unless_plain(value)

    def _return(self, node: Node) -> None:
        for child in node.named_children:
            if child.type != "comment":
                value = self.expression(child)
                self.use_unless_plain(value)
                if self.in_function:
                    self.builder.returns(value)

    def _conditional_block(self, node: Node) -> None:
        """Statements that may not run, or run more than once."""
        self.branches += 1
        self._each(node)
        self.branches -= 1

    def _if(self, node: Node) -> None:
        """What `instanceof` says of a variable holds in the body."""
        condition = node.child_by_field_name("condition")
        self.use_unless_plain(self.expression(condition))
        self.branches += 1
        narrowed = self._narrowed(condition)
        with self.builder.inside() if narrowed else nullcontext():
            for variable, type_ in narrowed:
                self.builder.declare(
                    self.builder.text(variable),
                    variable.start_byte,
                    units.VARIABLE,
                    units.VALUES,
                    flags=units.PRIVATE,
                    type=type_,
                )
            self.statement(node.child_by_field_name("body"))
        for child in node.children_by_field_name("alternative"):
            self.statement(child)
        self.branches -= 1

    def _narrowed(self, condition: Node | None) -> list[tuple[Node, Expr]]:
        """Variables that a condition says to be instances of classes."""
        found: list[tuple[Node, Expr]] = []
        todo = [condition] if condition is not None else []
        while todo:
            one = todo.pop()
            if one.type == "parenthesized_expression":
                todo += one.named_children
            elif one.type == "binary_expression":
                operator, right = one.child_by_field_name("operator"), one.child_by_field_name("right")
                left = one.child_by_field_name("left")
                kind = operator.type if operator is not None else ""
                if kind in {"&&", "and"}:
                    todo += [side for side in (left, right) if side is not None]
                elif kind == "instanceof" and left is not None and right is not None and left.type == "variable_name":
                    type_ = self.type(right)
                    if type_ is not None and self.builder.text(left) != "$this":
                        found.append((left, type_))
        return found

    def _foreach(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        heads = [one for one in node.named_children if one.type != "comment" and one != body]
        if not heads:
            return
        iterated = self.expression(heads[0])
        self.use_unless_plain(iterated)
        element: Expr = (ELEMENT, heads[0].start_byte, iterated) if iterated is not None else None
        self.branches += 1
        for head in heads[1:]:
            parts = head.named_children if head.type == "pair" else [head]
            for position, part in enumerate(parts):
                target = part.named_children[0] if part.type == "by_ref" and part.named_child_count else part
                is_value = position == len(parts) - 1
                self.branches -= 1
                self.assign(target, element if is_value else None, part)
                self.branches += 1
        self.statement(body)
        self.branches -= 1

    def _catch(self, node: Node) -> None:
        types = node.child_by_field_name("type")
        caught = self.type(types)
        self.use_type(caught)
        name = node.child_by_field_name("name")
        if name is not None:
            self.bind(name, None, name, type_=caught)
        self.statement(node.child_by_field_name("body"))

    def _global(self, node: Node) -> None:
        """`global $x`: the file's own variable."""
        for child in node.named_children:
            if child.type == "variable_name":
                self.variables.add(self.builder.text(child))

    def _static(self, node: Node) -> None:
        for child in node.named_children:
            name = child.child_by_field_name("name")
            value = self.expression(child.child_by_field_name("value"))
            self.use_unless_plain(value)
            if name is not None:
                self.bind(name, value, child)


def _sections(root: Node) -> list[list[Node]]:
    """The statements of a file, parted before each unbraced namespace."""
    found: list[list[Node]] = [[]]
    for child in root.named_children:
        if child.type == "namespace_definition" and child.child_by_field_name("body") is None:
            found.append([])
        found[-1].append(child)
    return [section for section in found if section]


def _use_kind(node: Node, otherwise: str = CLASS) -> str:
    """Whether a `use` is of classes, functions or constants."""
    kind = node.child_by_field_name("type")
    return {"function": FUNCTION, "const": CONSTANT}.get(kind.type, otherwise) if kind is not None else otherwise
