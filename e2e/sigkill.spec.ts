import { randomUUID } from "node:crypto"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, test } from "@playwright/test"
import { LaunchedSlipway } from "@/e2e/app/launched-slipway"
import { findFreePort } from "@/lib/platform/db/embedded-port"

type Recorded = { id: string; imageTag: string; deployedAt: string }

const total = 1000
const atOnce = 50
const path = "/api/v1/platform/deployments"

let folder: string
let slipway: LaunchedSlipway

test.describe.configure({ mode: "serial", timeout: 300_000 })

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-kill-"))
  // PostgreSQL's own account enters this folder when the tests run as root.
  await chmod(folder, 0o755)
  slipway = await LaunchedSlipway.start({ folder, port: await findFreePort() })
})

test.afterAll(async () => {
  await LaunchedSlipway.stopAll()
  await rm(folder, { recursive: true, force: true })
})

const victims = {
  "the web process": () => slipway.webPid(),
  PostgreSQL: () => slipway.postgresPid(),
}

for (const [victim, pid] of Object.entries(victims)) {
  test(`kill -9 of ${victim} during ${total} records loses no record acknowledged with 201 and duplicates none`, async () => {
    const application = `app-${randomUUID().slice(0, 8)}`
    const acknowledged = new Map<string, string | null>()
    let killed = false

    async function recordOne(number: number): Promise<void> {
      const response = await post(application, number).catch(() => null)
      if (response?.status !== 201) return
      // A 201 status line is a promise, even if the process was killed before it sent the rest of the response.
      const recorded: Recorded | null = await response.json().catch(() => null)
      acknowledged.set(`v${number}`, recorded?.id ?? null)
      if (acknowledged.size < total / 4 || killed) return
      killed = true
      process.kill(await pid(), "SIGKILL")
    }

    await pool(total, recordOne)
    expect(killed).toBe(true)
    expect(acknowledged.size).toBeLessThan(total)
    await slipway.waitUntilReady()
    const survivors = await history(application)
    for (const [imageTag, id] of acknowledged) {
      expect(survivors.get(imageTag)).toEqual([id ?? expect.any(String)])
    }

    // A pipeline sends every record again with its externalId or Idempotency-Key; nothing is recorded twice.
    await pool(total, async (number) => {
      const { status } = await postUntilFree(application, number)
      expect([200, 201]).toContain(status)
    })
    const records = await history(application)
    expect(records.size).toBe(total)
    expect([...records.values()].filter((ids) => ids.length !== 1)).toEqual([])
    const current = await get(`${path}/current?application=${application}&environment=dev`)
    expect(current).toMatchObject({ imageTag: `v${total - 1}` })
    expect(await get("/api/v1/audit/verify")).toMatchObject({ ok: true, firstBroken: null })
  })
}

function headers(): Record<string, string> {
  return {
    authorization: `Bearer ${process.env.SLIPWAY_BOOTSTRAP_TOKEN}`,
    "content-type": "application/json",
  }
}

/** Every other record is known by its Idempotency-Key, the others by their externalId. */
function post(application: string, number: number): Promise<Response> {
  const deployedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString()
  const name = `${application}-${number}`
  const isKeyed = number % 2 === 0
  const body = {
    application,
    environment: "dev",
    imageTag: `v${number}`,
    deployedAt,
    ...(isKeyed ? {} : { externalId: name }),
  }
  return fetch(`${slipway.url}${path}`, {
    method: "POST",
    headers: { ...headers(), ...(isKeyed ? { "idempotency-key": name } : {}) },
    body: JSON.stringify(body),
  })
}

/**
 * A late record claims its key with a lease, which outlives a killed process for up to 30 seconds. A connection that was idle
 * may be closed just when a request is sent.
 */
async function postUntilFree(application: string, number: number): Promise<Response> {
  for (;;) {
    const response = await post(application, number).catch(() => null)
    if (response !== null && response.status !== 409) return response
    await sleep(1000 * Number(response?.headers.get("retry-after") ?? 1))
  }
}

async function get(address: string): Promise<unknown> {
  const response = await fetch(`${slipway.url}${address}`, { headers: headers() })
  expect(response.status).toBe(200)
  return response.json()
}

/** The ids recorded for each image tag. */
async function history(application: string): Promise<Map<string, string[]>> {
  const ids = new Map<string, string[]>()
  let next: string | null = `${path}/history?application=${application}&limit=500`
  while (next !== null) {
    const response: Response = await fetch(`${slipway.url}${next}`, { headers: headers() })
    const rows: Recorded[] = await response.json()
    for (const { imageTag, id } of rows) ids.set(imageTag, [...(ids.get(imageTag) ?? []), id])
    next = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1] ?? null
  }
  return ids
}

/** Runs `work` for each number, `atOnce` of them at a time. */
async function pool(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0
  const runner = async () => {
    for (let number = next++; number < count; number = next++) await work(number)
  }
  await Promise.all(Array.from({ length: atOnce }, runner))
}
