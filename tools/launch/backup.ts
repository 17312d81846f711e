import { givenSecretKey, outsideDatabaseUrl } from "@/lib/platform/env"
import { openDataFolder } from "@/tools/launch/data-folder"
import { makeBackup } from "@/tools/launch/make-backup"
import { restoreBackup } from "@/tools/launch/restore-backup"
import { LaunchProblem, runProgram, say } from "@/tools/launch/say"

const usage = "Usage: npm run backup -- FILE, or npm run restore -- FILE."

await runProgram(async () => {
  const [what, file] = process.argv.slice(2)
  if (file === undefined) throw new LaunchProblem(usage)
  if (outsideDatabaseUrl() !== null) {
    throw new LaunchProblem(
      "DATABASE_URL is set. Use the tools of that PostgreSQL, such as pg_dump and pg_restore.",
    )
  }
  const folder = await openDataFolder()
  if (what === "restore") {
    await restoreBackup(folder, file)
    say(`Restored ${file} into ${folder}. Continue with npm start.`)
  } else {
    const made = await makeBackup(folder, file)
    say(`${made} contains everything in ${folder}, including its secrets. Store it as safely as those.`)
  }
  if (givenSecretKey() !== null)
    say("Keep SLIPWAY_SECRET_KEY, too: without it the sealed data cannot be read.")
  return 0
})
