import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import type { Environment } from "@/cli/command"

interface Saved {
  url: string
  token: string
}

/** Where Slipway is and who asks: from the option and the variables, else from `slipway login`. */
export async function readSettings(env: Environment, givenUrl: string | undefined) {
  const url = givenUrl || env.SLIPWAY_URL || null
  const token = env.SLIPWAY_TOKEN?.trim() || null
  const saved = url === null || token === null ? await readSaved(env) : null
  const chosen = url ?? saved?.url ?? null
  // A saved token is only for the server that it was saved for.
  const ownToken = saved !== null && chosen !== null && trimUrl(chosen) === saved.url ? saved.token : null
  return { url: chosen === null ? null : trimUrl(chosen), token: token ?? ownToken }
}

export function trimUrl(url: string): string {
  return url.trim().replace(/\/+$/, "")
}

async function readSaved(env: Environment): Promise<Saved | null> {
  try {
    const { url, token } = JSON.parse(await readFile(settingsFile(env), "utf8"))
    return typeof url === "string" && typeof token === "string" ? { url, token } : null
  } catch {
    return null
  }
}

export async function saveSettings(env: Environment, settings: Saved): Promise<string> {
  const file = settingsFile(env)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  await chmod(temporary, 0o600)
  await rename(temporary, file)
  return file
}

function settingsFile(env: Environment): string {
  const folder = env.XDG_CONFIG_HOME || env.APPDATA || join(env.HOME || homedir(), ".config")
  return join(folder, "slipway", "credentials.json")
}
