import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { testTools } from "@/tools/testing/test-sandbox"
import { deliveriesOf, recordOne, WebhookReceiver } from "@/tools/testing/webhook-receiver"
import { WorkerProcess } from "@/tools/testing/worker-process"

let receiver: WebhookReceiver
const folder = temporaryFolder("webhooks")
let worker: WorkerProcess
let withoutHelm: WorkerProcess
beforeAll(async () => {
  receiver = await WebhookReceiver.start()
  const certificate = join(folder, "ca.pem")
  await writeFile(certificate, receiver.server.certificate)
  const env = {
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_PRIVATE_HOSTS: "localhost",
    NODE_EXTRA_CA_CERTS: certificate,
  }
  worker = new WorkerProcess({ ...env, SLIPWAY_HELM: (await testTools()).helm4.path })
  withoutHelm = new WorkerProcess({ ...env, SLIPWAY_HELM: join(folder, "missing") })
}, 120_000)
afterAll(async () => {
  await worker.end("SIGKILL")
  await withoutHelm.end("SIGKILL")
  await receiver.server.stop()
})

it("a worker that is killed while it sends loses nothing: the next sends the same with the same id", async () => {
  const url = receiver.server.url("localhost", "/killed").href
  const id = await receiver.webhook("/killed", { url })
  receiver.responses.set("/killed", null)
  await worker.start()
  await recordOne()
  await expect.poll(() => receiver.at("/killed").length).toBe(1)
  await worker.end("SIGKILL")
  receiver.responses.delete("/killed")
  const [claimed] = await deliveriesOf(id)
  expect(claimed).toMatchObject({ state: "PENDING", attempts: 1, log: [] })
  expect(claimed?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now())
  // No other worker sends it before the claim expires.
  expect(await receiver.sendOnce()).toEqual([])
  await prismaClient().webhookDelivery.updateMany({ data: { nextAttemptAt: new Date(Date.now() - 1_000) } })
  await worker.start()
  await expect.poll(() => deliveriesOf(id)).toMatchObject([{ state: "SUCCEEDED", attempts: 2 }])
  const [first, second, ...others] = receiver.at("/killed")
  expect(others).toEqual([])
  expect([second?.body, second?.headers["webhook-id"]]).toEqual([first?.body, first?.headers["webhook-id"]])
}, 120_000)

it("a worker sends while Helm is missing", async () => {
  const url = receiver.server.url("localhost", "/early").href
  const id = await receiver.webhook("/early", { url })
  await withoutHelm.start("helm not available")
  await recordOne()
  await expect.poll(() => deliveriesOf(id)).toMatchObject([{ state: "SUCCEEDED" }])
  await withoutHelm.end("SIGTERM")
}, 120_000)
