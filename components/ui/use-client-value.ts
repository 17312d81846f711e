import { useSyncExternalStore } from "react"

const never = () => () => {}

/** What only the browser knows; `onServer` on the server and in the first render in the browser. */
export function useClientValue<T>(read: () => T, onServer: T): T {
  return useSyncExternalStore(never, read, () => onServer)
}

export const useHydrated = () => useClientValue(() => true, false)

/** The address of this server as the browser knows it. */
export const useOrigin = () => useClientValue(() => window.location.origin, "")
