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
