import { randomBytes } from "node:crypto"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { getRelease } from "@/lib/fleet/releases/find-release"
import type { AuditAction } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import { RejectedRows } from "@/lib/ledger/deployments/import/rejected-rows"
import { importDeployments } from "@/lib/ledger/deployments/import-deployments"
import { updateDeployment } from "@/lib/ledger/deployments/update-deployment"
import { prismaClient } from "@/lib/platform/db/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { keyFor } from "@/lib/platform/env"
import { seal } from "@/lib/platform/seal"
import { makeSecret, signatureHeaders } from "@/lib/platform/standard-webhooks"
import { createQuarantine, liftQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { seedTenancy } from "@/tools/testing/seed-tenancy"
import { deliveriesOf, recordOne, WebhookReceiver } from "@/tools/testing/webhook-receiver"
import { followEvents } from "./follow-events"

let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await WebhookReceiver.start()
})
afterEach(() => receiver.reset())
afterAll(() => receiver.server.stop())

describe("An event", () => {
  it("reaches a webhook within a second, signed, with the resource of the API", async () => {
    const secret = makeSecret()
    const id = await receiver.webhook("/signed", { secret })
    receiver.work()
    const deployment = await recordOne()
    await expect.poll(() => receiver.at("/signed").length).toBe(1)
    const [request] = receiver.at("/signed")
    const { headers, body } = request ?? { headers: { "webhook-timestamp": "" }, body: "" }
    const { type, timestamp, data } = JSON.parse(body)
    expect([type, data]).toEqual(["deployment.recorded", deployment])
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(30_000)
    const [entry] = await prismaClient().auditEntry.findMany({ where: { subjectId: deployment.id } })
    const at = new Date(Number(headers["webhook-timestamp"]) * 1_000)
    expect(headers).toMatchObject({
      ...signatureHeaders({ id: entry?.id ?? "", at, payload: body }, [secret]),
      "content-type": "application/json",
    })
    await expect
      .poll(() => deliveriesOf(id))
      .toMatchObject([{ state: "SUCCEEDED", attempts: 1, nextAttemptAt: null }])
  })

  it("is signed with both secrets while one is replaced, not after that, and never sent without a signature", async () => {
    const sealedPreviousSecret = seal(makeSecret(), keyFor("webhook-secret"))
    const lost = seal(makeSecret(), randomBytes(32))
    const later = new Date(Date.now() + 60_000)
    const earlier = new Date(Date.now() - 60_000)
    await receiver.webhook("/both", { sealedPreviousSecret, previousSecretUntil: later })
    await receiver.webhook("/one", { sealedPreviousSecret, previousSecretUntil: earlier })
    await receiver.webhook("/lost", { sealedPreviousSecret: lost, previousSecretUntil: later })
    await receiver.webhook("/unsigned", { sealedSecret: lost })
    await recordOne()
    await receiver.sendOnce()
    const signatures = (path: string) => String(receiver.at(path)[0]?.headers["webhook-signature"]).split(" ")
    const counts = ["/both", "/one", "/lost"].map((path) => signatures(path).length)
    expect(counts).toEqual([2, 1, 1])
    expect(signatures("/lost")).toEqual([expect.stringMatching(/^v1,/)])
    expect(receiver.at("/unsigned")).toEqual([])
  })

  it("reaches only webhooks that want its type, from their creation on", async () => {
    await recordOne()
    await receiver.webhook("/all")
    await receiver.webhook("/rollouts", { events: ["rollout.paused"] })
    const pending = await recordOne({ status: "PENDING" })
    await updateDeployment(systemActor("test"), pending.id, { status: "DEPLOYED" })
    await receiver.sendOnce()
    const types = receiver.received.map(({ path, body }) => `${path} ${JSON.parse(body).type}`)
    expect(types.sort()).toEqual(["/all deployment.recorded", "/all deployment.updated"])
  })

  it("outside the limits of a webhook is not sent to it", async () => {
    const { id } = await prismaClient().environment.findFirstOrThrow({ where: { name: "staging" } })
    await receiver.webhook("/staging", { environments: [id] })
    await receiver.webhook("/all")
    await recordOne()
    await recordOne({ environment: "staging" })
    await receiver.sendOnce()
    const environments = (path: string) =>
      receiver.at(path).map(({ body }) => JSON.parse(body).data.environment)
    expect([environments("/staging"), environments("/all").sort()]).toEqual([["staging"], ["dev", "staging"]])
  })

  it("of a release or rollout has its name, and the resource without values", async () => {
    const [one, other] = [await seedTenancy("one", "1.0.0"), await seedTenancy("other", "1.0.0")]
    await receiver.webhook("/all")
    await receiver.webhook("/one", { tenants: [one.tenant.id] })
    const append = (action: AuditAction, id: string) =>
      transaction(() => appendAudit(systemActor("test"), action, id, {}))
    for (const action of ["upgrade_requested", "upgrade_failed", "changed_outside"] as const)
      for (const { releaseId } of [one, other]) await append(`release.${action}`, releaseId)
    for (const { rolloutId } of [one, other]) await append("rollout.paused", rolloutId)
    await receiver.sendOnce({ perWebhook: 20 })
    const events = (path: string) =>
      receiver.at(path).map(({ body }): { type: string; data: Record<string, unknown> } => JSON.parse(body))
    const typesOf = ({ releaseId, rolloutId }: typeof one) =>
      events("/all").flatMap(({ type, data }) =>
        [releaseId, rolloutId].includes(String(data.id)) ? [type] : [],
      )
    const types = ["release.changed_out_of_band", "release.failed", "rollout.paused"]
    expect([typesOf(one).sort(), typesOf(other).sort()]).toEqual([types, types])
    expect(
      events("/one")
        .map(({ type }) => type)
        .sort(),
    ).toEqual(types)
    const release = await getRelease(systemActor("test"), one.releaseId)
    const { valuesOverride, ...withoutValues } = release
    expect(events("/one").find(({ type }) => type === "release.failed")?.data).toEqual(withoutValues)
    expect(events("/one").some(({ data }) => "valuesOverride" in data)).toBe(false)
  })

  it("of a quarantine is sent whatever the webhook is limited to, with the quarantine", async () => {
    const { id: environment } = await prismaClient().environment.findFirstOrThrow({
      where: { name: "staging" },
    })
    await receiver.webhook("/limited", { environments: [environment], tenants: [crypto.randomUUID()] })
    const actor = systemActor("test")
    const { id } = await createQuarantine(actor, {
      imageTag: `v-${crypto.randomUUID()}`,
      reason: "Loses writes.",
    })
    await receiver.sendOnce()
    const lifted = await liftQuarantine(actor, id, { reason: "Fixed." })
    await receiver.sendOnce()
    const events = receiver.at("/limited").map(({ body }) => JSON.parse(body))
    expect(events.map(({ type }) => type)).toEqual(["quarantine.created", "quarantine.lifted"])
    expect(events[0].data).toMatchObject({ id, reason: "Loses writes.", liftedAt: null })
    expect(events[1].data).toEqual(lifted)
  })

  it("of an import is one, with its counts", async () => {
    await receiver.webhook("/import")
    const rows = ["dev", "dev", "staging", "nowhere"].map((environment, n) => ({
      environment,
      imageTag: `v${n}`,
    }))
    const text = rows.map((row) => JSON.stringify(row)).join("\n")
    const file = {
      format: "application/x-ndjson",
      chunks: async function* () {
        yield Buffer.from(text)
      },
    } as const
    await importDeployments(systemActor("importer"), file, new RejectedRows())
    await receiver.sendOnce()
    const events = receiver.at("/import").map(({ body }) => JSON.parse(body))
    const counts = { received: 4, recorded: 3, updated: 0, refused: 1 }
    expect(events).toMatchObject([{ type: "import.completed" }])
    expect(events[0].data).toEqual({
      id: expect.any(String),
      format: "application/x-ndjson",
      ...counts,
      importedBy: "importer",
    })
  })

  it("is delivered once when a worker dies after it stored the delivery and before it committed", async () => {
    const id = await receiver.webhook("/once")
    await recordOne()
    const killed = transaction(async () => {
      await followEvents()
      expect((await db().webhookDelivery.findMany({ where: { webhookId: id } })).length).toBe(1)
      throw new Error("killed")
    })
    await expect(killed).rejects.toThrow("killed")
    expect(await deliveriesOf(id)).toEqual([])
    await receiver.sendOnce()
    await receiver.sendOnce()
    expect(receiver.at("/once").length).toBe(1)
  })

  it("is delivered once by several workers, even after more in one chain than are read at a time", async () => {
    const id = await receiver.webhook("/many")
    const deployment = await recordOne()
    await transaction(async () => {
      for (let n = 0; n < 80; n++)
        await appendAudit(systemActor("test"), "deployment.updated", deployment.id, { n })
    })
    for (const _ of [1, 2, 3]) receiver.work({ perWebhook: 20 })
    await expect
      .poll(() => prismaClient().webhookDelivery.count({ where: { webhookId: id, state: "SUCCEEDED" } }))
      .toBe(81)
    const ids = receiver.at("/many").map(({ headers }) => headers["webhook-id"])
    expect([ids.length, new Set(ids).size]).toEqual([81, 81])
  })
})
