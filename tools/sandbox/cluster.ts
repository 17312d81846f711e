import { Registry } from "./registry"
import type { Store } from "./store"

/** What every verb of the API works on. */
export type Cluster = { store: Store; registry: Registry }

export function clusterOn(store: Store): Cluster {
  return { store, registry: new Registry(store) }
}
