export const dynamic = "force-dynamic"

/** The process answers; nothing else is looked at, so that a database that is away does not get it restarted. */
export function GET(): Response {
  return Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } })
}
