import { checkReadiness } from "@/lib/console/health/check-readiness"
import { DomainError } from "@/lib/platform/errors"
import { probeRoute } from "@/lib/web/http/probe-route"
import { problemResponse } from "@/lib/web/http/problem"

export const dynamic = "force-dynamic"

export const { GET, POST, PUT, PATCH, DELETE } = probeRoute("/api/health/ready", async (requestId) => {
  const { ready, checks } = await checkReadiness()
  const response = ready ? Response.json({ status: "ready", checks }) : notReady({ checks }, requestId)
  response.headers.set("cache-control", "no-store")
  return response
})

function notReady(extra: Record<string, unknown>, requestId: string): Response {
  const error = new DomainError(
    "unavailable",
    "Slipway is not ready; `checks` says why. Retry after Retry-After.",
    {
      code: "not_ready",
      retryAfterSeconds: 2,
      extra,
    },
  )
  return problemResponse(error, { instance: "/api/health/ready", requestId })
}
