import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { unsealJson } from "@/lib/fleet/operations/sealed"
import { upgradeRequestSchema } from "@/lib/fleet/releases/operation-requests"
import { sealValues } from "@/lib/fleet/releases/sealed-values"
import { advanceRollout } from "@/lib/fleet/rollouts/advance-rollout"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { chosen, RolloutFixture } from "@/tools/testing/rollout-fixture"
import { pointersOf, RolloutClient } from "@/tools/testing/rollout-requests"
import { type Seeded, seedReleases, type ToSeed } from "@/tools/testing/seed-releases"

// No worker is running, so queued operations stay queued.
let rollouts: RolloutFixture
let client: RolloutClient

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
  client = new RolloutClient(await tokenCaller(["releases:write"]))
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)

let count = 0
const seedWithValues = (...releases: Omit<ToSeed, "slug">[]) =>
  seedReleases(
    null,
    releases.map((one) => ({ ...one, slug: `v${String(++count).padStart(3, "0")}` })),
  )
const only = (...seeds: Seeded[]) => ({ releases: seeds.map(({ releaseId }) => releaseId) })
const keep = { targetVersion: undefined }
const greeting = { valuesOverride: { greeting: "salut" } }

describe("A rollout without a target version", () => {
  it("previews the current value of each release at the changed path, and skips those that already have the new one", async () => {
    const seeded = await seedWithValues(
      { values: { greeting: "hi" } },
      { version: "1.1.0" },
      { values: greeting.valuesOverride },
    )
    const { status, body, text } = await client.preview({ ...keep, ...greeting, ...only(...seeded) })
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ targetVersion: null, path: "greeting", upgrades: 2 })
    const rows = chosen(body)
    expect(rows).toMatchObject([
      { fromVersion: "1.0.0", toVersion: "1.0.0", jump: null, skipReason: null, current: { value: '"hi"' } },
      { fromVersion: "1.1.0", toVersion: "1.1.0", current: { isSet: false, default: '"hello"' } },
      { skipReason: "up_to_date", skipDetail: "It already has these values.", current: { value: '"salut"' } },
    ])
    const others = body.releases.filter(
      ({ skipReason }: { skipReason: string }) => skipReason === "not_chosen",
    )
    for (const { current } of others) expect(current).toBeNull()
  })

  it("has no single path when several values change", async () => {
    const seeded = await seedWithValues({})
    const valuesOverride = { greeting: "salut", refuse: false }
    const { body } = await client.preview({ ...keep, valuesOverride, ...only(...seeded) })
    expect(body).toMatchObject({ path: null, upgrades: 1 })
  })

  it("requires a change, and values that the chart accepts", async () => {
    const seeded = await seedWithValues({})
    expect(pointersOf(await client.preview({ ...keep, ...only(...seeded) }))).toEqual(["/targetVersion"])
    const wrong = { valuesOverride: { greeting: 7 } }
    expect(pointersOf(await client.preview({ ...keep, ...wrong, ...only(...seeded) }))).toEqual([
      "/valuesOverride/greeting",
    ])
    expect(pointersOf(await client.start({ ...only(...seeded) }, { query: "" }))).toEqual(["/targetVersion"])
  })

  it("never shows a secret value, neither the previous nor the new one", async () => {
    const canary = "canary-0c1e5d7f"
    const masked = sealValues({ apiKey: "⟦masked:0123456789abcdef⟧" })
    const seeded = await seedWithValues({ values: { apiKey: canary }, row: { sealedMasked: masked } })
    const preview = await client.preview({
      ...keep,
      valuesOverride: { apiKey: `${canary}-new` },
      ...only(...seeded),
    })
    expect(chosen(preview.body)).toMatchObject([{ current: { value: '"••••••••"', masked: true } }])
    const started = await client.start(
      { valuesOverride: { apiKey: `${canary}-new` }, ...only(...seeded) },
      { query: "" },
    )
    expect(started.status, started.text).toBe(202)
    expect(preview.text + started.text).not.toContain(canary)
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: started.body.id } })
    expect(audit).toHaveLength(1)
    expect(audit[0]?.body).not.toContain(canary)
  })

  it("starts only what was previewed", async () => {
    const [one, two] = await seedWithValues({}, {})
    if (one === undefined || two === undefined) throw new Error("Nothing was seeded.")
    const { body } = await client.preview({ ...keep, ...greeting, ...only(one, two) })
    await prismaClient().release.update({ where: { id: two.releaseId }, data: { revision: 2 } })
    const send = { ...greeting, ...only(one, two), previewDigest: body.previewDigest }
    const lateStart = await client.start(send, { query: "" })
    expect(lateStart.status).toBe(409)
    expect(lateStart.body).toMatchObject({ code: "preview_outdated", differs: ["releases"] })
  })

  it("keeps the version of each release and skips one that received the value after planning", async () => {
    const seeded = await seedWithValues({}, { version: "1.1.0" }, {})
    const { id, targetVersion } = (
      await client.start({ ...greeting, ...only(...seeded), concurrency: 3 }, { query: "" })
    ).body
    expect(targetVersion).toBeNull()
    await prismaClient().release.update({
      where: { id: seeded[2]?.releaseId },
      data: { sealedValues: sealValues(greeting.valuesOverride) },
    })
    await advanceRollout(id)
    expect(chosen(await rollouts.get(id))).toMatchObject([
      { state: "RUNNING", fromVersion: "1.0.0", toVersion: "1.0.0" },
      { state: "RUNNING", fromVersion: "1.1.0", toVersion: "1.1.0" },
      { state: "SKIPPED", skipDetail: "It was given these values in the meantime." },
    ])
  })

  it("resets a value of each release to the default of its chart, and keeps the others", async () => {
    const seeded = await seedWithValues(
      { values: { greeting: "hi", extra: { deep: true } } },
      {},
      { values: { greeting: null } },
    )
    const reset = { valuesReset: ["greeting"], ...only(...seeded) }
    const { body, status, text } = await client.preview({ ...keep, ...reset })
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ path: "greeting", upgrades: 2 })
    expect(chosen(body)).toMatchObject([
      { skipReason: null, current: { value: '"hi"', default: '"hello"' } },
      { skipReason: "up_to_date" },
      { skipReason: null },
    ])
    const started = await client.start({ ...reset, previewDigest: body.previewDigest }, { query: "" })
    expect(started.status, started.text).toBe(202)
    expect(started.body).toMatchObject({ valuesOverride: {}, valuesReset: ["greeting"] })
    await advanceRollout(started.body.id)
    const [first] = chosen(await rollouts.get(started.body.id))
    const request = await requestOf(String(first?.operationId))
    expect(request).toMatchObject({ mode: "reset", values: { extra: { deep: true } } })
    expect(request.values).not.toHaveProperty("greeting")
  })

  it("returns 422 for a path into a list", async () => {
    const seeded = await seedWithValues({})
    const refused = await client.preview({ ...keep, valuesReset: ["args[0]"], ...only(...seeded) })
    expect(pointersOf(refused)).toEqual(["/valuesReset/0"])
  })

  it("changes only releases that a limited caller can see, and reveals nothing about other releases", async () => {
    const [ownValue, other] = await seedWithValues(
      { values: { greeting: "mine" } },
      { values: { greeting: "theirs" } },
    )
    const limited = await tokenCaller(["releases:write"], { tenants: [ownValue?.tenantId ?? ""] })
    const { body, text } = await client.preview({ ...keep, ...greeting }, { caller: limited })
    expect(body).toMatchObject({ upgrades: 1, skips: 0 })
    expect(text).not.toContain("theirs")
    const foreign = await client.preview(
      { ...keep, ...greeting, ...only(other ?? seededNothing()) },
      { caller: limited },
    )
    expect(pointersOf(foreign)).toEqual(["/releases/0"])
  })
})

/** The values that the worker receives. */
async function requestOf(operationId: string) {
  const { sealedRequest } = await prismaClient().operation.findUniqueOrThrow({ where: { id: operationId } })
  return unsealJson(upgradeRequestSchema, sealedRequest)
}

function seededNothing(): never {
  throw new Error("Nothing was seeded.")
}
