import { probeRoute } from "@/lib/web/http/probe-route"

export const dynamic = "force-dynamic"

/** The process answers; nothing else is looked at, so that a database that is away does not get it restarted. */
export const { GET, POST, PUT, PATCH, DELETE } = probeRoute("/api/health/live", async () =>
  Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } }),
)
