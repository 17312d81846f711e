/** Renamed actions. Stored entries keep their old name, as the hash chain covers it. */
const renamedActions: ReadonlyMap<string, string> = new Map([
  ["release.mended", "release.repaired"],
  ["release.name_given_away", "release.name_freed"],
])

/** The current name of a stored action. */
export function currentActionName(stored: string): string {
  return renamedActions.get(stored) ?? stored
}

/** All names under which entries of an action are stored, given its current or old name. */
export function storedActionNames(action: string): string[] {
  const current = currentActionName(action)
  const oldNames = [...renamedActions].filter(([, name]) => name === current).map(([oldName]) => oldName)
  return [current, ...oldNames]
}
