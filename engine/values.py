"""`dataclass`, `field` and `replace` as the standard library means them, at a tenth of their cost at start.

The program has about a hundred small value classes, and the standard decorator compiles six methods for each
when its module is imported: that alone costs more than reading a chronology. Here the methods are shared by
all classes, and `__init__` is compiled when the first value of a class is made. The standard functions
(`fields`, `asdict`, `replace`) and pydantic work on these classes too. What is supported is what the program
uses: `frozen`, `slots`, `field(default, default_factory)`, `__post_init__`, no inheritance.

See docs/decisions/0004-value-classes.md. The type checker is shown the standard decorator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from operator import attrgetter

    _NOTHING = object()

    class _Field:
        """A field's default, as `field()` gives it."""

        __slots__ = ("default", "default_factory")

        def __init__(self, default=_NOTHING, default_factory=_NOTHING):
            self.default = default
            self.default_factory = default_factory

    field = _Field
    _become = object.__dict__["__class__"].__set__

    def dataclass(*, frozen=False, slots):
        """A class decorator: the class anew, with slots for its annotated names and the methods of a value."""
        if not slots:
            raise TypeError("a value class has slots")
        return _frozen if frozen else _mutable

    def replace(value, /, **changes):
        """A copy of a value with some fields changed."""
        cls = type(value)
        values, names = list(cls._values(value)), cls.__match_args__
        for name, new in changes.items():
            if name not in names:
                raise TypeError(f"{cls.__qualname__} has no field {name!r}")
            values[names.index(name)] = new
        return cls(*values)

    def _frozen(cls):
        methods = {"__setattr__": _refuse_set, "__delattr__": _refuse_delete, "__hash__": _hash}
        return _made(cls, methods, frozen=True)

    def _mutable(cls):
        return _made(cls, {"__hash__": None}, frozen=False)

    def _made(cls, methods, frozen):
        if cls.__bases__ != (object,):
            raise TypeError(f"{cls.__name__}: a value class inherits from nothing")
        own = dict(cls.__dict__)
        names = tuple(own.get("__annotations__", ()))
        defaults = {}
        for name in names:
            if name in own:
                given = own.pop(name)
                defaults[name] = given if isinstance(given, _Field) else _Field(given)
        del own["__dict__"], own["__weakref__"]
        made = type(
            cls.__name__,
            (),
            {
                "__slots__": names,
                "__match_args__": names,
                "__eq__": _eq,
                "__repr__": _repr,
                "__reduce__": _reduce,
                **methods,
                "__dataclass_fields__": _StandardFields(defaults),
                **own,
                "__qualname__": cls.__qualname__,
            },
        )
        type.__setattr__(made, "_values", _values_of(names))
        type.__setattr__(made, "__init__", _lazy_init(made, names, defaults, frozen))
        return made

    def _values_of(names):
        """What hands out all fields of a value as one tuple."""
        if len(names) > 1:
            return attrgetter(*names)
        if names:
            only = attrgetter(*names)
            return staticmethod(lambda value: (only(value),))
        return staticmethod(lambda value: ())

    def _lazy_init(cls, names, defaults, frozen):
        def first_init(self, *args, **kwargs):
            cls.__init__ = _compiled_init(cls, names, defaults, frozen)
            cls.__init__(self, *args, **kwargs)

        return first_init

    def _compiled_init(cls, names, defaults, frozen):
        """A frozen value is filled in while it is of an open twin class: `object.__setattr__` costs thrice as much."""
        known = {"_nothing": _NOTHING}
        parameters, body = [], []
        if frozen and names:
            known |= {"_become": _become, "_frozen": cls, "_open": type(cls.__name__, (), {"__slots__": names})}
            body.append(" _become(self, _open)")
        for name in names:
            value = name
            default = defaults.get(name)
            if default is None:
                parameters.append(name)
            elif default.default is not _NOTHING:
                known[f"_default_{name}"] = default.default
                parameters.append(f"{name}=_default_{name}")
            else:
                known[f"_make_{name}"] = default.default_factory
                parameters.append(f"{name}=_nothing")
                value = f"_make_{name}() if {name} is _nothing else {name}"
            body.append(f" self.{name} = {value}")
        if frozen and names:
            body.append(" self.__class__ = _frozen")
        if hasattr(cls, "__post_init__"):
            body.append(" self.__post_init__()")
        exec(f"def __init__(self, {', '.join(parameters)}):\n" + ("\n".join(body) or " pass"), known)
        init = known["__init__"]
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        return init

    def _eq(self, other):
        if other.__class__ is self.__class__:
            return self is other or self._values(self) == other._values(other)
        return NotImplemented

    def _hash(self):
        return hash(self._values(self))

    def _repr(self):
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({told})"

    def _reduce(self):
        return self.__class__, self._values(self)

    def _refuse_set(self, name, value):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_delete(self, name):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    class _StandardFields:
        """`__dataclass_fields__`, made when the standard library or pydantic first asks for it."""

        __slots__ = ("_defaults",)

        def __init__(self, defaults):
            self._defaults = defaults

        def __get__(self, value, cls):
            import dataclasses

            standard = []
            for name, kind in cls.__annotations__.items():
                given = self._defaults.get(name)
                if given is None:
                    default = dataclasses.field()
                elif given.default is not _NOTHING:
                    default = dataclasses.field(default=given.default)
                else:
                    default = dataclasses.field(default_factory=given.default_factory)
                standard.append((name, kind, default))
            twin = dataclasses.make_dataclass(cls.__name__, standard)
            made = twin.__dataclass_fields__
            type.__setattr__(cls, "__dataclass_fields__", made)
            return made


__all__ = ["dataclass", "field", "replace"]
