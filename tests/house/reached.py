"""Which actions an address can come to: read out of the compiled code of its page, so that nobody has to say it.

What a page names is followed, also inside what it calls; it errs towards too many. Actions are where it ends: each has
its permission, and tests/actions/test_every_action.py holds that it is asked for.
"""

import dis
import functools
import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType

from starlette.routing import Route

ENTRANCES = ("helsekort.web", "helsekort.api", "helsekort.messages")


def actions_of(route: Route) -> set[str]:
    """The names of the actions that the page of an address can come to."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting: list[object] = [route.endpoint]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, FunctionType) and thing.__module__.startswith("helsekort.actions"):
            found.add(thing.__name__)
        else:
            waiting += _named_by(thing)
    return found


def _named_by(thing: object) -> Iterator[object]:
    """What a page, a class or a table of an entrance names."""
    if isinstance(thing, functools.partial):
        yield from (thing.func, *thing.args, *thing.keywords.values())
    elif isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, list | tuple):
        yield from thing
    elif inspect.isclass(thing) and thing.__module__.startswith(ENTRANCES):
        yield from (getattr(each, "__func__", each) for each in vars(thing).values())
    elif isinstance(thing, property):
        yield thing.fget
    elif isinstance(thing, FunctionType) and thing.__module__.startswith(ENTRANCES):
        yield from (cell.cell_contents for cell in thing.__closure__ or ())
        yield from _in_code(thing.__code__, thing.__globals__)


def _in_code(code: CodeType, names: dict[str, object]) -> Iterator[object]:
    """What the code takes from its module, or through a module's name."""
    module: ModuleType | None = None
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            value = names.get(str(step.argval))
            module = value if isinstance(value, ModuleType) else None
            if module is None:
                yield value
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD") and module is not None:
            value = getattr(module, str(step.argval), None)
            module = value if isinstance(value, ModuleType) else None
            if module is None:
                yield value
        elif step.opname not in ("CACHE", "PRECALL", "EXTENDED_ARG"):
            module = None
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _in_code(inner, names)
