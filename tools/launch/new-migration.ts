import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { differenceToSchema } from "@/lib/platform/db/migrate-difference"
import { buildProcesses } from "@/tools/launch/build-processes"
import { LaunchProblem, print, runProgram } from "@/tools/launch/print"
import { databaseUrl, startTestServer } from "@/tools/testing/test-database-server"

await runProgram(() => writeMigration(process.argv[2]))

/** Writes the migration from the schema of prisma/migrations to that of prisma/schema. */
async function writeMigration(name = ""): Promise<number> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new LaunchProblem(
      "Name the migration in lowercase letters and underscores: npm run db:migration -- add_notes",
    )
  }
  await buildProcesses()
  const server = await startTestServer()
  const script = await differenceToSchema(databaseUrl(server.adminUrl, server.template)).finally(server.stop)
  if (script === null) {
    print("The migrations are up to date with the schema.")
    return 0
  }
  const folder = join("prisma", "migrations", `${timestamp(new Date())}_${name}`)
  await mkdir(folder)
  await writeFile(join(folder, "migration.sql"), script)
  print(`Wrote ${folder}/migration.sql. Review it before you commit it.`)
  return 0
}

/** 20260131235959, in UTC, as Prisma names its folders. */
function timestamp(now: Date): string {
  return now.toISOString().replaceAll(/\D/g, "").slice(0, 14)
}
