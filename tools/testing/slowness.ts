/** The CPU time in milliseconds that the reference computation takes on an idle machine. */
const referenceMs = 6
const text = JSON.stringify(
  Array.from({ length: 8_000 }, (_, index) => ({
    [`key${index}`]: `value ${index}`,
    nested: [index, true, null],
  })),
)

/**
 * How much slower this machine currently computes than normal, at least 1: shared processors are slower even in measured
 * CPU time.
 */
export function slowness(): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.threadCpuUsage()
    JSON.parse(text)
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  })
  const [, , median = 0] = times.sort((a, b) => a - b)
  return Math.max(1, median / referenceMs)
}
