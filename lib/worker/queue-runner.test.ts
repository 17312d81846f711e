import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { disconnect, prismaClient } from "@/lib/platform/db/client"
import { databaseUrl } from "@/lib/platform/env"
import { Forwarder } from "@/tools/testing/forwarder"
import { QueueRunner } from "./queue-runner"

let forwarder: Forwarder
let isUnavailable = false
let refused = 0

beforeAll(async () => {
  await disconnect()
  const url = new URL(databaseUrl())
  const { port } = url
  forwarder = await Forwarder.start(() => {
    if (isUnavailable) refused += 1
    return isUnavailable ? [] : [Number(port)]
  })
  url.port = String(forwarder.port)
  process.env.DATABASE_URL = url.href
})
afterAll(async () => {
  await disconnect()
  await forwarder.stop()
})

const addJob = () => prismaClient().$executeRaw`SELECT graphile_worker.add_job('waiting', max_attempts => 1)`

async function countJobs(): Promise<number | undefined> {
  const [row] = await prismaClient().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM graphile_worker.jobs`
  return row?.count
}

/** A queue of one task, whose jobs run until they are finished. */
async function startQueue() {
  const running: (() => void)[] = []
  const stopping = new AbortController()
  const waiting = () => new Promise<void>((finish) => running.push(finish))
  const queue = new QueueRunner({ waiting }, 2, stopping.signal)
  await queue.start()
  return {
    /** Waits until that many jobs have started in all; returns the function that finishes the last one. */
    job: async (count: number) => {
      await expect.poll(() => running.length).toBe(count)
      return running[count - 1] ?? (() => undefined)
    },
    stop: () => {
      stopping.abort()
      return queue.stop()
    },
  }
}

describe("The queue", () => {
  it("deletes a job that ends while it stops", async () => {
    const queue = await startQueue()
    await addJob()
    const finish = await queue.job(1)
    const stopped = queue.stop()
    finish()
    await stopped
    expect(await countJobs()).toBe(0)
  })

  it("restarts when a job ends while the database is unavailable", async () => {
    const queue = await startQueue()
    await addJob()
    const finish = await queue.job(1)
    isUnavailable = true
    forwarder.drop()
    finish()
    // The queue listens for jobs, and deletes the one that has ended.
    await expect.poll(() => refused).toBeGreaterThan(1)
    isUnavailable = false
    await expect.poll(addJob).toBe(1)
    const finishNext = await queue.job(2)
    finishNext()
    await queue.stop()
  })
})
