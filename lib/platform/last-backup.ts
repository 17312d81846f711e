import { readFile, stat, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import { dataFolder } from "@/lib/platform/env"
import { toInstant } from "@/lib/platform/instant"

const schema = z.object({ at: z.string(), file: z.string(), size: z.number() })
type LastBackup = z.infer<typeof schema>

const fileIn = (folder: string) => join(folder, "last-backup.json")

/** Records in the data folder that `archive` is a backup of it, for the status page. */
export async function noteBackup(folder: string, archive: string): Promise<void> {
  const note: LastBackup = {
    at: toInstant(new Date()),
    file: archive,
    size: (await stat(archive)).size,
  }
  await writeFile(fileIn(folder), JSON.stringify(note), { mode: 0o600 })
}

/** The last recorded backup of this data folder, or null. */
export async function readLastBackup(): Promise<LastBackup | null> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(resolve(dataFolder())), "utf8")))
  } catch {
    return null
  }
}
