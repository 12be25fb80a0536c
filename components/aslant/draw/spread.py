"""Positions on a line: as near as possible to where each one should be, in order and with minimum distances."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["spread"]


def spread(wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return positions with the least weighted sum of squared distances from the wishes.

    `gaps` are the minimum distances between neighbors. Without its offset from the first, each position must be at
    least the one before it, which is isotonic regression. Pooling adjacent violators solves it exactly.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # the mean of the wishes, their weight and number
    for wish, weight, offset in zip(wishes, weights, offsets, strict=False):
        mean, total, count = wish - offset, weight, 1
        while pools and pools[-1][0] > mean:
            before, heavy, many = pools.pop()
            mean = (mean * total + before * heavy) / (total + heavy)
            total, count = total + heavy, count + many
        pools.append((mean, total, count))
    positions = [mean for mean, _, count in pools for _ in range(count)]
    return [position + offset for position, offset in zip(positions, offsets, strict=False)]
