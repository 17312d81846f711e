"use client"

import { useEffect, useSyncExternalStore } from "react"
import { savePreference, timeZoneCookie } from "@/components/layout/preferences"

const noChange = () => () => {}
const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The viewer's IANA time zone. `serverZone`: the one that the server rendered with, which the cookie makes the viewer's
 * from the second page on.
 */
export function useViewerZone(serverZone: string): string {
  const zone = useSyncExternalStore(noChange, viewerZone, () => serverZone)
  useEffect(() => {
    if (zone !== serverZone) savePreference(timeZoneCookie, zone)
  }, [zone, serverZone])
  return zone
}
