/** What the yardstick takes of the processor on a machine with nothing else to do, in milliseconds. */
const usualMs = 6
const text = JSON.stringify(
  Array.from({ length: 8_000 }, (_, index) => ({
    [`key${index}`]: `value ${index}`,
    nested: [index, true, null],
  })),
)

/**
 * How many times as long this machine computes now as it usually would: processors that share their parts with others are
 * slower, also in the time that they count. At least 1.
 */
export function slowness(): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.threadCpuUsage()
    JSON.parse(text)
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  })
  const [, , median = 0] = times.sort((a, b) => a - b)
  return Math.max(1, median / usualMs)
}
