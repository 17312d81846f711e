import { probeRoute } from "@/lib/web/http/probe-route"

export const dynamic = "force-dynamic"

/** Checks only that the process responds, so that an unavailable database does not cause a restart. */
export const { GET, POST, PUT, PATCH, DELETE } = probeRoute("/api/health/live", async () =>
  Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } }),
)
