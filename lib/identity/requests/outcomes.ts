/**
 * How a request ended. PARTIAL: an import of which some rows were rejected. REPEATED: returned the stored response
 * of its Idempotency-Key. IGNORED: an event that is not about a deployment, or can no longer change it.
 */
export const requestOutcomes = ["ACCEPTED", "IGNORED", "REPEATED", "PARTIAL", "REFUSED", "FAILED"] as const

export type RequestOutcome = (typeof requestOutcomes)[number]

export const recordRoute = "/api/v1/platform/deployments"

export const importRoute = `${recordRoute}/import`

/** The systems whose events are recorded as deployments, as in the path of their route. */
const ingestSystems = ["github", "gitlab", "cdevents", "argocd", "flux", "generic"] as const

export type IngestSystem = (typeof ingestSystems)[number]

const systemsByRoute: ReadonlyMap<string, IngestSystem> = new Map(
  ingestSystems.map((system) => [`/api/v1/ingest/${system}`, system]),
)

/** The system whose events the route takes. */
export const ingestSystemOf = (route: string) => systemsByRoute.get(route)

/** Whether the route takes events of another system. */
export const isIngestRoute = (route: string) => systemsByRoute.has(route)
