import { randomBytes } from "node:crypto"
import { access, constants, mkdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { configuredSecretKey, dataFolder } from "@/lib/platform/env"
import { LaunchProblem } from "@/tools/launch/print"

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
  const configured = configuredSecretKey()
  if (configured !== null) return configured
  const file = join(folder, "secret-key")
  const stored = await readFile(file, "utf8").catch(() => null)
  if (stored !== null) return usable(stored.trim(), file)
  const generated = randomBytes(32).toString("base64url")
  await writeFile(file, `${generated}\n`, { mode: 0o600, flag: "wx" })
  return generated
}

function usable(stored: string, file: string): string {
  if (stored.length >= 32) return stored
  throw new LaunchProblem(`The secret key in ${file} is damaged. Restore the file or set SLIPWAY_SECRET_KEY.`)
}
