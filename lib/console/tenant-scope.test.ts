import { beforeAll, describe, expect, it } from "vitest"
import { getOperation, listOperations } from "@/lib/fleet/operations/find-operation"
import { countChartVersions, getSummary, listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { getRelease } from "@/lib/fleet/releases/find-release"
import {
  exportReleases,
  listFleetMatrix,
  listNeedingUpgrade,
  listReleases,
  listTenantReleases,
} from "@/lib/fleet/releases/list-releases"
import { getRevision, listRevisions, listTenantHistory } from "@/lib/fleet/releases/list-revisions"
import { findAdoptable, listUnmanaged, unmanagedByCluster } from "@/lib/fleet/releases/list-unmanaged"
import { readRunningReleases } from "@/lib/fleet/releases/read-running-releases"
import { getRollout, listRollouts } from "@/lib/fleet/rollouts/get-rollout"
import { findTenantNamed } from "@/lib/fleet/tenants/find-tenant"
import { getTenant, listTenants } from "@/lib/fleet/tenants/list-tenants"
import { listPaths, listValues, summarizeValues } from "@/lib/fleet/values/list-values"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { seedReleases } from "@/tools/testing/seed-releases"
import { seedTenancy, type Tenancy } from "@/tools/testing/seed-tenancy"
import { smallChart } from "@/tools/testing/small-chart"
import { listActivity } from "./activity/list-activity"
import { getReleaseAttention } from "./overview/get-release-attention"
import { findChartVersions } from "./search/find-chart-versions"
import { findInReleases } from "./search/find-in-releases"
import { findRevisionTickets } from "./search/find-tickets"
import { searchTerms } from "./search/search-terms"

const limit = 50
const version = "7.7.7"

/** Every use case that lists or counts what belongs to tenants. */
const lists: Record<string, (actor: Actor) => unknown> = {
  listTenants: (actor) => listTenants(actor, { limit }),
  listReleases: (actor) => listReleases(actor, { limit }),
  getSummary,
  countChartVersions: (actor) => countChartVersions(actor, smallChart),
  listFleetVersions,
  listFleetMatrix: (actor) => listFleetMatrix(actor, { limit }),
  listNeedingUpgrade: (actor) => listNeedingUpgrade(actor, smallChart, { targetVersion: "9.0.0", limit }),
  exportReleases: async (actor) => {
    const lines: string[] = []
    for await (const line of await exportReleases(actor, { format: "csv" })) lines.push(line)
    return lines
  },
  listUnmanaged: (actor) => listUnmanaged(actor, { limit }),
  findAdoptable: (actor) => findAdoptable(actor, limit),
  unmanagedByCluster,
  listValues: (actor) => listValues(actor, { path: "greeting", limit }),
  summarizeValues: (actor) => summarizeValues(actor, { path: "greeting" }),
  listPaths: (actor) => listPaths(actor, { q: "", limit }),
  readRunningReleases: (actor) => readRunningReleases(actor, [{ chartNames: [smallChart] }], limit),
  listOperations: (actor) => listOperations(actor, { limit }),
  listRollouts: (actor) => listRollouts(actor, { limit }),
  listActivity: (actor) => listActivity(actor, { limit }),
  getReleaseAttention,
  findChartVersions: (actor) => findChartVersions(actor, searchTerms(version)),
  "findInReleases by the name of a release": (actor) => findInReleases(actor, searchTerms("app"), limit),
  "findInReleases by the name of a tenant": (actor) => findInReleases(actor, searchTerms("tenant"), limit),
  findRevisionTickets: (actor) => findRevisionTickets(actor, searchTerms("OPS-7"), limit),
}

/** Every use case that finds one object of a tenant. */
const finds: Record<string, (actor: Actor, of: Tenancy) => Promise<unknown>> = {
  getTenant: (actor, { tenant }) => getTenant(actor, tenant.slug),
  findTenantNamed: (actor, { tenant }) => findTenantNamed(actor, tenant.id),
  listTenantReleases: (actor, { tenant }) => listTenantReleases(actor, tenant.id, { limit }),
  listTenantHistory: (actor, { tenant }) => listTenantHistory(actor, tenant.id, { limit }),
  getRelease: (actor, { releaseId }) => getRelease(actor, releaseId),
  listRevisions: (actor, { releaseId }) => listRevisions(actor, releaseId, { limit }),
  getRevision: (actor, { releaseId }) => getRevision(actor, releaseId, 1),
  getOperation: (actor, { operationId }) => getOperation(actor, operationId),
  getRollout: (actor, { rolloutId }) => getRollout(actor, rolloutId),
}

const unlimited: Actor = { ...systemActor("test"), scopes: ["releases:read"] }
let limited: Actor
let other: Tenancy
/** What an unlimited caller gets while there is only the caller's own tenant. */
const resultsOfOwn = new Map<string, unknown>()

beforeAll(async () => {
  const { tenant } = await seedTenancy("mine", "1.0.0")
  await prismaClient().release.updateMany({ data: { chartVersion: version } })
  await prismaClient().releaseRevision.updateMany({ data: { reason: "OPS-7" } })
  limited = { ...unlimited, kind: "token", tenantIds: [tenant.id] }
  for (const [name, list] of Object.entries(lists)) resultsOfOwn.set(name, await list(unlimited))
  other = await seedTenancy("other", "1.0.0")
  // A chart of another tenant has the version too, so that a filter by version alone finds it.
  await seedReleases(null, [
    { slug: "third", values: { greeting: "hi" }, row: { repository: "private", chartName: "private-chart" } },
  ])
  const isOfOthers = { tenantId: { not: tenant.id } }
  await prismaClient().release.updateMany({ where: isOfOthers, data: { chartVersion: version } })
  await prismaClient().releaseRevision.updateMany({
    where: { release: isOfOthers },
    data: { reason: "OPS-7" },
  })
})

describe.each(Object.entries(lists))("%s", (name, list) => {
  it("returns to a caller limited to one tenant what it would return if there were no other tenants", async () => {
    expect(await list(limited)).toEqual(resultsOfOwn.get(name))
  })

  it("returns more to an unlimited caller", async () => {
    expect(await list(unlimited)).not.toEqual(resultsOfOwn.get(name))
  })
})

describe.each(Object.entries(finds))("%s", (_name, find) => {
  it("does not return an object of a tenant outside the caller's limit", async () => {
    await expect(find(limited, other)).rejects.toThrow(/There is no (tenant|release|operation|rollout)/)
    expect(await find(unlimited, other)).toBeDefined()
  })
})
