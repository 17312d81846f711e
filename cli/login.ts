import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline/promises"
import { Writable } from "node:stream"
import { api } from "@/lib/platform/paths"
import { command, type Environment, UsageError } from "./command"
import { Refused } from "./slipway-client"

/** Verifies the token of the client, and stores it with the address. */
export const login = command({
  summary: "Store the address and the token for this user, in a file that only this user can read.",
  options: {},
  notes: "The token is SLIPWAY_TOKEN, or else is prompted for or read from standard input.",
  async run({ client, env }) {
    const { url, token } = client.settings
    // A token for releases only may not read environments, but it is valid.
    await client.request(api("/platform/environments")).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.status !== 403) throw error
    })
    const file = await saveSettings(env, { url, token })
    return { lines: [`Signed in to ${url}. The token is in ${file}.`], data: { url, file } }
  },
})

/** Reads the token from the terminal without echo, or from a pipe. */
export async function askForToken(): Promise<string> {
  const { stdin, stderr } = process
  if (stdin.isTTY) stderr.write("Token: ")
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY })
  try {
    for await (const line of lines) if (line.trim() !== "") return line.trim()
    throw new UsageError("There is no token. Set SLIPWAY_TOKEN, or enter the token.")
  } finally {
    lines.close()
    if (stdin.isTTY) stderr.write("\n")
  }
}

interface Saved {
  url: string
  token: string
}

/** The address and the token: from the option and the variables, else from `slipway login`. */
export async function readSettings(env: Environment, givenUrl: string | undefined) {
  const url = givenUrl || env.SLIPWAY_URL || null
  const token = env.SLIPWAY_TOKEN?.trim() || null
  const saved = url === null || token === null ? await readSaved(env) : null
  const chosen = url ?? saved?.url ?? null
  // A saved token is only for the server that it was saved for.
  const ownToken = saved !== null && chosen !== null && trimUrl(chosen) === saved.url ? saved.token : null
  return { url: chosen === null ? null : trimUrl(chosen), token: token ?? ownToken }
}

function trimUrl(url: string): string {
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
