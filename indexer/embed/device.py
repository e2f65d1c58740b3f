"""Where a sentence model computes: chosen by what there is, and always said."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from typing import Any, Final

from indexer.errors import BadParameter

DEVICES: Final = ("auto", "cuda", "mps", "cpu", "openvino")
"""What `device` may be; a card of several by number, as `cuda:1`."""

_PRECISIONS: Final = {"torch-bfloat16": "bfloat16", "torch-float16": "float16", "torch-float32": "float32"}


@dataclass(frozen=True)
class Device:
    """Where a model computes."""

    name: str
    """As torch names it: 'cuda', 'cuda:1', 'mps' or 'cpu'; 'cuda' alone is every card there is."""
    precision: str
    """As torch names it: 'bfloat16', 'float16' or 'float32'."""
    why: str
    """One clause for people."""

    @property
    def kind(self) -> str:
        """'cuda', 'mps' or 'cpu'."""
        return self.name.partition(":")[0]


def choose_device(torch: Any, wanted: str = "auto") -> Device:
    """CUDA, then Apple's MPS, then the CPU; half precision where the hardware multiplies it natively.

    Args:
        torch: The imported module.
        wanted: 'auto', or what to use.

    Raises:
        BadParameter: what is wanted is not there.
    """
    kind = wanted.partition(":")[0]
    if kind not in DEVICES or (":" in wanted and kind != "cuda"):
        raise BadParameter(f"no device is called {wanted!r}; use {', '.join(DEVICES)}")
    if kind == "cuda" or (wanted == "auto" and torch.cuda.is_available()):
        return _cuda(torch, "cuda" if wanted == "auto" else wanted)
    if kind == "mps" or (wanted == "auto" and torch.backends.mps.is_available()):
        if not torch.backends.mps.is_available():
            raise BadParameter("device mps was asked for, and torch finds no Apple GPU; use auto")
        return Device(
            "mps", "float32", "Apple GPU through MPS" if wanted == "mps" else "no CUDA; Apple GPU through MPS"
        )
    told = "CPU, as asked" if wanted == "cpu" else "no CUDA, no MPS; CPU"
    able = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    if able.get("avx512_bf16") or able.get("amx_bf16") or able.get("amx_tile") or able.get("bf16"):
        return Device("cpu", "bfloat16", f"{told} with native bfloat16")
    return Device("cpu", "float32", told)


def device_for(torch: Any, engine: str, wanted: str = "auto") -> Device:
    """A device that makes vectors of an engine: what is asked must be computed as what is stored was.

    Args:
        torch: The imported module.
        engine: 'torch-bfloat16', 'torch-float16' or 'torch-float32'.
        wanted: As for `choose_device`.

    Raises:
        BadParameter: the device or the engine is not there.
    """
    if engine not in _PRECISIONS:
        raise BadParameter(f"no engine of this version is called {engine!r}")
    device = choose_device(torch, wanted)
    precision = _PRECISIONS[engine]
    return (
        device
        if device.precision == precision
        else Device(device.name, precision, f"{device.why}, as the index has it")
    )


def may_have_gpu() -> bool:
    """Whether it is worth asking torch, which takes seconds to import, for a GPU: False is sure."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    if os.name == "nt":
        return shutil.which("nvidia-smi") is not None
    # NVIDIA's driver, the one in WSL, AMD's (torch calls its cards cuda too).
    return any(os.path.exists(path) for path in ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd"))


def _cuda(torch: Any, name: str) -> Device:
    if not torch.cuda.is_available():
        raise BadParameter(
            f"device {name} was asked for, and torch finds no CUDA; use auto, or install a CUDA build of torch"
        )
    count = torch.cuda.device_count()
    number = int(name.partition(":")[2] or 0)
    if number >= count:
        raise BadParameter(f"device {name} was asked for, and there are {count} cards (from cuda:0)")
    card = torch.cuda.get_device_name(number)
    told = f"CUDA on {card}" if count == 1 or ":" in name else f"CUDA on {count} cards, {card}"
    if torch.cuda.is_bf16_supported(including_emulation=False):
        return Device(name, "bfloat16", told)
    return Device(name, "float16", f"{told}, which has no bfloat16")
