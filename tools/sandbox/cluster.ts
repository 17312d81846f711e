import { Registry } from "./registry"
import type { Store } from "./store"

/** The state that every API operation works on. */
export type Cluster = { store: Store; registry: Registry }

export function clusterOn(store: Store): Cluster {
  return { store, registry: new Registry(store) }
}
