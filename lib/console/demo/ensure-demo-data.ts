import { RefusedRows } from "@/lib/ledger/deployments/import/refused-rows"
import { importDeployments } from "@/lib/ledger/deployments/import-deployments"
import { db, transaction } from "@/lib/platform/db/transaction"
import { isDemoEnabled } from "@/lib/platform/env"
import { deleteDemoData } from "./delete-demo-data"
import { createDemoReleases } from "./demo-releases"
import { demoRows } from "./demo-rows"
import { claimDemoData, demoActor, readDemoState } from "./demo-state"
import { createDemoTenants } from "./demo-tenants"

const environments = ["dev", "staging", "prod"]

/**
 * Creates demo data in an empty ledger, once per installation, and removes it when SLIPWAY_DEMO=0 is set. Requires the
 * default environments of a new installation.
 */
export async function ensureDemoData(): Promise<void> {
  if (!isDemoEnabled()) {
    if ((await readDemoState())?.present) await deleteDemoData(demoActor)
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
      throw new Error(`The demo data contains a row that cannot be recorded: ${first.detail}`)
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
