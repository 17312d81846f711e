const edgesSeconds = [0, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400] as const

/** Where the bins of the duration histogram begin, in seconds; the last has no end. */
export const durationEdges: readonly number[] = edgesSeconds

export type DurationBin = { fromSeconds: number; toSeconds: number | null; count: number }

/** Every bin, from how many durations began in each; `counts` is by the index of the bin. */
export function durationBins(counts: ReadonlyMap<number, number>): DurationBin[] {
  return durationEdges.map((fromSeconds, index) => ({
    fromSeconds,
    toSeconds: durationEdges[index + 1] ?? null,
    count: counts.get(index) ?? 0,
  }))
}

/** The bin that a duration falls into: the last that begins at or before it. */
export function durationBinOf(seconds: number): number {
  return durationEdges.findLastIndex((edge) => edge <= seconds)
}
