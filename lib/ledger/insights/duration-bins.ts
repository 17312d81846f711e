const edgesSeconds = [0, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400] as const

/** Where the bins of the duration histogram start, in seconds; the last is open-ended. */
export const durationEdges: readonly number[] = edgesSeconds

export type DurationBin = { fromSeconds: number; toSeconds: number | null; count: number }

/** Every bin with its count; `counts` is keyed by bin index. */
export function durationBins(counts: ReadonlyMap<number, number>): DurationBin[] {
  return durationEdges.map((fromSeconds, index) => ({
    fromSeconds,
    toSeconds: durationEdges[index + 1] ?? null,
    count: counts.get(index) ?? 0,
  }))
}

/** The bin of a duration: the last that starts at or below it. */
export function durationBinOf(seconds: number): number {
  return durationEdges.findLastIndex((edge) => edge <= seconds)
}
