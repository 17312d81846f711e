import { beforeAll, describe, expect, it } from "vitest"
import { activity as route } from "@/app/api/v1/console/routes"
import { deployments, tagRollback as rollback } from "@/app/api/v1/deployments/routes"
import type { Activity } from "@/lib/console/activity/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { seedRelease } from "@/tools/testing/seed-release"

const path = "/api/v1/activity"
const recording = "/api/v1/platform/deployments"
let admin: Caller

beforeAll(async () => {
  admin = await tokenCaller(["deployments:write", "releases:write"], { name: "maya" })
  await record({ imageTag: "v1", deployedAt: "2026-03-01T10:00:00Z" })
  await record({ imageTag: "v2", deployedAt: "2026-03-02T10:00:00Z" })
  await record({
    imageTag: "v1",
    deployedAt: "2026-03-03T10:00:00Z",
    initiatedBy: "jonas",
    notes: "v2 leaks",
  })
  await record({ imageTag: "v3", status: "FAILED", deployedAt: "2026-03-04T10:00:00Z" })
  const releaseId = await seedRelease({ tenant: "acme", at: new Date("2026-03-02T10:00:00Z") })
  const error = "It was not ready. Pod shop-1: Back-off pulling image."
  await seedRevision(releaseId, 2, { operation: "UPGRADE", status: "FAILED", error })
  await seedRevision(releaseId, 3, { operation: "ROLLBACK", rolledBackTo: 1, reason: "INC-7" })
})

async function record(body: Record<string, unknown>) {
  const response = await callRoute(deployments, "POST", {
    caller: admin,
    path: recording,
    body: { application: "shop", environment: "prod", ...body },
  })
  expect(response.status, response.text).toBe(201)
}

async function seedRevision(releaseId: string, revision: number, more: object) {
  const { release: _, ...before } = await prismaClient().releaseRevision.findFirstOrThrow({
    where: { releaseId, revision: 1 },
    omit: { cause: true },
    include: { release: true },
  })
  const createdAt = new Date(Date.parse("2026-03-02T10:00:00Z") + revision * 86_400_000)
  const id = before.id.replace(/^.{8}/, `0000000${revision}`)
  await prismaClient().releaseRevision.create({ data: { ...before, ...more, id, revision, createdAt } })
}

async function list(query = "", caller = admin): Promise<Activity[]> {
  const { status, body, text } = await callRoute(route, "GET", { caller, path: `${path}${query}` })
  expect(status, text).toBe(200)
  return body
}

/** Each entry as a short text. */
const summaries = (entries: readonly Activity[]) =>
  entries.map(
    ({ at, kind, deployment, release }) =>
      `${at.slice(8, 10)} ${kind} ${deployment?.imageTag ?? `${release?.operation} ${release?.revision}`}`,
  )

const allEntries = [
  "05 release ROLLBACK 3",
  "04 release UPGRADE 2",
  "04 deployment v3",
  "03 deployment v1",
  "02 release INSTALL 1",
  "02 deployment v2",
  "01 deployment v1",
]

describe("GET /api/v1/activity", () => {
  describe("entries", () => {
    it("lists the activity of deployments and releases, newest first", async () => {
      expect(summaries(await list())).toEqual(allEntries)
    })

    it("shows who rolled back, to which version and why", async () => {
      expect(await list("?only=rollbacks")).toMatchObject([
        {
          kind: "release",
          by: "ada",
          why: "INC-7",
          isRollback: true,
          deployment: null,
          release: { tenantName: "The acme", operation: "ROLLBACK", rolledBackTo: 1 },
        },
        {
          kind: "deployment",
          by: "jonas",
          why: "v2 leaks",
          isRollback: true,
          release: null,
          deployment: { application: "shop", environment: "prod", imageTag: "v1", previousImageTag: "v2" },
        },
      ])
    })

    it("shows what failed and the error in one sentence", async () => {
      expect(await list("?only=failures")).toMatchObject([
        { kind: "release", error: "It was not ready.", release: { operation: "UPGRADE", status: "FAILED" } },
        { kind: "deployment", deployment: { imageTag: "v3", status: "FAILED" } },
      ])
    })

    it("filters by kind, actor and time", async () => {
      expect(summaries(await list("?half=releases"))).toEqual(
        allEntries.filter((words) => words.includes("release")),
      )
      expect(summaries(await list("?half=deployments&by=jonas"))).toEqual(["03 deployment v1"])
      const window = "?from=2026-03-02T10:00:00Z&to=2026-03-04T00:00:00%2B01:00"
      expect(summaries(await list(window))).toEqual([
        "03 deployment v1",
        "02 release INSTALL 1",
        "02 deployment v2",
      ])
    })

    it("filters by part of the name of an actor, in any case", async () => {
      expect(summaries(await list("?half=deployments&by=JON"))).toEqual(["03 deployment v1"])
      expect(await list("?by=jonasz")).toEqual([])
      expect(await list("?by=%25")).toEqual([])
    })

    it("filters by part of the name of an application, environment, tenant or release", async () => {
      const entries = await list()
      const deployments = entries.filter(({ deployment }) => deployment !== null)
      expect(summaries(await list("?name=SHO"))).toEqual(summaries(deployments))
      expect(summaries(await list("?name=pro"))).toEqual(summaries(deployments))
      const releases = entries.filter(({ release }) => release !== null)
      expect(summaries(await list("?name=acm"))).toEqual(summaries(releases))
      expect(await list("?name=nowhere")).toEqual([])
    })

    it("pages without gaps or duplicates, even within one instant", async () => {
      const walked: string[] = []
      for (let next = `${path}?limit=1`; next !== ""; ) {
        const { body, headers } = await callRoute(route, "GET", { caller: admin, path: next })
        walked.push(...summaries(body))
        next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? ""
      }
      expect(walked).toEqual(allEntries)
    })

    it("omits kinds, environments and tenants that the caller cannot read", async () => {
      const ledger = await tokenCaller(["deployments:read"])
      expect(summaries(await list("", ledger)).filter((words) => words.includes("release"))).toEqual([])
      const dev = await tokenCaller(["deployments:read", "releases:read"], {
        environments: ["dev"],
        tenants: ["01900000-0000-7000-8000-000000000000"],
      })
      expect(await list("", dev)).toEqual([])
    })

    it("lists a rollback mark at its own time with its reason", async () => {
      await callRoute(rollback, "POST", {
        caller: admin,
        path: `${recording}/tag/v2/rollback`,
        params: { imageTag: "v2" },
        body: { environment: "prod", application: "shop", reason: "INC-8" },
      })
      const [newest] = await list("?only=rollbacks")
      expect(newest).toMatchObject({
        kind: "mark",
        by: "maya",
        why: "INC-8",
        isRollback: true,
        deployment: { imageTag: "v2", status: "ROLLED_BACK" },
      })
      expect((await list("?only=failures")).map(({ kind }) => kind)).not.toContain("mark")
    })
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await callRoute(route, "GET", { caller: anonymous, path })).status).toBe(401)
  })

  it.each([
    ["?only=everything", "/only"],
    ["?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "/to"],
    ["?half=both", "/half"],
    ["?cursor=nonsense", "/cursor"],
  ])("returns 422 with a pointer for %s", async (query, pointer) => {
    const { status, body } = await callRoute(route, "GET", { caller: admin, path: `${path}${query}` })
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ pointer }])
  })
})
