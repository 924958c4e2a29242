"""No network for this process and all that it starts, whatever program or library they run: a filter of the system's own."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

# Programs talk to each other on one machine through these; nothing of it leaves the machine.
_AF_UNIX = 1
_SOCKET_CALLS = {"x86_64": 41, "aarch64": 198}
_KILL, _ALLOW = 0x8000_0000, 0x7FFF_0000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_CALL_NUMBER, _FIRST_ARGUMENT = 0, 16
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER = 38, 22, 2


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def ban() -> bool:
    """From now on a socket for anything but this machine ends the process that asks for it, and so in every process that this one
    starts. Returns whether the system can do that; it can on Linux."""
    call = _SOCKET_CALLS.get(platform.machine())
    if sys.platform != "linux" or call is None:
        return False
    steps = (
        (_LOAD, 0, 0, _CALL_NUMBER),
        (_JUMP_IF_EQUAL, 0, 3, call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_EQUAL, 1, 0, _AF_UNIX),
        (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(steps), (_Step * len(steps))(*(_Step(*step) for step in steps)))
    system = ctypes.CDLL(None, use_errno=True)
    # Without further privileges only those may set a filter who can gain none; whoever runs the tests as root needs no more.
    if os.geteuid() != 0:
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(system.prctl(_SET_FILTER, _FILTER, ctypes.byref(program)) == 0)
