import { expect, it } from "vitest"
import { ticksOf } from "@/components/ledger/timeline/canvas/ticks"
import { positionOf } from "@/components/ledger/timeline/data/viewport"

const now = Date.UTC(2026, 1, 12)

it("ticksOf never overlaps labels, from a minute to thirty years", () => {
  for (let span = 60_000; span < 30 * 365 * 86_400_000; span *= 1.7) {
    const view = { from: now - span, to: now }
    const positions = ticksOf(view, 1100).map((tick) => positionOf(view, tick.at, 1100))
    expect(positions.length).toBeGreaterThan(1)
    for (const [index, position] of positions.entries()) {
      if (index > 0) expect(position - (positions[index - 1] ?? 0)).toBeGreaterThanOrEqual(48)
    }
  }
})
