import { useSyncExternalStore } from "react"

const never = () => () => {}

/** A value known only in the browser; `onServer` on the server and during hydration. */
export function useClientValue<T>(read: () => T, onServer: T): T {
  return useSyncExternalStore(never, read, () => onServer)
}

export const useHydrated = () => useClientValue(() => true, false)

/** The origin of this server as seen by the browser. */
export const useOrigin = () => useClientValue(() => window.location.origin, "")
