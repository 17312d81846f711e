import { useSyncExternalStore } from "react"
import type { createStore } from "@/lib/web/client/store"

/** The value of a store; on the server and during hydration the initial one. */
export function useStore<T>({ initial, get, subscribe }: ReturnType<typeof createStore<T>>): T {
  return useSyncExternalStore(subscribe, get, () => initial)
}
