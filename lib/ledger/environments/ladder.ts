/** An environment of the promotion order. */
export type LadderEnvironment = { name: string; rank: number }

/** Environments of one rank, by name. Usually one environment per stage. */
export type Rung = { rank: number; environments: string[] }

/** The promotion order, lowest stage first. */
export function rungsOf(environments: readonly LadderEnvironment[]): Rung[] {
  const ranks = [...new Set(environments.map(({ rank }) => rank))].sort((a, b) => a - b)
  return ranks.map((rank) => ({
    rank,
    environments: environments
      .filter((environment) => environment.rank === rank)
      .map(({ name }) => name)
      .sort(),
  }))
}

/** Sort order of columns and lanes: by rank, then by name; environments outside the promotion order come last. */
export function compareOnLadder(
  a: { name: string; rank: number | null },
  b: { name: string; rank: number | null },
): number {
  if (a.rank !== b.rank) {
    if (a.rank === null) return 1
    if (b.rank === null) return -1
    return a.rank - b.rank
  }
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/** The environments that are stages of the promotion order. */
export function stagesOf<T extends { rank: number | null }>(
  environments: readonly T[],
): (T & { rank: number })[] {
  return environments.filter((one): one is T & { rank: number } => one.rank !== null)
}
