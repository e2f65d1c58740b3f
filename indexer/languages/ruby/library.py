"""Methods that every Ruby object, module or file has."""

from __future__ import annotations

from typing import Final

KERNEL: Final = frozenset(
    """Array Complex Float Hash Integer Rational String __dir__ abort at_exit autoload binding block_given? caller caller_locations catch
    eval exec exit exit! fail fork format gets global_variables lambda load local_variables loop open p pp print printf proc putc puts
    raise rand readline readlines require require_relative select set_trace_func sleep spawn sprintf srand syscall system tap test throw
    trap warn method methods send public_send respond_to? instance_variable_get instance_variable_set instance_variable_defined?
    instance_of? is_a? kind_of? nil? object_id freeze frozen? dup clone hash inspect to_s class define_singleton_method extend
    singleton_class itself then instance_variables instance_eval instance_exec equal? display public_methods""".split()
)
"""Methods of `Kernel` and `Object`."""

MODULE: Final = frozenset(
    """attr attr_reader attr_writer attr_accessor include extend prepend private public protected module_function private_class_method
    public_class_method private_constant public_constant deprecate_constant define_method alias_method remove_method undef_method
    instance_method instance_methods method_defined? const_get const_set const_missing const_defined? constants class_eval class_exec
    module_eval refine using class_variable_get class_variable_set name ancestors new allocate superclass""".split()
)
"""Methods of `Module` and `Class`."""

RSPEC: Final = frozenset(
    """describe context it specify example let let! subject before after around expect expect_any_instance_of allow allow_any_instance_of
    receive receive_messages have_received eq eql equal be be_a be_an be_nil be_truthy be_falsey be_empty be_within be_between match
    match_array contain_exactly include_examples it_behaves_like it_should_behave_like shared_examples shared_examples_for
    shared_context include_context raise_error change double instance_double class_double spy described_class is_expected
    have_attributes start_with end_with stub_const a_kind_of an_instance_of hash_including array_including any_args no_args fcontext
    fdescribe fit xit xdescribe xcontext pending skip aggregate_failures satisfy""".split()
)
"""What RSpec gives to its own files."""
