export type RankedEnvironment = { name: string; rank: number }

/** The environments of one rank, by name; usually one. */
export type Stage = { rank: number; environments: string[] }

/** The stages of the promotion order, lowest first. */
export function stagesOf(environments: readonly RankedEnvironment[]): Stage[] {
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
export function compareRank(
  a: { name: string; rank: number | null },
  b: { name: string; rank: number | null },
): number {
  const byRank = (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE)
  return byRank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

export function rankedEnvironments<T extends { rank: number | null }>(
  environments: readonly T[],
): (T & { rank: number })[] {
  return environments.filter((environment): environment is T & { rank: number } => environment.rank !== null)
}

/** Sort order for overviews: production first, then from the highest rank down. */
export function compareImportance(
  a: { name: string; rank: number | null; production: boolean },
  b: { name: string; rank: number | null; production: boolean },
): number {
  if (a.production !== b.production) return a.production ? -1 : 1
  if (a.rank === b.rank || a.rank === null || b.rank === null) return compareRank(a, b)
  return b.rank - a.rank
}
