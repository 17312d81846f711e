import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { seedEnvironments } from "@/tools/testing/seed-ledger"
import { requireOpenEnvironments, retryIfArchived } from "./resolve-environment"

it("work inside an open transaction is run again from the start of the transaction", async () => {
  const ids = [...(await seedEnvironments()).values()].slice(0, 1)
  const archive = (archivedAt: Date | null) =>
    prismaClient().environment.updateMany({ where: { id: { in: ids } }, data: { archivedAt } })
  const runs = { outer: 0, inner: 0 }
  await archive(new Date())
  await retryIfArchived(() =>
    transaction(async () => {
      if (runs.outer++ === 1) await archive(null)
      await retryIfArchived(async () => {
        runs.inner += 1
        await requireOpenEnvironments(ids)
      })
    }),
  )
  expect(runs).toEqual({ outer: 2, inner: 2 })
})
