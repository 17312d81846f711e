/**
 * How a request ended. PARTIAL: an import of which some rows were rejected. REPEATED: returned the stored response
 * of its Idempotency-Key.
 */
export const requestOutcomes = ["ACCEPTED", "REPEATED", "PARTIAL", "REFUSED", "FAILED"] as const

export type RequestOutcome = (typeof requestOutcomes)[number]

/** The route that records a deployment. */
export const recordRoute = "/api/v1/platform/deployments"

export const importRoute = `${recordRoute}/import`
