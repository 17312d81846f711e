import { Worker } from "node:worker_threads"
import { expect, it } from "vitest"
import { delayBounds, LoopDelays } from "./loop-delay"

const compute = (milliseconds: number) => {
  const { user } = process.threadCpuUsage()
  while (process.threadCpuUsage().user - user < milliseconds * 1_000);
}

const longerThan = (figures: readonly number[], bound: (typeof delayBounds)[number]) =>
  (figures.at(-2) ?? 0) - (figures[delayBounds.indexOf(bound)] ?? 0)

it("LoopDelays counts only the delays of its thread", async () => {
  const loop = new LoopDelays()
  const busyWorker = new Worker("for (;;);", { eval: true })
  await expect.poll(() => loop.figures.at(-2)).toBeGreaterThan(20)
  const before = loop.figures
  compute(120)
  await expect.poll(() => longerThan(loop.figures, 0.1)).toBe(longerThan(before, 0.1) + 1)
  expect(longerThan(loop.figures, 1)).toBe(0)
  expect((loop.figures.at(-1) ?? 0) - (before.at(-1) ?? 0)).toBeGreaterThan(0.1)
  loop.stop()
  await busyWorker.terminate()
})
