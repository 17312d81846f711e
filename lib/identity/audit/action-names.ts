import renamed from "./renamed-actions.json"

// Stored entries keep the old name of a renamed action, as the hash chain covers it.
const renamedActions: ReadonlyMap<string, string> = new Map(Object.entries(renamed))

/** The current name of a stored action. */
export function currentActionName(stored: string): string {
  return renamedActions.get(stored) ?? stored
}

/** All names under which entries of an action are stored; takes its current or old name. */
export function storedActionNames(action: string): string[] {
  const current = currentActionName(action)
  const oldNames = [...renamedActions].filter(([, name]) => name === current).map(([oldName]) => oldName)
  return [current, ...oldNames]
}
