import { RefusedRows } from "@/lib/ledger/deployments/import/refused-rows"
import { importDeployments } from "@/lib/ledger/deployments/import-deployments"
import { db, transaction } from "@/lib/platform/db/transaction"
import { demoWanted } from "@/lib/platform/env"
import { createDemoReleases } from "./demo-releases"
import { demoRows } from "./demo-rows"
import { claimDemoData, demoActor, readDemoState } from "./demo-state"
import { createDemoTenants } from "./demo-tenants"
import { removeDemoData } from "./remove-demo-data"

const environments = ["dev", "staging", "prod"]

/**
 * Lays the demo data into an empty ledger, once in the life of an installation; takes them away where SLIPWAY_DEMO=0 no
 * longer wants them. Without the environments of a fresh install there is no demo.
 */
export async function ensureDemoData(): Promise<void> {
  if (!demoWanted()) {
    if ((await readDemoState())?.present) await removeDemoData(demoActor)
    return
  }
  await transaction(async () => {
    if (!(await isFresh()) || !(await claimDemoData())) return
    const refused = new RefusedRows()
    await importDeployments(
      demoActor,
      { format: "application/x-ndjson", chunks: () => fileOf(new Date()) },
      refused,
    )
    const [first] = refused.errors
    if (first !== undefined)
      throw new Error(`The demo data have a row that cannot be recorded: ${first.detail}`)
    await createDemoTenants()
    await createDemoReleases()
  })
}

async function isFresh(): Promise<boolean> {
  const known = await db().environmentName.count({ where: { name: { in: environments } } })
  return known === environments.length && (await db().deployment.findFirst({ select: { id: true } })) === null
}

async function* fileOf(now: Date): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    demoRows(now)
      .map((row) => JSON.stringify(row))
      .join("\n"),
  )
}
