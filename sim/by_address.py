"""How a region is handed from rule to rule: by its address.

Numba hands a tuple on by handing on what is in it: a dozen arrays, each of seven numbers, taken apart by every call and
put together again by every rule. That was most of what there is to compile, and every week's work anew. Told of a tuple
of arrays that no rule changes, it writes the headers of the arrays down once, where Python calls, and hands on where
they stand.
"""

import hashlib
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)


def handed_by_address(kind: type[tuple]) -> None:
    """Let rules take tuples of a kind by their address; every field of it is an array.

    Args:
        kind: a named tuple.
    """

    def typed(one: Any, context: Any) -> types.Type:
        return Whole(kind.__name__, tuple((name, typeof_impl(part, context)) for name, part in one._asdict().items()))

    typeof_impl.register(kind)(typed)


class Whole(types.Type):
    """A tuple of arrays that stays where it is.

    Attributes:
        fields: name and type of each.
    """

    def __init__(self, kind: str, fields: tuple[tuple[str, types.Type], ...]) -> None:
        self.fields = fields
        super().__init__(f"{kind}({hashlib.sha256(repr(fields).encode()).hexdigest()[:12]})")


@register_model(Whole)
class AddressOfWhole(models.PrimitiveModel):
    """Where the headers of its arrays stand, one behind the other."""

    def __init__(self, manager: Any, whole: Whole) -> None:
        headers = ir.LiteralStructType([manager.lookup(kind).get_value_type() for _, kind in whole.fields])
        super().__init__(manager, whole, headers.as_pointer())


@infer_getattr
class FieldOfWhole(AttributeTemplate):
    """Of which type a field is."""

    key = Whole

    def generic_resolve(self, whole: Whole, name: str) -> types.Type | None:
        return dict(whole.fields).get(name)


@lower_getattr_generic(Whole)
def field_of(context: Any, builder: Any, whole: Whole, address: Any, name: str) -> Any:
    """Read the header of an array."""
    place = [field for field, _ in whole.fields].index(name)
    header = builder.load(cgutils.gep_inbounds(builder, address, 0, place))
    return impl_ret_borrowed(context, builder, dict(whole.fields)[name], header)


@unbox(Whole)
def from_python(whole: Whole, given: Any, made: Any) -> NativeValue:
    """Write the headers of the arrays down for as long as the call takes; the arrays are Python's."""
    builder = made.builder
    address = cgutils.alloca_once(builder, made.context.get_value_type(whole).pointee)
    fault, held = cgutils.false_bit, []
    for place, (_, kind) in enumerate(whole.fields):
        array = made.unbox(kind, made.pyapi.tuple_getitem(given, place))
        builder.store(array.value, cgutils.gep_inbounds(builder, address, 0, place))
        fault = builder.or_(fault, array.is_error)
        held.append((kind, array.value))

    def let_go() -> None:
        if made.context.enable_nrt:  # not in rules, which count no references
            for kind, header in held:
                made.context.nrt.decref(builder, kind, header)

    return NativeValue(address, is_error=fault, cleanup=let_go)
