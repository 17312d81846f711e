import { v7 as uuidv7 } from "uuid"
import { DomainError } from "@/lib/errors"
import { checkReadiness } from "@/lib/health/check-readiness"
import { probeRoute } from "@/lib/http/probe-route"
import { problemResponse } from "@/lib/http/problem"

export const dynamic = "force-dynamic"

export const { GET, POST, PUT, PATCH, DELETE } = probeRoute("/api/health/ready", async () => {
  const { ready, checks } = await checkReadiness()
  const response = ready ? Response.json({ status: "ready", checks }) : notReady({ checks })
  response.headers.set("cache-control", "no-store")
  return response
})

function notReady(extra: Record<string, unknown>): Response {
  const error = new DomainError("unavailable", "Slipway is not ready to serve.", {
    code: "not_ready",
    retryAfterSeconds: 2,
    extra,
  })
  return problemResponse(error, { instance: "/api/health/ready", requestId: uuidv7() })
}
