import { cookies } from "next/headers"
import { applicationCookie, timeZoneCookie } from "@/components/layout/preferences"
import { isTimeZone } from "@/lib/ledger/insights/calendar"

/** The time zone (UTC on a first visit) and the application selected last, from cookies. */
export async function viewerPreferences(): Promise<{ timeZone: string; application: string | undefined }> {
  const store = await cookies()
  const zone = store.get(timeZoneCookie)?.value
  return {
    timeZone: zone !== undefined && isTimeZone(zone) ? zone : "UTC",
    application: store.get(applicationCookie)?.value,
  }
}
