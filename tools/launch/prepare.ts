import { ensureDemoData } from "@/lib/console/demo/ensure-demo-data"
import { ensureDemoCharts } from "@/lib/console/demo/pack-demo-charts"
import { ensureFirstAdmin } from "@/lib/identity/users/ensure-first-admin"
import { disconnect } from "@/lib/platform/db/client"
import { directDatabaseUrl } from "@/lib/platform/env"
import { migrateDatabase } from "./migrate-database"
import { runProgram } from "./print"

// What the launcher needs done before it starts Slipway, as a process of its own, so that the launcher stays small. It sends the
// launcher the first admin, or null if there are accounts.
await runProgram(async () => {
  await migrateDatabase(directDatabaseUrl())
  await ensureDemoCharts()
  await ensureDemoData()
  const admin = await ensureFirstAdmin().finally(disconnect)
  await new Promise((sent) => process.send?.({ admin }, sent))
  return 0
})
