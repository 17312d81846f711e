import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { anonymous, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { operationIdOf, ReleaseClient } from "@/tools/testing/release-requests"

let fixture: ReleaseFixture
let client: ReleaseClient
let tenantId: string
let count = 0

beforeAll(async () => {
  fixture = await createReleaseFixture()
  tenantId = await fixture.tenant("acme")
  client = new ReleaseClient(await tokenCaller(["releases:write"], { name: "ci" }))
}, 120_000)
afterAll(() => fixture.remove())

const installBody = (more: Record<string, unknown> = {}) => ({
  tenantId,
  releaseName: `release-${++count}`,
  chartName: "matih-ai-service",
  chartVersion: "1.0.0",
  ...more,
})

/** A client with a token that is limited to one tenant. */
async function limitedTo(tenant: string, scope: "releases:read" | "releases:write" = "releases:write") {
  const caller = await tokenCaller([scope], { name: `only ${tenant}` })
  await prismaClient().apiToken.updateMany({ where: { name: `only ${tenant}` }, data: { tenants: [tenant] } })
  return new ReleaseClient(caller)
}

describe("POST /helm/releases", () => {
  it("returns 202 with the release in PENDING_INSTALL, its location and the location of its operation", async () => {
    const accepted = await client.install(
      installBody({
        releaseName: "acme-ai-service",
        appVersion: "2.0.0",
        timeout: 600,
        atomic: true,
        waitForJobs: true,
      }),
    )
    expect(accepted.status, accepted.text).toBe(202)
    expect(accepted.body).toMatchObject({
      tenantId,
      releaseName: "acme-ai-service",
      namespace: "tenant-acme",
      chartName: "matih-ai-service",
      chartVersion: "1.0.0",
      appVersion: "2.0.0",
      timeout: 600,
      atomic: true,
      waitForJobs: true,
      status: "PENDING_INSTALL",
      revision: 0,
      operation: { kind: "INSTALL", state: "QUEUED", requestedBy: "ci" },
      outOfBand: false,
      lastError: null,
    })
    expect(accepted.headers.get("location")).toBe(`/api/v1/helm/releases/${accepted.body.id}`)
    expect(accepted.body.operation.id).toBe(operationIdOf(accepted))
  })

  it("returns 202 and uses the chart's appVersion, the repository prefix and defaults", async () => {
    const { body } = await client.install(installBody({ chartName: "demo/matih-ai-service" }))
    expect(body).toMatchObject({
      repository: "demo",
      appVersion: "2.0.0",
      timeout: 300,
      atomic: false,
      waitForJobs: false,
    })
  })

  it("returns 202 and masks every string that may be secret, because only the templates show which are", async () => {
    const env = { HARMLESS: "xyz-uvw-rst", EMPTY: "", MEMORY: "2Gi", PASSWORD: "short" }
    const { body } = await client.install(
      installBody({ valuesOverride: { replicaCount: 2, apiKey: "abc-def-ghi", env } }),
    )
    const mask = "••••••••"
    const maskedValues = { replicaCount: 2, apiKey: mask, env: { ...env, HARMLESS: mask, PASSWORD: mask } }
    expect(body.valuesOverride).toEqual(maskedValues)
    expect((await client.get(body.id)).body.valuesOverride).toEqual(maskedValues)
  })

  it("returns 202 once per Idempotency-Key", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const body = installBody()
    const first = await client.install(body, key)
    const second = await client.install(body, key)
    expect(second.headers.get("idempotency-replayed")).toBe("true")
    expect(second.body).toEqual(first.body)
    expect(second.headers.get("operation-location")).toBe(first.headers.get("operation-location"))
  })

  it("returns 202 and creates the operation, job, release and audit entry together", async () => {
    const accepted = await client.install(installBody())
    const id = operationIdOf(accepted)
    const jobs = () => prismaClient().$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE payload->>'operationId' = ${id}`
    expect(await jobs()).toEqual([{ n: 1 }])
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: accepted.body.id } })
    expect(audit.map(({ action }) => action)).toEqual(["release.install_requested"])
    const before = await prismaClient().operation.count()
    expect((await client.install(installBody({ releaseName: accepted.body.releaseName }))).status).toBe(409)
    expect(await prismaClient().operation.count()).toBe(before)
  })

  const unknown = "01900000-0000-7000-8000-000000000000"
  it.each([
    ["an unknown tenant", { tenantId: unknown }, "/tenantId", "unknown_tenant"],
    ["an unknown chart", { chartName: "matih-ai-servise" }, "/chartName", "unknown_chart"],
    ["an unknown version", { chartVersion: "9.9.9" }, "/chartVersion", "unknown_chart_version"],
    ["another namespace than the tenant's", { namespace: "kube-system" }, "/namespace", "unknown_namespace"],
    ["a name that Helm does not allow", { releaseName: "Acme_1" }, "/releaseName", undefined],
    ["an invalid version", { chartVersion: "latest" }, "/chartVersion", undefined],
    ["a timeout of hours", { timeout: 3601 }, "/timeout", undefined],
    [
      "values that do not match the chart's schema",
      { valuesOverride: { replicaCount: "two" } },
      "/valuesOverride/replicaCount",
      "values_refused",
    ],
    [
      "a mask instead of a value",
      { valuesOverride: { apiKey: "••••••••" } },
      "/valuesOverride/apiKey",
      "masked_value",
    ],
    ["an unknown field", { chartVerison: "1.0.0" }, "/chartVerison", undefined],
  ])("rejects, before queuing, %s with a 422 and a pointer", async (_, more, pointer, code) => {
    const before = await prismaClient().operation.count()
    const { status, body } = await client.install(installBody(more))
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, pointer])
    if (code !== undefined) expect(body.code).toBe(code)
    expect(await prismaClient().operation.count()).toBe(before)
  })

  it("rejects, before queuing, a taken name and a suspended tenant with a 409", async () => {
    const { body } = await client.install(installBody())
    expect((await client.install(installBody({ releaseName: body.releaseName }))).body.code).toBe(
      "release_name_taken",
    )
    const suspended = await fixture.tenant("suspended", { status: "SUSPENDED" })
    expect((await client.install(installBody({ tenantId: suspended }))).body.code).toBe("tenant_suspended")
  })

  it("rejects, before queuing, a tenant that is being suspended concurrently with a 409", async () => {
    const tenantId = await fixture.tenant("stopping")
    const accepted = await prismaClient().$transaction(
      async (suspending) => {
        await suspending.tenant.update({ where: { id: tenantId }, data: { status: "SUSPENDED" } })
        const response = client.install(installBody({ tenantId }))
        const waiting = () => prismaClient().$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE NOT granted`
        await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0)
        return { response }
      },
      { timeout: 20_000 },
    )
    expect((await accepted.response).body.code).toBe("tenant_suspended")
  })

  it("rejects, before queuing, the second of two concurrent installs with the same name", async () => {
    const body = installBody()
    const responses = await Promise.all([1, 2, 3].map(() => client.install(body)))
    expect(responses.map(({ status }) => status).sort()).toEqual([202, 409, 409])
  })

  it("rejects, before queuing, anonymous callers with a 401 and read-only tokens with a 403", async () => {
    expect((await new ReleaseClient(anonymous).install(installBody())).status).toBe(401)
    const reader = new ReleaseClient(await tokenCaller(["releases:read"]))
    expect((await reader.install(installBody())).status).toBe(403)
    expect((await new ReleaseClient(await sessionCaller("VIEWER")).install(installBody())).status).toBe(403)
    expect((await new ReleaseClient(await sessionCaller("OPERATOR")).install(installBody())).status).toBe(202)
  })
})

describe("A token limited to one tenant", () => {
  it("neither sees nor changes anything of another tenant", async () => {
    const other = await fixture.tenant(`other-${++count}`)
    const { body: release } = await client.install(installBody())
    const limited = await limitedTo(other)
    expect((await limited.get(release.id)).status).toBe(404)
    expect((await limited.get(release.id, "/history", "/history")).status).toBe(404)
    expect((await limited.change(release.id, "upgrade", {})).status).toBe(404)
    expect((await limited.uninstall(release.id)).status).toBe(404)
    expect((await limited.operation(release.operation.id)).status).toBe(404)
    expect((await limited.cancel(release.operation.id)).status).toBe(404)
    expect((await limited.install(installBody())).body.code).toBe("unknown_tenant")
    const params = { tenantId }
    const list = await limited.call(
      "GET",
      "helm/releases/tenant/{tenantId}",
      `helm/releases/tenant/${tenantId}`,
      { params },
    )
    expect(list.status).toBe(404)
    const { body: ownInstall } = await limited.install(installBody({ tenantId: other }))
    const fleet = await limited.call("GET", "helm/releases", "helm/releases")
    expect(fleet.body.map(({ id }: { id: string }) => id)).toEqual([ownInstall.id])
    const summary = await limited.call("GET", "helm/releases/summary", "helm/releases/summary")
    expect(summary.body).toMatchObject({ total: 1, byStatus: { PENDING_INSTALL: 1 } })
    const operations = await limited.call("GET", "operations", "operations")
    expect(operations.body.map(({ releaseId }: { releaseId: string }) => releaseId)).toEqual([ownInstall.id])
  })
})

describe("GET /helm/releases", () => {
  it("filters by tenant, chart, status and text, and pages the result", async () => {
    const tenant = await fixture.tenant("pages")
    const names = ["one", "two", "three"].map((name) => `pages-${name}`)
    for (const releaseName of names) {
      const chart = releaseName.endsWith("two")
        ? { chartName: "matih-query-engine", chartVersion: "0.9.0" }
        : {}
      expect((await client.install(installBody({ tenantId: tenant, releaseName, ...chart }))).status).toBe(
        202,
      )
    }
    const list = async (query: string) => {
      const { body } = await client.call("GET", "helm/releases", `helm/releases?${query}`)
      return body.map(({ releaseName }: { releaseName: string }) => releaseName)
    }
    expect(await list(`tenantId=${tenant}`)).toEqual(names.toReversed())
    expect(await list(`tenantId=${tenant}&chartName=matih-query-engine`)).toEqual(["pages-two"])
    expect(await list(`tenantId=${tenant}&status=DEPLOYED`)).toEqual([])
    expect(await list("q=AGES-THR")).toEqual(["pages-three"])
    expect(await list("q=ages_thr")).toEqual([])
    const first = await client.call("GET", "helm/releases", `helm/releases?tenantId=${tenant}&limit=2`)
    const next = /<\/api\/v1\/(.*)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const second = await client.call("GET", "helm/releases", next)
    expect([...first.body, ...second.body].map((release) => release.releaseName)).toEqual(names.toReversed())
    expect(second.headers.get("link")).toBeNull()
  })

  it("counts versions, and finds older releases by semantic versioning", async () => {
    const tenant = await fixture.tenant("versions")
    for (const [index, chartVersion] of ["3.1.0", "3.2.0", "3.3.0-rc.1"].entries()) {
      const chart = { chartName: "matih-data-plane", chartVersion, releaseName: `plane-${index}` }
      await client.install(installBody({ tenantId: tenant, ...chart }))
    }
    const params = { chartName: "matih-data-plane" }
    const path = "helm/releases/chart/matih-data-plane"
    const counts = await client.call("GET", "helm/releases/chart/{chartName}/versions", `${path}/versions`, {
      params,
    })
    expect(counts.body).toEqual({ "3.3.0-rc.1": 1, "3.2.0": 1, "3.1.0": 1 })
    const read = (query: string) =>
      client.call("GET", "helm/releases/chart/{chartName}/needs-upgrade", query, { params })
    const older = async (target: string) => {
      const { body } = await read(`${path}/needs-upgrade?targetVersion=${target}`)
      return body.map(({ chartVersion }: { chartVersion: string }) => chartVersion)
    }
    expect(await older("3.3.0")).toEqual(["3.1.0", "3.2.0", "3.3.0-rc.1"])
    expect(await older("3.2.0")).toEqual(["3.1.0"])
    expect(await older("3.10.0")).toHaveLength(3)
    const walked: string[] = []
    for (let next = `${path}/needs-upgrade?targetVersion=3.3.0&limit=1`; next !== ""; ) {
      const { body, headers } = await read(next)
      walked.push(...body.map(({ releaseName }: { releaseName: string }) => releaseName))
      next = /<\/api\/v1\/(.*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? ""
    }
    expect(walked).toEqual(["plane-0", "plane-1", "plane-2"])
  })
})

describe("POST /operations/{id}/cancel", () => {
  it("cancels a queued install immediately and releases its name", async () => {
    const accepted = await client.install(installBody())
    const cancelled = await client.cancel(operationIdOf(accepted))
    expect(cancelled.body).toMatchObject({ state: "CANCELLED", cancelRequestedBy: "ci", cancellable: false })
    expect((await client.get(accepted.body.id)).body).toMatchObject({
      status: "UNINSTALLED",
      operation: null,
    })
    expect((await client.install(installBody({ releaseName: accepted.body.releaseName }))).status).toBe(202)
    expect((await client.cancel(operationIdOf(accepted))).body.code).toBe("not_cancellable")
  })
})

describe("A change of a release", () => {
  it("returns 409 with the operation in progress", async () => {
    const accepted = await client.install(installBody())
    const { status, body } = await client.change(accepted.body.id, "upgrade", {})
    const running = operationIdOf(accepted)
    expect([status, body.code, body.operation.id]).toEqual([409, "operation_running", running])
    expect((await client.uninstall(accepted.body.id)).status).toBe(409)
  })

  it("returns 404 for an unknown release and 409 for an uninstalled one", async () => {
    expect((await client.change("01900000-0000-7000-8000-000000000000", "upgrade", {})).status).toBe(404)
    const accepted = await client.install(installBody())
    await client.cancel(operationIdOf(accepted))
    const { body } = await client.change(accepted.body.id, "upgrade", {})
    expect(body.code).toBe("release_not_installed")
    expect((await client.uninstall(accepted.body.id)).body.code).toBe("release_not_installed")
  })
})
