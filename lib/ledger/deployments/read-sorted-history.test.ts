import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { ledgerHour } from "@/tools/testing/any-ledger"
import { recordAll } from "@/tools/testing/record-all"
import { scopeHistory } from "./history-sql"
import { readSortedHistory } from "./read-sorted-history"

it("rejects sorting too many deployments, with advice", async () => {
  const deployed = (hour: number) => ({
    application: "many",
    environment: "dev",
    imageTag: `v${hour}`,
    deployedAt: ledgerHour(hour).toISOString(),
  })
  await recordAll(deployed(1), deployed(2), deployed(3))
  const scope = await scopeHistory(systemActor("test"), { application: "many" })
  expect(await readSortedHistory(scope, "-imageTag", null, 1, 3)).toMatchObject([{ imageTag: "v3" }])
  await expect(readSortedHistory(scope, "-imageTag", null, 1, 2)).rejects.toMatchObject({
    message:
      "More than 2 deployments match. Add a filter, such as an application or a time, or sort by time.",
    details: { errors: [{ pointer: "/sort" }] },
  })
})
