import type { Scope } from "@/lib/identity/auth/scopes"
import type { Access } from "@/lib/web/http/endpoint"
import type { Tenancy } from "./seed-tenancy"

/** A deployment and an annotation in dev, a freeze of dev, a quarantine, and a tenant with a release, used by the calls of the inventory. */
export type Fixture = Tenancy & {
  id: string
  annotationId: string
  freezeId: string
  quarantineId: string
  application: string
  imageTag: string
  gitBranch: string
  deployedAt: string
}

/** The request of a caller; empty if the status of the rejection does not depend on it. */
export type Input = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
}

export type OutcomeElsewhere = 403 | 404 | 422 | "left out" | "no matter"

/**
 * Who may call: a scope, any caller who is `signed-in`, only a signed-in `person` (not a token), only who signs the request
 * (`signed`), or everyone.
 * `elsewhere`: the response for a token that has the scopes but is limited to another environment than the affected one: a
 * 403, a 404, a 422 as for an unknown one, a response with that environment `left out`, or `no matter`: the same response as
 * for everyone, because no environment is affected.
 * `also`: the scope that a token also needs to see the affected resource; without it, the response is a 404.
 * `otherTenant`: the same for a token limited to another tenant; default: `no matter`, and a 403 for what needs an admin.
 * `askOfTenant`: the request in that case, if it differs from `ask`.
 */
export type Row = {
  who: Access | "person"
  elsewhere: OutcomeElsewhere
  also?: Scope
  otherTenant?: OutcomeElsewhere
  ask?: (fixture: Fixture) => Input
  askOfTenant?: (fixture: Fixture) => Input
}

export const one = { params: { id: "01900000-0000-7000-8000-000000000000" } }
export const admin: Row = { who: "admin", elsewhere: 403 }
export const oneOf: Row = { who: "admin", elsewhere: 403, ask: () => one }
export const person: Row = { who: "person", elsewhere: "no matter" }
export const catalog: Row = {
  who: "releases:read",
  elsewhere: "no matter",
  ask: () => ({ params: { id: "none", repository: "none", name: "none", version: "1.0.0" } }),
}
export const signed: Row = { who: "signed", elsewhere: "no matter", ask: () => ({ body: {} }) }
export const openRow: Row = { who: "public", elsewhere: "no matter" }

/** Resources of environments: what a caller limited to another environment gets. */
export const row = (who: Row["who"], elsewhere: OutcomeElsewhere, ask: Row["ask"]): Row => ({
  who,
  elsewhere,
  ask,
})

/** A write with an effect on every environment and tenant, which no limited caller can make. */
export const everywhere = (ask: Row["ask"]): Row => ({
  who: "releases:write",
  elsewhere: 403,
  otherTenant: 403,
  ask,
})

/** Resources of tenants: a caller limited to another tenant gets a 404, and lists without it. */
export const ofTenants = (
  who: Row["who"],
  otherTenant: OutcomeElsewhere,
  ask: (fixture: Fixture) => Input = () => ({}),
): Row => ({ who, elsewhere: "no matter", otherTenant, ask })
export const list = (ask?: (fixture: Fixture) => Input) => ofTenants("releases:read", "left out", ask)

/** A request about the seeded release, operation or rollout: a change if it has a body, else a read. */
export const ofRelease = (more: Input = {}): Row =>
  ofTenants(more.body === undefined ? "releases:read" : "releases:write", 404, ({ releaseId }) => ({
    ...more,
    params: { releaseId, ...more.params },
  }))
export const readOperation = ofTenants("releases:read", 404, ({ operationId: id }) => ({ params: { id } }))
export const readRollout = ofTenants("releases:read", 404, ({ rolloutId: id }) => ({ params: { id } }))
export const controlRollout = ofTenants("releases:write", 404, ({ rolloutId: id }) => ({
  params: { id },
  body: {},
}))
export const ofTenant = ofTenants("releases:read", 404, ({ tenant }) => ({ params: { tenantId: tenant.id } }))

export const window = (fixture: Fixture) => ({
  from: new Date(Date.parse(fixture.deployedAt) - 3_600_000).toISOString(),
  to: new Date(Date.parse(fixture.deployedAt) + 3_600_000).toISOString(),
})
export const ofLedger: Row = { who: "deployments:read", elsewhere: "left out" }
export const inWindow: Row = { ...ofLedger, ask: (fixture) => ({ query: window(fixture) }) }
