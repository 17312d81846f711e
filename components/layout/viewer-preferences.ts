import { cookies } from "next/headers"
import { applicationCookie, timeZoneCookie } from "@/components/layout/preferences"
import { isTimeZone } from "@/lib/ledger/insights/buckets"

/** What the browser keeps of the viewer: the time zone (UTC on a first visit) and the application last chosen. */
export async function viewerPreferences(): Promise<{ timeZone: string; application: string | undefined }> {
  const store = await cookies()
  const zone = store.get(timeZoneCookie)?.value
  return {
    timeZone: zone !== undefined && isTimeZone(zone) ? zone : "UTC",
    application: store.get(applicationCookie)?.value,
  }
}
