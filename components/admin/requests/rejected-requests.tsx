import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { maxCounted, rejectedRequestsQuery } from "@/components/admin/requests/request-query"
import { toneText } from "@/components/ui/badge"
import { Link } from "@/components/ui/link"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { pages } from "@/lib/platform/paths"

/**
 * For an empty graph or list: how many of its requests were rejected today, with a link. Renders nothing if there were
 * none. Only for admins.
 */
export function RejectedRequests({ application }: { application: string | null }) {
  const [from] = useState(startOfToday)
  const query = useQuery(rejectedRequestsQuery(application, from))
  const count = query.data?.length ?? 0
  if (count === 0) return null
  const requests =
    count > maxCounted
      ? `More than ${maxCounted} requests`
      : `${count} ${count === 1 ? "request" : "requests"}`
  const ofApplication = application === null ? "" : ` for ${application}`
  return (
    <p className="mt-3 flex items-center justify-center gap-2 text-sm">
      <StatusGlyph shape="cross" className={toneText.failed} />
      <Link href={pages.requests({ application, outcome: "REFUSED", from })}>
        {`${requests}${ofApplication} ${count === 1 ? "was" : "were"} rejected today`}
      </Link>
    </p>
  )
}

function startOfToday(): string {
  const today = new Date()
  today.setHours(0, 0, 0, 0)
  return today.toISOString()
}
