import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { createAnnotation, deleteAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { evaluateGate } from "@/lib/ledger/gate/evaluate-gate"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { listChanges, listState } from "@/lib/ledger/state/list-state"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { recordAll } from "@/tools/testing/record-all"
import { tornReads } from "@/tools/testing/torn-reads"
import { annulDeployment, restoreDeployment } from "./annul-deployment"
import { exportDeployments } from "./export-deployments"
import { getDeployment } from "./find-deployment"
import { listDeployments } from "./list-deployments"
import { updateDeployment } from "./update-deployment"

const actor = systemActor("test")
const application = "busy"
const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
let id: string

beforeAll(async () => {
  await recordAll(
    { environment: "staging", application, imageTag: "v1", deployedAt: at(0) },
    { environment: "dev", application, imageTag: "v1", deployedAt: at(0) },
  )
  const [newest] = await recordAll({ environment: "prod", application, imageTag: "v1", deployedAt: at(1) })
  id = newest?.id ?? ""
})

/** Moves a record out of the ledger and back. */
async function annulAndRestore() {
  await annulDeployment(actor, id, "Recorded by mistake.")
  await restoreDeployment(actor, id)
}

it("a deployment is always found while it is annulled and restored", async () => {
  const read = () => getDeployment(actor, id).catch(() => null)
  expect(await tornReads(annulAndRestore, read, (deployment) => deployment === null)).toEqual([])
})

it("the history with annulled records contains each record exactly once", async () => {
  const filters = { application, includeAnnulled: true }
  const isTorn = (ids: string[]) =>
    ids.toSorted().join() !== [...new Set(ids)].sort().join() || ids.length !== 3
  const list = async () =>
    (await listDeployments(actor, { ...filters, limit: 10 })).items.map((deployment) => deployment.id)
  expect(await tornReads(annulAndRestore, list, isTorn)).toEqual([])
  const exported = async () => {
    let text = ""
    for await (const line of await exportDeployments(actor, { ...filters, format: "ndjson" })) text += line
    return text
      .trim()
      .split("\n")
      .map((line): string => JSON.parse(line).id)
  }
  expect(await tornReads(annulAndRestore, exported, isTorn)).toEqual([])
})

it("a page of a search has a next page while there are more results", async () => {
  const search = () => listDeployments(actor, { q: application, limit: 1 })
  expect(await tornReads(annulAndRestore, search, ({ nextCursor }) => nextCursor === null)).toEqual([])
})

it("the state with annulled records does not depend on when they are annulled", async () => {
  const read = () => listState(actor, { includeAnnulled: true })
  expect(await tornReads(annulAndRestore, read, (state) => state.length !== 3)).toEqual([])
})

it("a record created during a read is not a change between two earlier instants", async () => {
  const window = { from: new Date(at(2)), to: new Date(at(3)) }
  const read = () => listChanges(actor, window)
  expect(await tornReads(annulAndRestore, read, (changes) => changes.length > 0)).toEqual([])
})

it("a version is live only in environments that are part of its path", async () => {
  const read = async () => (await listPromotions(actor, { application, limit: 1 })).items
  const inconsistent = await tornReads(annulAndRestore, read, (paths) =>
    paths.some(
      ({ steps, live }) =>
        steps
          .map(({ environment }) => environment)
          .sort()
          .join() !== live.toSorted().join(),
    ),
  )
  expect(inconsistent).toEqual([])
})

it("the gate never allows a deployment that was blocked at every moment", async () => {
  const lane = { application: "gated", imageTag: "v1" }
  const [below] = await recordAll({ ...lane, environment: "staging", deployedAt: at(0) })
  const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000)
  const freeze = await createAnnotation(actor, {
    kind: "FREEZE",
    text: "Audit",
    startsAt: hour(-1),
    endsAt: hour(1),
    application: "gated",
    environment: null,
  })
  const pending = await transaction(async () => {
    await db().$executeRaw`LOCK TABLE annotation`
    const evaluation = outsideTransaction(() => evaluateGate(actor, { ...lane, environment: "prod" }))
    await expect.poll(lockWaiters).toBe(1)
    await outsideTransaction(() => updateDeployment(actor, below?.id ?? "", { status: "ROLLED_BACK" }))
    await deleteAnnotation(actor, freeze.id)
    return { evaluation }
  })
  expect(await pending.evaluation).toMatchObject({ allowed: false })
})
