import { useEffect } from "react"
import { savePreference, timeZoneCookie } from "@/components/layout/preferences"
import { useClientValue } from "@/components/ui/use-client-value"

const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The viewer's IANA time zone. `serverZone`: the one the server rendered with; the cookie makes it the viewer's zone
 * from the second page on.
 */
export function useViewerZone(serverZone: string): string {
  const zone = useClientValue(viewerZone, serverZone)
  useEffect(() => {
    if (zone !== serverZone) savePreference(timeZoneCookie, zone)
  }, [zone, serverZone])
  return zone
}
