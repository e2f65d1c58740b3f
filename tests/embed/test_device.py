"""Where a model computes, and what is said about it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from indexer.embed.device import Device, choose_device, device_for
from indexer.errors import BadParameter


def torch_with(*, cuda: int = 0, bf16: bool = True, mps: bool = False, **able: bool) -> Any:
    """What is asked of torch before a device is chosen, on a machine that this one need not be."""
    return SimpleNamespace(
        cuda=SimpleNamespace(
            is_available=lambda: cuda > 0,
            device_count=lambda: cuda,
            get_device_name=lambda number: f"Card {number}",
            is_bf16_supported=lambda including_emulation: bf16,
        ),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps)),
        cpu=SimpleNamespace(get_capabilities=lambda: able),
    )


@pytest.mark.parametrize(
    ("torch", "wanted", "expected"),
    [
        (torch_with(cuda=1, mps=True), "auto", Device("cuda", "bfloat16", "CUDA on Card 0")),
        (torch_with(cuda=2), "auto", Device("cuda", "bfloat16", "CUDA on 2 cards, Card 0")),
        (torch_with(cuda=2), "cuda:1", Device("cuda:1", "bfloat16", "CUDA on Card 1")),
        (torch_with(cuda=1, bf16=False), "auto", Device("cuda", "float16", "CUDA on Card 0, which has no bfloat16")),
        (torch_with(mps=True), "auto", Device("mps", "float32", "no CUDA; Apple GPU through MPS")),
        (torch_with(mps=True), "mps", Device("mps", "float32", "Apple GPU through MPS")),
        (torch_with(avx512_bf16=True), "auto", Device("cpu", "bfloat16", "no CUDA, no MPS; CPU with native bfloat16")),
        (torch_with(avx2=True), "auto", Device("cpu", "float32", "no CUDA, no MPS; CPU")),
        (torch_with(cuda=1), "cpu", Device("cpu", "float32", "CPU, as asked")),
    ],
)
def test_the_best_device_is_chosen_and_explained(torch: Any, wanted: str, expected: Device) -> None:
    """CUDA before MPS before the CPU, unless one is asked for; half precision only where the hardware has it."""
    assert choose_device(torch, wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("cuda", "torch finds no CUDA"),
        ("mps", "torch finds no Apple GPU"),
        ("tpu", "no device is called 'tpu'"),
        ("cpu:1", "no device is called 'cpu:1'"),
    ],
)
def test_a_device_that_is_not_there_is_refused(wanted: str, said: str) -> None:
    """What was asked for is never replaced silently."""
    with pytest.raises(BadParameter, match=said):
        choose_device(torch_with(), wanted)


def test_a_card_that_is_not_there_is_refused() -> None:
    """Cards are counted from 0."""
    with pytest.raises(BadParameter, match="there are 1 cards"):
        choose_device(torch_with(cuda=1), "cuda:1")


def test_questions_are_computed_as_the_index_was() -> None:
    """An index that a card made in bfloat16 is asked in bfloat16 on a CPU that would choose otherwise."""
    assert device_for(torch_with(), "torch-bfloat16").precision == "bfloat16"
    assert device_for(torch_with(), "torch-float32") == choose_device(torch_with())
    with pytest.raises(BadParameter, match="no engine"):
        device_for(torch_with(), "torch-int4")
