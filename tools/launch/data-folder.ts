import { randomBytes } from "node:crypto"
import { access, constants, mkdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { dataFolder, givenSecretKey } from "@/lib/platform/env"
import { LaunchProblem } from "@/tools/launch/say"

/** Creates the data folder if it is missing and returns its absolute path. */
export async function openDataFolder(): Promise<string> {
  const folder = resolve(dataFolder())
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error
    throw new LaunchProblem(
      `The data folder ${folder} cannot be used (${String(code)}). Make it a writable folder, or set SLIPWAY_DATA_DIR to another folder.`,
    )
  }
  return folder
}

/** SLIPWAY_SECRET_KEY, or the key in the data folder, which is created if it is missing. */
export async function secretKey(folder: string): Promise<string> {
  const given = givenSecretKey()
  if (given !== null) return given
  const file = join(folder, "secret-key")
  const kept = await readFile(file, "utf8").catch(() => null)
  if (kept !== null) return usable(kept.trim(), file)
  const made = randomBytes(32).toString("base64url")
  await writeFile(file, `${made}\n`, { mode: 0o600, flag: "wx" })
  return made
}

function usable(kept: string, file: string): string {
  if (kept.length >= 32) return kept
  throw new LaunchProblem(`The secret key in ${file} is damaged. Restore the file or set SLIPWAY_SECRET_KEY.`)
}
