"""How a region is handed from rule to rule: by its address.

Numba hands a tuple on by handing on what is in it: a dozen arrays, each of seven numbers, taken apart by every call and
put together again by every rule. That was most of what there is to compile, and every week's work anew. Told of a tuple
of arrays that no rule changes, it writes the headers of the arrays down once, where Python calls, and hands on where
they stand.
"""

import hashlib
from collections.abc import Collection
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_cast,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)


def handed_by_address(kind: type[tuple], wider: Collection[str] = ()) -> None:
    """Let rules take tuples of a kind by their address; every field of it is an array.

    Args:
        kind: a named tuple.
        wider: fields of which the records may be longer than a rule knows; it goes by where they stand.
    """

    def typed(one: Any, context: Any) -> types.Type:
        fields = {name: typeof_impl(part, context) for name, part in one._asdict().items()}
        fields.update({name: fields[name].copy(layout="A") for name in wider})
        return Whole(kind.__name__, tuple(fields.items()))

    typeof_impl.register(kind)(typed)


def is_also(given: types.Type, asked: types.Type) -> bool:
    """Whether what has one type can be taken as another: as that itself, or as what it begins with."""
    if isinstance(given, types.Record) and isinstance(asked, types.Record):
        return list(given.fields.items())[: len(asked.fields)] == list(asked.fields.items())
    if isinstance(given, Whole) and isinstance(asked, Whole) and len(given.fields) >= len(asked.fields):
        begins = zip(given.fields, asked.fields, strict=False)
        return all(name == other and are_also(one, another) for (name, one), (other, another) in begins)
    return given == asked


def are_also(given: types.Array, asked: types.Array) -> bool:
    """Whether the records of an array can be taken as others; not where their place is reckoned from their length."""
    by_strides = given.layout == asked.layout == "A" and given.copy(dtype=asked.dtype) == asked
    return given == asked or (by_strides and is_also(given.dtype, asked.dtype))


class Whole(types.Type):
    """A tuple of arrays that stays where it is.

    Attributes:
        fields: name and type of each.
    """

    def __init__(self, kind: str, fields: tuple[tuple[str, types.Array], ...]) -> None:
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


@lower_cast(Whole, Whole)
@lower_cast(types.Record, types.Record)
def as_what_it_begins_with(context: Any, builder: Any, given: types.Type, asked: types.Type, address: Any) -> Any:
    """The same address."""
    return builder.bitcast(address, context.get_value_type(asked))


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
