import { useSyncExternalStore } from "react"

const noChange = () => () => {}

/** The address of this server as the browser knows it; empty while the page is rendered on the server. */
export function useOrigin(): string {
  return useSyncExternalStore(
    noChange,
    () => window.location.origin,
    () => "",
  )
}
