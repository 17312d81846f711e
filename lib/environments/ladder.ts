export type LadderEnvironment = { name: string; rank: number }

/** Environments of one rank, by name. Most ladders have one environment a rung. */
export type Rung = { rank: number; environments: string[] }

/** The promotion ladder, lowest rung first. */
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

/** The order of columns and lanes: by rank, then by name. */
export function compareOnLadder(
  a: { name: string; rank: number },
  b: { name: string; rank: number },
): number {
  return a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}
