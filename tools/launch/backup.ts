import { givenSecretKey, outsideDatabaseUrl } from "@/lib/platform/env"
import { openDataFolder } from "@/tools/launch/data-folder"
import { makeBackup } from "@/tools/launch/make-backup"
import { restoreBackup } from "@/tools/launch/restore-backup"
import { LaunchProblem, runProgram, say } from "@/tools/launch/say"

const usage = "Write npm run backup -- FILE, or npm run restore -- FILE."

await runProgram(async () => {
  const [what, file] = process.argv.slice(2)
  if (file === undefined) throw new LaunchProblem(usage)
  if (outsideDatabaseUrl() !== null) {
    throw new LaunchProblem(
      "DATABASE_URL is set: that PostgreSQL has tools of its own, such as pg_dump and pg_restore.",
    )
  }
  const folder = await openDataFolder()
  if (what === "restore") {
    await restoreBackup(folder, file)
    say(`${file} was put into ${folder}. npm start goes on from there.`)
  } else {
    const made = await makeBackup(folder, file)
    say(`${made} holds everything of ${folder}, with its secrets: keep it as you keep those.`)
  }
  if (givenSecretKey() !== null) say("Keep SLIPWAY_SECRET_KEY, too: without it nothing sealed can be read.")
  return 0
})
