import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { recordAll } from "@/tools/testing/record-all"
import { annulDeployment } from "./annul-deployment"

const actor = systemActor("test")
const application = "corrected"
const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`

it("a version has its path when its first record is annulled while it is recorded elsewhere", async () => {
  const [mistaken] = await recordAll(
    { environment: "prod", application, imageTag: "v2", deployedAt: at(1) },
    { environment: "dev", application, imageTag: "v1", deployedAt: at(0) },
  )
  const annulment = await transaction(async () => {
    await recordAll({ environment: "dev", application, imageTag: "v2", deployedAt: at(2) })
    let isDone = false
    const annulled = outsideTransaction(() =>
      annulDeployment(actor, mistaken?.id ?? "", "Wrong environment."),
    )
    void annulled.finally(() => {
      isDone = true
    })
    await expect.poll(async () => isDone || (await lockWaiters()) === 1).toBe(true)
    return { annulled }
  })
  await annulment.annulled
  const { items } = await listPromotions(actor, { application, limit: 10 })
  expect(items.map(({ imageTag }) => imageTag)).toEqual(["v2", "v1"])
})
