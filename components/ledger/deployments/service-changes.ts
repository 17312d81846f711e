export type ServiceState = "added" | "removed" | "changed" | "same"

export interface ServiceChange {
  service: string
  before: string | null
  after: string | null
  state: ServiceState
}

type Versions = Readonly<Record<string, string>>

/** Every service of either deployment with its change: changed services first, then by name. */
export function serviceChanges(before: Versions | null, after: Versions): ServiceChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)])
  return [...names]
    .map((service) => changeOf(service, before, after))
    .sort((a, b) => order[a.state] - order[b.state] || a.service.localeCompare(b.service, "en"))
}

const order: Record<ServiceState, number> = { changed: 0, added: 1, removed: 2, same: 3 }

function changeOf(service: string, before: Versions | null, after: Versions): ServiceChange {
  const [was, is] = [before?.[service] ?? null, after[service] ?? null]
  return { service, before: was, after: is, state: before === null ? "same" : stateOf(was, is) }
}

function stateOf(was: string | null, is: string | null): ServiceState {
  if (was === null) return "added"
  if (is === null) return "removed"
  return was === is ? "same" : "changed"
}
