import { afterEach, describe, expect, it, vi } from "vitest"
import { readSources } from "@/lib/fleet/charts/repository-sources"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { keyFor } from "@/lib/platform/env"
import { seal, sealedPrefix } from "@/lib/platform/seal"
import { respondOnce } from "@/lib/web/http/idempotency"
import { seedRelease } from "@/tools/testing/seed-release"
import { seedWebhook } from "@/tools/testing/seed-webhook"
import { resealStored, sealedColumns } from "./reseal-stored"

const [old, now, strange] = ["old", "new", "strange"].map((word) => `the-${word}-key-`.repeat(4))

const actor = systemActor("test")

afterEach(() => vi.unstubAllEnvs())

function rotateTo(key = "", previous = ""): void {
  vi.stubEnv("SLIPWAY_SECRET_KEY", key)
  vi.stubEnv("SLIPWAY_SECRET_KEY_PREVIOUS", previous)
}

async function storedTexts(): Promise<{ where: string; text: string }[]> {
  const stored = await Promise.all(
    sealedColumns.map(async ({ table, column }) => {
      const rows = await prismaClient().$queryRawUnsafe<{ text: string }[]>(
        `SELECT ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL`,
      )
      return rows.map(({ text }) => ({ where: `${table}.${column}`, text }))
    }),
  )
  return stored.flat()
}

/** A row for every sealed column, sealed with the current key. */
async function seedSealed() {
  const prisma = prismaClient()
  const values = seal('{"apiKey":"of-a-release"}', keyFor("release-values"))
  const sealedValues = values
  const sealedMasked = values
  const releaseIds = await Promise.all(["one", "two", "three"].map((tenant) => seedRelease({ tenant })))
  await prisma.release.updateMany({ data: { sealedValues, sealedMasked } })
  await prisma.releaseRevision.updateMany({ data: { sealedValues, sealedMasked } })
  const { id: tenantId, cluster, namespace } = await prisma.tenant.findFirstOrThrow()
  await prisma.operation.create({
    data: {
      id: crypto.randomUUID(),
      tenantId,
      cluster,
      namespace,
      releaseName: "a",
      kind: "PREVIEW",
      state: "SUCCEEDED",
      sealedRequest: values,
      sealedResult: values,
      requestedBy: "ci",
      requester: {},
    },
  })
  await prisma.rollout.create({
    data: {
      id: crypto.randomUUID(),
      chartName: "a",
      targetVersion: "1.0.0",
      state: "COMPLETED",
      concurrency: 1,
      bakeSeconds: 0,
      upgrades: 0,
      sealedValues,
      sealedMasked,
      timeoutSeconds: 1,
      atomic: true,
      waitForJobs: false,
      requestedBy: "ci",
      requester: {},
    },
  })
  const sealedPassword = seal("of-a-repository", keyFor("repository-password"))
  await prisma.chartRepository.create({
    data: { name: "ours", kind: "INDEX", url: "https://charts.example", sealedPassword, createdBy: "ci" },
  })
  const sealedPreviousSecret = seal("whsec_of-a-webhook", keyFor("webhook-secret"))
  await seedWebhook({ sealedPreviousSecret })
  const secret = seal("of-an-event-source", keyFor("event-source-secret"))
  await prisma.eventSource.create({
    data: {
      name: "a",
      system: "GITHUB",
      sealedSecret: secret,
      sealedPreviousSecret: secret,
      createdBy: "ci",
    },
  })
  let runs = 0
  const run = async () => new Response(runs++ === 0 ? "the first response" : "another")
  const send = async () => (await respondOnce({ actor, key: "a-key", payload: "{}" }, { run: run })).text()
  await send()
  return { send, releaseId: releaseIds[0] ?? "" }
}

describe("A replaced secret key", () => {
  it("leaves everything readable, even after everything is resealed and the old key is removed", async () => {
    rotateTo(old)
    const { send, releaseId } = await seedSealed()
    expect(new Set((await storedTexts()).map(({ where }) => where)).size).toBe(sealedColumns.length)
    const readAll = async () => {
      const { sealedValues } = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
      const source = (await readSources()).find(({ name }) => name === "ours")
      return [unsealValues(sealedValues), source?.password]
    }
    const expected = [{ apiKey: "of-a-release" }, "of-a-repository"]
    // A text that was sealed before the key was named in it.
    const { sealedValues } = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
    const data = { sealedValues: sealedValues.slice(sealedValues.indexOf(".") + 1) }
    await prismaClient().release.update({ where: { id: releaseId }, data })

    rotateTo(now, `${strange}, ${old}`)
    expect([...(await readAll()), await send()]).toEqual([...expected, "the first response"])
    const count = (await storedTexts()).length
    expect(await resealStored(2)).toEqual({ resealed: count, unreadable: 0 })
    expect(await resealStored()).toEqual({ resealed: 0, unreadable: 0 })
    expect([...(await readAll()), await send()]).toEqual([...expected, "the first response"])
    const prefixes = sealedColumns.map(({ purpose }) => sealedPrefix(keyFor(purpose)))
    for (const { text } of await storedTexts())
      expect(prefixes.some((prefix) => text.startsWith(prefix))).toBe(true)

    rotateTo(now)
    expect(await readAll()).toEqual(expected)

    rotateTo(strange)
    await expect(readAll()).rejects.toThrow(/neither SLIPWAY_SECRET_KEY nor a previous one/)
    expect(await resealStored()).toEqual({ resealed: 0, unreadable: count })
    rotateTo(now)
    expect(await readAll()).toEqual(expected)
  })

  it("is replaced in every sealed column", async () => {
    const columns = await prismaClient().$queryRaw<{ name: string }[]>`
      SELECT table_name || '.' || column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name LIKE 'sealed%'`
    const sealedNames = sealedColumns.map(({ table, column }) => `${table}.${column}`)
    expect(columns.map(({ name }) => name).filter((name) => !sealedNames.includes(name))).toEqual([])
    expect(columns.length).toBeGreaterThan(5)
  })
})
