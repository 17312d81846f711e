"use client"

import { useEffect, useSyncExternalStore } from "react"
import { savePreference, timeZoneCookie } from "@/components/layout/preferences"

const noChange = () => () => {}
const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The viewer's IANA time zone. `serverZone`: the one the server rendered with; the cookie makes it the viewer's zone
 * from the second page on.
 */
export function useViewerZone(serverZone: string): string {
  const zone = useSyncExternalStore(noChange, viewerZone, () => serverZone)
  useEffect(() => {
    if (zone !== serverZone) savePreference(timeZoneCookie, zone)
  }, [zone, serverZone])
  return zone
}
