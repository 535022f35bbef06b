"""How a region is handed from rule to rule: by its address.

Numba hands a tuple on by handing on what is in it: a dozen arrays, each of seven numbers, taken apart by every call and
put together again by every rule. That was most of what there is to compile, and every week's work anew. Told of a tuple
of arrays that no rule changes, it writes the headers of the arrays down once, where Python calls, and hands on where
they stand.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
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
from numba.np.numpy_support import from_dtype, map_layout

KINDS: dict[str, tuple[str, ...]] = {}  # handed by address: the fields of each
KNOWN: list[Callable[[], np.dtype]] = []  # records that may go on in more than rules know of


def handed_by_address(kind: type[tuple], wider: Mapping[str, Callable[[], np.dtype]] | None = None) -> None:
    """Let rules take tuples of a kind by their address; every field of it is an array.

    Args:
        kind: a named tuple.
        wider: fields of which the records may be longer than rules know, and what they know of them; a rule goes by
            where they stand.
    """
    longer = wider or {}

    def typed(one: Any, context: Any) -> types.Type:
        fields = {name: type_of(part) for name, part in one._asdict().items()}
        fields.update({name: fields[name].copy(layout="A") for name in longer})
        return Whole(kind.__name__, tuple(fields.items()))

    typeof_impl.register(kind)(typed)
    KINDS[kind.__name__] = vars(kind)["_fields"]
    KNOWN.extend(longer.values())


kind_of = cache(from_dtype)  # of dozens of fields, asked by every rule that Python calls


def type_of(array: np.ndarray) -> types.Array:
    """The type of an array, as Numba says it."""
    return types.Array(kind_of(array.dtype), array.ndim, map_layout(array), readonly=not array.flags.writeable)


@cache
def known_record(given: types.Record) -> types.Record:
    """The record that rules know with which one begins; else that itself."""
    fields = [*given.fields.items()]
    told = (kind_of(one()) for one in KNOWN)
    return next((one for one in told if fields[: len(one.fields)] == [*one.fields.items()]), given)


def known_of(given: types.Type) -> types.Type:
    """What the model's own rules know of an argument: that with which it begins, and not what extensions put behind."""
    if isinstance(given, types.Record):
        return known_record(given)
    if not isinstance(given, Whole):
        return given
    names = tuple(name for name, _ in given.fields)
    begins = {kind: fields for kind, fields in KINDS.items() if names[: len(fields)] == fields}
    kind = min(begins, key=lambda one: len(begins[one]))
    known = [(name, by_strides(array)) for name, array in given.fields[: len(begins[kind])]]
    return Whole(kind, tuple(known))


def by_strides(array: types.Array) -> types.Array:
    """An array of the records that rules know, where the place of each is reckoned from the strides."""
    return array.copy(dtype=known_of(array.dtype)) if array.layout == "A" else array


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
